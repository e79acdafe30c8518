import { request } from 'node:http';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type ConformanceHttpServer, createConformanceHttpServer } from '@seawall/testkit/conformance';
import { describe, expect, it } from 'vitest';
import { textOf } from '../stdio/sdk-client.ts';
import { stdioServerFromSource } from './conformance-client.ts';

/** Generous: a process that runs from source takes its time to start on a busy machine. */
const START_LIMIT_MS = 60_000;
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

describe('the conformance server over HTTP', () => {
  it('closes the stream of a call, and gives the answer on the next one', async () => {
    await using server = await createConformanceHttpServer();
    const client = new Client({ name: 'test', version: '1' });
    const opened: string[] = [];
    const transport = new StreamableHTTPClientTransport(new URL(server.url), {
      fetch: (url, init) => {
        const lastEventId = new Headers(init?.headers).get('last-event-id');
        if (lastEventId !== null) opened.push(lastEventId);
        return fetch(url, init);
      },
    });
    await client.connect(transport);
    await using _ = { [Symbol.asyncDispose]: () => client.close() };
    const reply = await client.callTool({ name: 'test_reconnection' });
    expect(textOf(reply)).toContain('another stream');
    expect(opened).not.toEqual([]);
  });

  it('refuses a request that names another host, or comes from a page elsewhere', async () => {
    await using server = await createConformanceHttpServer();
    expect(await post(server, { host: 'evil.example' })).toBe(403);
    expect(await post(server, { origin: 'http://evil.example' })).toBe(403);
    expect(await post(server, { origin: 'http://localhost:3000' })).toBe(200);
  });

  it('forgets a session that its client ended', async () => {
    await using server = await createConformanceHttpServer();
    const opened = await send(server, 'POST', {}, INITIALIZE);
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
    expect((await send(server, 'DELETE', session)).status).toBe(200);
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    expect((await send(server, 'POST', session, list)).status).toBe(404);
    expect((await send(server, 'POST', {}, list)).status).toBe(400);
  });

  it('refuses connections once it is closed, and may be closed twice', async () => {
    const server = await createConformanceHttpServer();
    await server.close();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

describe('a conformance server of one era', { timeout: START_LIMIT_MS }, () => {
  it.each(['legacy', 'modern'] as const)('speaks only the %s era over HTTP', async (era) => {
    await using server = await createConformanceHttpServer({ era });
    const transport = () => new StreamableHTTPClientTransport(new URL(server.url));
    expect(await eraOf(transport(), { mode: 'auto' })).toBe(era);
    const other = era === 'modern' ? 'legacy' : { pin: '2026-07-28' };
    await expect(eraOf(transport(), { mode: other })).rejects.toThrow();
  });

  it.each(['legacy', 'modern'] as const)('speaks only the %s era over stdio', async (era) => {
    const transport = () => new StdioClientTransport({ ...stdioServerFromSource(era), stderr: 'ignore' });
    const own = era === 'legacy' ? 'legacy' : { pin: '2026-07-28' };
    expect(await eraOf(transport(), { mode: own })).toBe(era);
    const other = era === 'modern' ? 'legacy' : { pin: '2026-07-28' };
    await expect(eraOf(transport(), { mode: other })).rejects.toThrow();
  });
});

async function eraOf(
  transport: StreamableHTTPClientTransport | StdioClientTransport,
  versionNegotiation: ClientOptions['versionNegotiation'] & object,
): Promise<string | undefined> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });
  try {
    await client.connect(transport);
    return client.getProtocolEra();
  } finally {
    await client.close();
  }
}

function send(
  server: ConformanceHttpServer,
  method: string,
  headers: Record<string, string>,
  body?: object,
): Promise<Response> {
  return fetch(server.url, {
    method,
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Initializes with headers that `fetch` does not let a program set. */
function post(server: ConformanceHttpServer, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      server.url,
      {
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          ...headers,
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify(INITIALIZE));
  });
}
