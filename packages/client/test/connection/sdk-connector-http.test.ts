import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MCPError } from '@seawall/core';
import { createScriptedHttpServer, type HttpFault, type HttpScenario, type ScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { callTool, connectorFor, failureOf, httpLaunch, open, PATIENT, until } from './open-connection.ts';

const TOOLS = [
  { name: 'echo' },
  { name: 'inspect', behaviour: { kind: 'inspect' } },
  { name: 'silent', behaviour: { kind: 'silent' } },
] as const;

async function serve(scenario: HttpScenario = {}): Promise<ScriptedHttpServer> {
  return createScriptedHttpServer({ tools: TOOLS, ...scenario });
}

function inspected(result: unknown): {
  readonly headers: Readonly<Record<string, string>>;
  readonly sessionId?: string;
} {
  const { content } = result as { content: { text: string }[] };
  return JSON.parse(content[0]?.text ?? '{}');
}

describe('a connection over HTTP', () => {
  it('carries the headers of the entry, and the credentials of its URL as a header', async () => {
    await using server = await serve();
    const url = new URL(server.url);
    url.username = 'ada';
    url.password = 'p%40ss';
    await using opened = await open(connectorFor({ transport: 'http', url: url.href, headers: { 'X-Team': 'blue' } }));
    const { headers } = inspected(await callTool(opened.connection, 'inspect'));
    expect(headers).toMatchObject({
      'x-team': 'blue',
      authorization: `Basic ${Buffer.from('ada:p@ss').toString('base64')}`,
    });
  });

  it.each(['json', 'sse', 'auto'] as const)('takes answers as %s, results untouched', async (responses) => {
    const result = { content: [], surprise: { deep: [1] }, _meta: { 'vendor/x': 1 } };
    await using server = await serve({ responses, tools: [{ name: 'odd', behaviour: { kind: 'result', result } }] });
    await using opened = await open(connectorFor(httpLaunch(server)));
    expect(await callTool(opened.connection, 'odd')).toEqual(result);
  });

  it.each(['http', 'sse'] as const)(
    'passes progress on over %s, also when the answer comes in the same breath',
    async (transport) => {
      await using server = await serve({
        tools: [{ name: 'p', behaviour: { kind: 'progress', steps: 4, everyMs: 0 } }],
      });
      await using opened = await open(connectorFor(httpLaunch(server, transport)));
      const seen: unknown[] = [];
      await callTool(opened.connection, 'p', { onProgress: (progress) => seen.push(progress.progress) });
      expect(seen).toEqual([1, 2, 3, 4]);
    },
  );

  it('ends its session when it is closed, and waits for that no longer than half a second', async () => {
    await using server = await serve();
    const first = await open(connectorFor(httpLaunch(server)));
    expect(server.sessions).toHaveLength(1);
    await first.connection.close();
    expect(server.sessions).toEqual([]);
    const second = await open(connectorFor(httpLaunch(server)));
    await server.setFault({ kind: 'hang', methods: ['DELETE'] });
    await second.connection.close();
    await until(() => server.openConnections === 0);
  });

  it('fails calls in flight at once when it is closed', async () => {
    await using server = await serve();
    const opened = await open(connectorFor(httpLaunch(server)));
    const call = failureOf(callTool(opened.connection, 'silent'));
    await server.requestReceived(({ target }) => target === 'silent');
    await server.setFault({ kind: 'hang', methods: ['DELETE'] });
    const closing = opened.connection.close();
    expect((await call).error.code).toBe('CONNECTION_CLOSED');
    await closing;
  });

  it('tells the server of a cancelled call and gives its connection back', async () => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server)));
    const abort = new AbortController();
    const call = failureOf(callTool(opened.connection, 'silent', { signal: abort.signal }));
    await server.requestReceived(({ target }) => target === 'silent');
    const open1 = server.openConnections;
    abort.abort();
    expect(await call).toMatchObject({ delivery: 'unknown', effect: 'none', error: { code: 'CALL_CANCELLED' } });
    await server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
    await until(() => server.openConnections < open1 + 1);
  });

  it('mirrors parameters into headers for a modern server whose tools ask for it', async () => {
    const inputSchema = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } };
    await using server = await serve({
      era: 'modern',
      tools: [{ name: 'inspect', inputSchema, behaviour: { kind: 'inspect' } }],
    });
    await using opened = await open(connectorFor(httpLaunch(server)));
    await opened.connection.request({ method: 'tools/list' }, PATIENT);
    const { headers } = inspected(await callTool(opened.connection, 'inspect', {}, { region: 'eu' }));
    expect(headers['mcp-param-region']).toBe('eu');
  });

  it('takes 24 MB in one event', async () => {
    await using server = await serve({
      responses: 'sse',
      tools: [{ name: 'big', behaviour: { kind: 'big', bytes: 24_000_000 } }],
    });
    await using opened = await open(connectorFor(httpLaunch(server)));
    await callTool(opened.connection, 'big');
  });

  it.each(['json', 'sse'] as const)('fails only the call whose %s answer is too large', async (responses) => {
    await using server = await serve({
      responses,
      tools: [{ name: 'big', behaviour: { kind: 'big', bytes: 300_000 } }, { name: 'echo' }],
    });
    await using opened = await open(connectorFor(httpLaunch(server), { options: { maxMessageBytes: 100_000 } }));
    const failure = await failureOf(callTool(opened.connection, 'big'));
    expect(failure).toMatchObject({ delivery: 'answered', effect: 'none', error: { code: 'MESSAGE_TOO_LARGE' } });
    await callTool(opened.connection, 'echo');
  });
});

