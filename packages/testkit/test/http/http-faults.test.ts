import { createFakeClock, createScriptedHttpServer, type HttpFault, readExecutions } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createTempFolder } from '../temp-folder.ts';
import { connectHttp } from './sdk-client.ts';

const CALL = { jsonrpc: '2.0', id: 5, method: 'tools/call', params: { name: 'echo', arguments: {} } } as const;

/** Posts one call without a session to a server that has the fault, by `fetch` alone. */
async function postWith(fault: HttpFault, init: RequestInit = {}): Promise<Response> {
  const server = await createScriptedHttpServer({ sessions: false }, { fault });
  try {
    const response = await fetch(server.url, {
      method: 'POST',
      body: JSON.stringify(CALL),
      headers: { 'content-type': 'application/json' },
      ...init,
    });
    return new Response(await response.text(), response);
  } finally {
    await server.close();
  }
}

describe('an answer that is something else', () => {
  it('is a status with headers and body', async () => {
    const secret = 'postgres://admin:hunter2@db/prod';
    const body = `<html><body>${secret}</body></html>`;
    const headers = { 'content-type': 'text/html', 'retry-after': '7' };
    const response = await postWith({ kind: 'status', status: 500, headers, body });
    expect(response.status).toBe(500);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.text()).toContain(secret);
  });

  it('is an HTML page with status 200', async () => {
    const response = await postWith({ kind: 'html' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('is JSON that is not JSON-RPC, or not JSON', async () => {
    expect(await (await postWith({ kind: 'not-json-rpc' })).json()).toEqual({ status: 'ok' });
    await expect((await postWith({ kind: 'not-json' })).json()).rejects.toThrow(SyntaxError);
  });

  it('is the proper one under the wrong content type', async () => {
    const response = await postWith({ kind: 'content-type' });
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.json()).toMatchObject({ id: 5, result: {} });
  });

  it('is a redirect, which leads to a place that works', async () => {
    const manual = { redirect: 'manual' } as const;
    const cross = await postWith({ kind: 'redirect', to: 'cross-origin' }, manual);
    expect(cross.status).toBe(307);
    expect(cross.headers.get('location')).toMatch(/^http:\/\/localhost:/);
    const same = await postWith({ kind: 'redirect', to: 'same-origin', status: 308 }, manual);
    expect([same.status, same.headers.get('location')]).toEqual([308, '/moved']);
    const followed = await postWith({ kind: 'redirect', to: 'same-origin' });
    expect(await followed.json()).toMatchObject({ id: 5, result: {} });
  });

  it('is very long', async () => {
    const response = await postWith({ kind: 'big-body', bytes: 5_000_000 });
    expect((await response.text()).length).toBeGreaterThan(5_000_000);
  });

  it('is an SSE stream that ends without an answer', async () => {
    const response = await postWith({ kind: 'sse-end', eventId: 'e-1' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe('id: e-1\ndata: \n\n');
  });
});

describe('an answer that never comes whole', () => {
  it.each(['reset', 'cut', 'sse-destroy'] as const)('%s', async (kind) => {
    await expect(postWith({ kind })).rejects.toThrow(/fetch failed|terminated/);
  });

  it('hangs until the client gives up', async () => {
    await using server = await createScriptedHttpServer({}, { fault: { kind: 'hang' } });
    const abort = new AbortController();
    const request = fetch(server.url, { method: 'POST', body: '{}', signal: abort.signal });
    await server.requestReceived(() => true);
    abort.abort();
    await expect(request).rejects.toThrow('abort');
  });

  it('hangs after the headers', async () => {
    await using server = await createScriptedHttpServer({}, { fault: { kind: 'hang-after-headers' } });
    const abort = new AbortController();
    const response = await fetch(server.url, { method: 'POST', body: '{}', signal: abort.signal });
    expect(response.status).toBe(200);
    abort.abort();
    await expect(response.text()).rejects.toThrow('abort');
  });

  it('drips, on the clock it was given', async () => {
    const clock = createFakeClock();
    const fault = { kind: 'slow-drip', bytes: 10, everyMs: 1_000 } as const;
    await using server = await createScriptedHttpServer({ sessions: false }, { clock, fault });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(server.url, { method: 'POST', body: JSON.stringify(CALL), headers });
    const length = Number(response.headers.get('content-length'));
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(Math.ceil(length / 10) * 1_000);
    expect(await response.json()).toMatchObject({ id: 5 });
  });
});

describe('which requests a fault meets', () => {
  it('are all, or those of the methods named', async () => {
    await using server = await createScriptedHttpServer();
    await using connected = await connectHttp(server);
    await server.setFault({ kind: 'status', status: 503, methods: ['tools/call'] });
    await connected.client.listTools();
    await expect(connected.client.callTool({ name: 'echo' })).rejects.toMatchObject({ status: 503 });
    await server.setFault({ kind: 'status', status: 500 });
    await expect(connected.client.listTools(undefined, { cacheMode: 'bypass' })).rejects.toMatchObject({ status: 500 });
    await server.setFault(null);
    await connected.client.callTool({ name: 'echo' });
  });

  it('are as many as it says, and each fault of a list has its own', async () => {
    await using server = await createScriptedHttpServer();
    await using connected = await connectHttp(server);
    await server.setFault([
      { kind: 'status', status: 429, headers: { 'retry-after': '1' }, methods: ['tools/call'], times: 1 },
      { kind: 'status', status: 503, methods: ['tools/call'], times: 1 },
    ]);
    await expect(connected.client.callTool({ name: 'echo' })).rejects.toMatchObject({ status: 429 });
    await expect(connected.client.callTool({ name: 'echo' })).rejects.toMatchObject({ status: 503 });
    await connected.client.callTool({ name: 'echo' });
  });
});

it('carries a call out before its answer is lost, or not, as the fault says', async () => {
  using folder = createTempFolder();
  const executionsFile = folder.file('executions');
  await using server = await createScriptedHttpServer({ tools: [{ name: 'write', executionsFile }] });
  await using connected = await connectHttp(server);
  const call = () => connected.client.callTool({ name: 'write' });
  await server.setFault({ kind: 'cut', methods: ['tools/call'] });
  await expect(call()).rejects.toThrow();
  expect(readExecutions(executionsFile)).toHaveLength(1);
  await server.setFault({ kind: 'cut', methods: ['tools/call'], executes: false });
  await expect(call()).rejects.toThrow();
  expect(readExecutions(executionsFile)).toHaveLength(1);
  await server.setFault({ kind: 'reset', methods: ['tools/call'], executes: true });
  await expect(call()).rejects.toThrow();
  expect(readExecutions(executionsFile)).toHaveLength(2);
});

it('loses sessions for good, or only for as long as the fault stays', async () => {
  await using server = await createScriptedHttpServer();
  await using connected = await connectHttp(server);
  await server.setFault({ kind: 'session-lost' });
  await expect(connected.client.ping()).rejects.toMatchObject({ status: 404 });
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} });
  const initialized = await fetch(server.url, { method: 'POST', body });
  expect(initialized.status).toBe(200);
  await server.setFault(null);
  await connected.client.ping();
  server.loseSessions();
  await expect(connected.client.ping()).rejects.toMatchObject({ status: 404 });
});

it('refuses connections and comes back on the same port', async () => {
  await using server = await createScriptedHttpServer();
  await using connected = await connectHttp(server);
  await server.setFault({ kind: 'refuse' });
  await expect(connected.client.ping()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect(server.openConnections).toBe(0);
  await server.setFault(null);
  await connected.client.ping();
});

it('spoils an answer of the modern era and of the HTTP+SSE transport', async () => {
  await using server = await createScriptedHttpServer({ era: 'both' });
  await using modern = await connectHttp(server, { versionNegotiation: { mode: 'auto' } });
  await using sse = await connectHttp(server, { transport: 'sse' });
  await server.setFault({ kind: 'sse-end', methods: ['tools/call'] });
  await expect(modern.client.callTool({ name: 'echo' }, { timeout: 100 })).rejects.toThrow('timed out');
  await server.setFault({ kind: 'sse-destroy', methods: ['tools/call'] });
  await expect(sse.client.callTool({ name: 'echo' }, { timeout: 100 })).rejects.toThrow('timed out');
  expect(sse.errors).not.toHaveLength(0);
});