describe('a call over HTTP that fails', () => {
  const cases: readonly (readonly [name: string, fault: HttpFault, code: string, delivery: string, effect: string])[] =
    [
      ['a reset', { kind: 'reset' }, 'CONNECTION_RESET', 'unknown', 'none'],
      ['half an answer', { kind: 'cut' }, 'CONNECTION_RESET', 'unknown', 'none'],
      ['a web page', { kind: 'html' }, 'UNEXPECTED_CONTENT', 'answered', 'none'],
      ['a wrong content type', { kind: 'content-type' }, 'UNEXPECTED_CONTENT', 'answered', 'none'],
      ['broken JSON', { kind: 'not-json' }, 'INVALID_MESSAGE', 'answered', 'none'],
      ['JSON that is no JSON-RPC', { kind: 'not-json-rpc' }, 'INVALID_MESSAGE', 'answered', 'none'],
      ['a redirect elsewhere', { kind: 'redirect', to: 'cross-origin' }, 'REDIRECT_REFUSED', 'not-sent', 'broken'],
      ['silence', { kind: 'hang' }, 'CALL_TIMEOUT', 'unknown', 'none'],
      ['silence after the headers', { kind: 'hang-after-headers' }, 'CALL_TIMEOUT', 'unknown', 'none'],
      ['an event stream that ends', { kind: 'sse-end' }, 'RESPONSE_LOST', 'unknown', 'none'],
      ['an event stream that breaks', { kind: 'sse-destroy' }, 'RESPONSE_LOST', 'unknown', 'none'],
      ['HTTP 400', { kind: 'status', status: 400, body: 'bad' }, 'REQUEST_REJECTED', 'answered', 'none'],
      ['HTTP 401', { kind: 'status', status: 401 }, 'AUTHENTICATION_REQUIRED', 'answered', 'auth-required'],
      ['HTTP 403', { kind: 'status', status: 403 }, 'PERMISSION_DENIED', 'answered', 'none'],
      ['HTTP 405', { kind: 'status', status: 405 }, 'ENDPOINT_NOT_MCP', 'answered', 'broken'],
      ['HTTP 409', { kind: 'status', status: 409 }, 'HTTP_ERROR', 'answered', 'none'],
      ['HTTP 413', { kind: 'status', status: 413 }, 'REQUEST_REJECTED', 'answered', 'none'],
      ['HTTP 429', { kind: 'status', status: 429 }, 'RATE_LIMITED', 'answered', 'none'],
      ['HTTP 500', { kind: 'status', status: 500, body: 'trace with secrets' }, 'SERVER_ERROR', 'answered', 'none'],
      ['HTTP 502', { kind: 'status', status: 502 }, 'SERVER_UNAVAILABLE', 'answered', 'none'],
      ['HTTP 503', { kind: 'status', status: 503 }, 'SERVER_UNAVAILABLE', 'answered', 'none'],
      ['HTTP 504', { kind: 'status', status: 504 }, 'SERVER_UNAVAILABLE', 'answered', 'none'],
    ];

  for (const era of ['legacy', 'modern'] as const) {
    it.each(cases)(`${era}: by %s`, async (_, fault, code, delivery, effect) => {
      await using server = await serve({ era });
      await using opened = await open(connectorFor(httpLaunch(server)));
      await server.setFault({ ...fault, methods: ['tools/call'] });
      const limits = code === 'CALL_TIMEOUT' ? { timeoutMs: 700 } : {};
      const failure = await failureOf(callTool(opened.connection, 'echo', limits));
      expect({ code: failure.error.code, delivery: failure.delivery, effect: failure.effect }).toEqual({
        code,
        delivery,
        effect,
      });
      assertClean(failure.error);
      await server.setFault(null);
      await callTool(opened.connection, 'echo');
    });
  }

  it.each(['legacy', 'modern'] as const)('%s: because nothing listens any more', async (era) => {
    await using server = await serve({ era });
    await using opened = await open(connectorFor(httpLaunch(server)));
    await server.setFault({ kind: 'refuse' });
    // A kept connection that is found closed may have carried the request.
    const codes = new Set<string>();
    await until(async () => {
      const failure = await failureOf(callTool(opened.connection, 'echo'));
      codes.add(failure.error.code);
      return (
        failure.error.code === 'CONNECTION_REFUSED' && failure.delivery === 'not-sent' && failure.effect === 'broken'
      );
    });
    expect([...codes].filter((code) => code !== 'CONNECTION_RESET' && code !== 'CONNECTION_CLOSED')).toEqual([
      'CONNECTION_REFUSED',
    ]);
  });

  it('keeps when to come back', async () => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server)));
    await server.setFault({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, methods: ['tools/call'] });
    const limited = await failureOf(callTool(opened.connection, 'echo'));
    expect(limited.error).toMatchObject({ name: 'MCPRateLimitError', retryAfterMs: 7000 });
    await server.setFault({ kind: 'status', status: 503, headers: { 'retry-after': '3' }, methods: ['tools/call'] });
    const unavailable = await failureOf(callTool(opened.connection, 'echo'));
    expect(unavailable.error.context).toMatchObject({ retryAfterMs: 3000, httpStatus: 503 });
  });

  it('says what is wrong with the credentials', async () => {
    await using server = await serve({ bearerToken: 'right' });
    const missing = await failureOf(open(connectorFor(httpLaunch(server))));
    expect(missing).toMatchObject({
      effect: 'auth-required',
      error: { code: 'AUTHENTICATION_REQUIRED', reason: 'missing', authType: 'bearer' },
    });
    const invalid = await failureOf(
      open(connectorFor({ ...httpLaunch(server), headers: { Authorization: 'Bearer wrong' } })),
    );
    expect(invalid).toMatchObject({ effect: 'auth-required', error: { reason: 'invalid' } });
    await using _opened = await open(
      connectorFor({ ...httpLaunch(server), headers: { Authorization: 'Bearer right' } }),
    );
  });

  it('keeps a bounded part of the body as evidence, and none of it in the message', async () => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server)));
    await server.setFault({
      kind: 'status',
      status: 500,
      body: `<html>${'secret '.repeat(100_000)}`,
      methods: ['tools/call'],
    });
    const { error } = await failureOf(callTool(opened.connection, 'echo'));
    expect(error.message).toBe('Tool "echo" on server "x" failed with HTTP 500.');
    expect(JSON.stringify(error).length).toBeLessThan(5000);
    expect(error.context.evidence).toMatchObject({ shape: 'http_response', payload: { status: 500 } });
    expect(error.cause).toBeUndefined();
  });

  it('passes a JSON-RPC error on whole, whatever its HTTP status', async () => {
    const rpc = { code: -32602, message: 'Unknown tool: x', data: { hint: [1] } };
    await using server = await serve({ tools: [{ name: 'x', behaviour: { kind: 'rpc-error', ...rpc } }] });
    await using opened = await open(connectorFor(httpLaunch(server)));
    const plain = await failureOf(callTool(opened.connection, 'x'));
    expect(plain).toMatchObject({ delivery: 'answered', effect: 'none', error: { code: 'TOOL_NOT_FOUND' } });
    expect(plain.error.context.jsonRpcError).toEqual(rpc);
    await server.setFault({
      kind: 'status',
      status: 404,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } }),
      methods: ['tools/call'],
    });
    const modern = await serve({ era: 'modern' });
    await using opened2 = await open(connectorFor(httpLaunch(modern)));
    await modern.setFault({
      kind: 'status',
      status: 404,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } }),
      methods: ['vendor/method'],
    });
    const missing = await failureOf(opened2.connection.request({ method: 'vendor/method' }, PATIENT));
    expect(missing).toMatchObject({ delivery: 'answered', effect: 'none', error: { code: 'METHOD_NOT_FOUND' } });
    await modern.close();
  });
});

describe('a session over HTTP that the server forgot', () => {
  it('is lost by a 404: the call surely did not run', async () => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server)));
    server.loseSessions();
    const failure = await failureOf(callTool(opened.connection, 'echo'));
    expect(failure).toMatchObject({
      delivery: 'not-sent',
      effect: 'session-lost',
      error: { name: 'MCPProtocolError', code: 'SESSION_LOST' },
    });
  });

  it.each([
    'Bad Request: No valid session ID provided',
    'Bad Request: Server not initialized',
    'Invalid session',
    'Session not found',
  ])('is lost by a 400 that says %j', async (message) => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server)));
    const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message } });
    await server.setFault({ kind: 'status', status: 400, body, methods: ['tools/call'] });
    expect(await failureOf(callTool(opened.connection, 'echo'))).toMatchObject({
      delivery: 'not-sent',
      effect: 'session-lost',
      error: { code: 'SESSION_LOST' },
    });
  });

  it('is not what a 404 without a session means', async () => {
    await using server = await serve({ sessions: false });
    await using opened = await open(connectorFor(httpLaunch(server)));
    await server.setFault({ kind: 'status', status: 404, methods: ['tools/call'] });
    expect(await failureOf(callTool(opened.connection, 'echo'))).toMatchObject({
      effect: 'broken',
      error: { code: 'ENDPOINT_NOT_MCP', retryable: true },
    });
  });
});

describe('an event stream that is lost', () => {
  it('is resumed where the server can: the answer still arrives', async () => {
    await using server = await startResumable();
    await using opened = await open(connectorFor({ transport: 'http', url: server.url, headers: {} }));
    expect(await callTool(opened.connection, 'slow')).toEqual({ content: [], resumed: true });
  });

  it.each([405, 500])('is said to be lost when resuming is answered with %i', async (status) => {
    await using server = await startResumable(status);
    await using opened = await open(connectorFor({ transport: 'http', url: server.url, headers: {} }));
    const failure = await failureOf(callTool(opened.connection, 'slow'));
    expect(failure).toMatchObject({ delivery: 'unknown', effect: 'none', error: { code: 'RESPONSE_LOST' } });
  });

  it('breaks the older transport, and with it every call in flight', async () => {
    await using server = await serve();
    await using opened = await open(connectorFor(httpLaunch(server, 'sse')));
    const call = failureOf(callTool(opened.connection, 'silent'));
    await server.requestReceived(({ target }) => target === 'silent');
    await server.restart();
    expect(await call).toMatchObject({ delivery: 'unknown', effect: 'broken', error: { code: 'CONNECTION_CLOSED' } });
    expect((await opened.connection.closed).effect).toBe('broken');
  });

  it('of notifications is opened again, for as long as the connection lives', async () => {
    await using server = await serve({
      tools: [{ name: 'announce', behaviour: { kind: 'announce', change: 'tools' } }],
    });
    await using opened = await open(connectorFor(httpLaunch(server)));
    const gets = () => server.requests.filter(({ method }) => method === 'GET').length;
    await until(() => gets() === 1);
    await server.setFault({ kind: 'status', status: 503, methods: ['GET'] });
    await server.restart({ loseSessions: false });
    // One more than the SDK tries by itself.
    await until(() => gets() >= 4);
    await server.setFault(null);
    const before = gets();
    await until(() => gets() > before);
    await callTool(opened.connection, 'announce');
    await until(() => opened.notifications.some(({ method }) => method === 'notifications/tools/list_changed'));
  });
});

describe('changes of a modern server', () => {
  it('are told, and count as having happened while the stream was lost', async () => {
    await using server = await serve({
      era: 'modern',
      tools: [{ name: 'announce', behaviour: { kind: 'announce', change: 'tools' } }],
    });
    await using opened = await open(connectorFor(httpLaunch(server)));
    await server.requestReceived(({ rpcMethod }) => rpcMethod === 'subscriptions/listen');
    await callTool(opened.connection, 'announce');
    await until(() => opened.notifications.length === 1);
    await server.restart();
    await until(() => opened.notifications.length === 2);
    expect(opened.notifications.map(({ method }) => method)).toEqual([
      'notifications/tools/list_changed',
      'notifications/tools/list_changed',
    ]);
  });
});

/** Nothing of a body or a stack stands in what people see. */
function assertClean(error: MCPError): void {
  expect(`${error.message} ${error.hint}`).not.toMatch(/secrets|<html|\bat .*\.js/);
}

/** A server of the older era that ends the stream of a call after an event id, and answers when the stream is resumed. */
async function startResumable(resumeStatus = 200) {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      if (request.headers['last-event-id'] !== 'event-1' || resumeStatus !== 200) {
        response.writeHead(request.headers['last-event-id'] ? resumeStatus : 405).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        `data: ${JSON.stringify({ jsonrpc: '2.0', id: callId, result: { content: [], resumed: true } })}\n\n`,
      );
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const { id, method } = body === '' ? { id: undefined, method: undefined } : JSON.parse(body);
    if (method === 'tools/call') {
      callId = id;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('retry: 50\nid: event-1\ndata: \n\n');
    } else if (method === 'initialize') {
      const result = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        serverInfo: { name: 'resumable', version: '1' },
      };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    } else {
      response.writeHead(method === 'server/discover' ? 404 : 202).end();
    }
  });
  let callId: unknown;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
