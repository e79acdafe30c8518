import type { Clock } from '@seawall/core';
import { createFakeClock, createScriptedHttpServer, type HttpScenario, type ScriptedTool } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { ConnectionListener, RequestOptions } from '../../src/connection/connection.ts';
import { createHold } from '../../src/connection/hold.ts';
import { HTTP_LIMITS } from '../../src/connection/http/watched-transport.ts';
import {
  callTool,
  connectorFor,
  failureOf,
  httpLaunch,
  type OpenConnection,
  type OpenWith,
  open,
  stdioLaunch,
  textOf,
  until,
} from './open-connection.ts';

const CAPABILITIES = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } };
const FORM = { message: 'Sure?', requestedSchema: { type: 'object', properties: {} } };
const ASK: ScriptedTool = { name: 'ask', behaviour: { kind: 'ask', method: 'elicitation/create', params: FORM } };
const TOOLS: readonly ScriptedTool[] = [
  ASK,
  { name: 'ping', behaviour: { kind: 'ask', method: 'ping' } },
  { name: 'unrelated', behaviour: { kind: 'ask', method: 'roots/list', over: 'session' } },
  { name: 'impatient', behaviour: { kind: 'ask', method: 'roots/list', timeoutMs: 50 } },
  { name: 'log', behaviour: { kind: 'log', data: 'a line' } },
  { name: 'notifications', behaviour: { kind: 'notifications' } },
  { name: 'inspect', behaviour: { kind: 'inspect' } },
];

interface Opened extends OpenConnection {
  readonly setFault: (
    fault: Parameters<Awaited<ReturnType<typeof createScriptedHttpServer>>['setFault']>[0],
  ) => Promise<void>;
}

async function openHttp(
  { clock, ...options }: OpenWith & { readonly clock?: Clock } = {},
  scenario: HttpScenario = {},
): Promise<Opened> {
  const server = await createScriptedHttpServer({ tools: TOOLS, ...scenario });
  const connector = connectorFor(httpLaunch(server), clock ? { clock } : {});
  const opened = await open(connector, { capabilities: CAPABILITIES, ...options });
  if (opened.connection.info.era === 'legacy') await server.requestReceived(({ method }) => method === 'GET');
  return {
    ...opened,
    setFault: (fault) => server.setFault(fault),
    [Symbol.asyncDispose]: async () => {
      await opened.connection.close();
      await server.close();
    },
  };
}

async function openSse(options: OpenWith = {}): Promise<OpenConnection> {
  const server = await createScriptedHttpServer({ tools: TOOLS });
  const opened = await open(connectorFor(httpLaunch(server, 'sse')), { capabilities: CAPABILITIES, ...options });
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened.connection.close();
      await server.close();
    },
  };
}

function openStdio(options: OpenWith = {}): Promise<OpenConnection> {
  const connector = connectorFor(stdioLaunch({ tools: TOOLS }));
  return open(connector, { capabilities: CAPABILITIES, ...options });
}

describe.each([
  ['stdio', openStdio],
  ['HTTP', openHttp],
  ['HTTP+SSE', openSse],
])('a question of a legacy server over %s', (_, openOver) => {
  it('is asked as it came and answered untouched', async () => {
    const asked: unknown[] = [];
    await using opened = await openOver({
      onRequest: async (request) => {
        asked.push(request);
        return { action: 'accept', content: { surprise: [1] }, _meta: { 'vendor/x': 1 } };
      },
    });
    expect(textOf(await callTool(opened.connection, 'ask'))).toEqual({
      action: 'accept',
      content: { surprise: [1] },
      _meta: { 'vendor/x': 1 },
    });
    expect(asked).toMatchObject([{ method: 'elicitation/create', params: FORM }]);
  });

  it('is declined with the code, the message and the data of the error', async () => {
    const error = Object.assign(new Error('Nobody is there.'), { code: -32042, data: { elicitations: [] } });
    await using opened = await openOver({ onRequest: () => Promise.reject(error) });
    expect(textOf(await callTool(opened.connection, 'ask'))).toEqual({
      code: -32042,
      message: 'Nobody is there.',
      data: { elicitations: [] },
    });
  });

  it('is declined in general words when the error has no code', async () => {
    await using opened = await openOver({ onRequest: () => Promise.reject(new Error('the password is wrong')) });
    expect(textOf(await callTool(opened.connection, 'ask'))).toEqual({
      code: -32603,
      message: 'The request could not be answered.',
    });
  });

  it('reaches nobody when it is a ping', async () => {
    await using opened = await openOver();
    expect(textOf(await callTool(opened.connection, 'ping'))).toEqual({});
  });

  it('is aborted when the server takes it back', async () => {
    let wasAborted = false;
    await using opened = await openOver({
      onRequest: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            wasAborted = true;
            reject(signal.reason);
          });
        }),
    });
    expect(textOf(await callTool(opened.connection, 'impatient'))).toEqual({ timedOut: true });
    await until(() => wasAborted);
  });
});

describe('the clocks of a call', () => {
  it('stand still while a question holds them', async () => {
    const clock = createFakeClock();
    const hold = createHold();
    const onRequest = async (): Promise<Readonly<Record<string, unknown>>> => {
      const release = hold.take();
      await clock.advance(10_000);
      release();
      return { action: 'decline' };
    };
    await using opened = await openHttp({ onRequest, clock });
    const limits = { timeoutMs: 500, maxTotalTimeoutMs: 600 };
    expect(textOf(await callTool(opened.connection, 'ask', { ...limits, hold }))).toEqual({ action: 'decline' });
    const unheld = { ...limits, hold: createHold() };
    expect(await failureOf(callTool(opened.connection, 'ask', unheld))).toMatchObject({
      delivery: 'unknown',
      effect: 'none',
      error: { code: 'CALL_TIMEOUT', timeoutMs: 500 },
    });
  });
});

describe('what a legacy server is told', () => {
  it('are the capabilities of the connection, and its notifications', async () => {
    await using opened = await openHttp();
    expect(textOf(await callTool(opened.connection, 'inspect'))).toMatchObject({ clientCapabilities: CAPABILITIES });
    await opened.connection.notify({ method: 'notifications/roots/list_changed' });
    expect(textOf(await callTool(opened.connection, 'notifications'))).toContainEqual({
      method: 'notifications/roots/list_changed',
    });
  });

  it('is not what the connection did not declare, nor what its era does not know', async () => {
    await using legacy = await openHttp({ capabilities: {} });
    const roots = { method: 'notifications/roots/list_changed' };
    expect(await failureOf(legacy.connection.notify(roots))).toMatchObject({ delivery: 'not-sent', effect: 'none' });
    await using modern = await openHttp({}, { era: 'modern' });
    expect(await failureOf(modern.connection.notify(roots))).toMatchObject({ delivery: 'not-sent', effect: 'none' });
  });

  it('fails when the server does not accept it', async () => {
    const clock = createFakeClock();
    await using opened = await openHttp({ clock });
    const method = 'notifications/roots/list_changed';
    await opened.setFault({ kind: 'hang', methods: [method] });
    const notifying = failureOf(opened.connection.notify({ method }));
    await clock.advance(HTTP_LIMITS.acceptMs);
    expect(await notifying).toMatchObject({
      delivery: 'unknown',
      effect: 'none',
      error: { code: 'OPERATION_TIMEOUT' },
    });
  });

  it('fails when the connection is closed', async () => {
    const opened = await openHttp();
    await opened[Symbol.asyncDispose]();
    expect(await failureOf(opened.connection.notify({ method: 'notifications/roots/list_changed' }))).toMatchObject({
      error: { code: 'CONNECTION_CLOSED' },
    });
  });
});

describe('what a modern server is told', () => {
  it('are the capabilities and the log level of the call, not of the connection', async () => {
    await using opened = await openHttp({}, { era: 'modern' });
    const envelope = { capabilities: { sampling: {} }, logLevel: 'warning' } as const;
    expect(textOf(await callTool(opened.connection, 'inspect', { envelope }))).toMatchObject({
      clientCapabilities: { sampling: {} },
      meta: { 'io.modelcontextprotocol/logLevel': 'warning' },
    });
    expect(textOf(await callTool(opened.connection, 'inspect'))).toMatchObject({ clientCapabilities: {} });
  });

  it('are the answers to what it asked for, when the call is sent again', async () => {
    await using opened = await openHttp({}, { era: 'modern' });
    const envelope = { capabilities: CAPABILITIES };
    const asked = await callTool(opened.connection, 'ask', { envelope });
    expect(asked).toMatchObject({ resultType: 'input_required' });
    const { requestState } = asked as { requestState: string };
    const inputResponses = { 'question-1': { action: 'decline' } };
    const params = { name: 'ask', arguments: {}, inputResponses, requestState };
    const options: RequestOptions = { timeoutMs: 60_000, maxTotalTimeoutMs: 60_000, envelope };
    expect(textOf(await opened.connection.request({ method: 'tools/call', params }, options))).toEqual({
      action: 'decline',
    });
  });
});

describe('the origin of what a server sends over HTTP', () => {
  const answer =
    (origins: unknown[]): ConnectionListener['onRequest'] =>
    async (_request, { origin }) => {
      origins.push(origin);
      return { action: 'decline', roots: [] };
    };

  it('is the call in whose stream a question came', async () => {
    const origins: unknown[] = [];
    await using opened = await openHttp({ onRequest: answer(origins) });
    const calls = Array.from({ length: 5 }, (_, number) => ({ number }));
    await Promise.all(calls.map((origin) => callTool(opened.connection, 'ask', { origin })));
    expect(origins).toHaveLength(5);
    expect(new Set(origins)).toEqual(new Set(calls));
  });

  it('is unknown for what came outside of any stream, and for calls that have none', async () => {
    const origins: unknown[] = [];
    await using opened = await openHttp({ onRequest: answer(origins) });
    await callTool(opened.connection, 'unrelated', { origin: {} });
    await callTool(opened.connection, 'ask');
    expect(origins).toEqual([undefined, undefined]);
  });

  it.each(['legacy', 'modern'] as const)('is the call in whose stream a log message came, %s', async (era) => {
    await using opened = await openHttp({}, { era });
    const origin = { call: 1 };
    const envelope = { capabilities: {}, logLevel: 'debug' } as const;
    await callTool(opened.connection, 'log', { origin, envelope });
    expect(opened.heard).toMatchObject([{ method: 'notifications/message', params: { data: 'a line' } }]);
    expect(opened.heard[0]?.origin).toBe(origin);
  });

  it('is kept when the stream breaks and is resumed', async () => {
    const tools: readonly ScriptedTool[] = [
      { name: 'resume', behaviour: { kind: 'close-stream', next: { kind: 'log', data: 'late' } } },
    ];
    await using opened = await openHttp({}, { tools, resumable: { retryMs: 10 }, responses: 'sse' });
    const origin = { call: 1 };
    await callTool(opened.connection, 'resume', { origin });
    expect(opened.heard.map(({ params }) => params?.data)).toEqual(['late']);
    expect(opened.heard[0]?.origin).toBe(origin);
  });

  it('brings progress before the answer, as without an origin', async () => {
    const tools: readonly ScriptedTool[] = [{ name: 'p', behaviour: { kind: 'progress', steps: 4, everyMs: 0 } }];
    await using opened = await openHttp({}, { tools });
    const seen: unknown[] = [];
    await callTool(opened.connection, 'p', { origin: {}, onProgress: ({ progress }) => seen.push(progress) });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('leaves answers as they are, and a lost stream a lost stream', async () => {
    const result = { content: [], surprise: { method: 'notifications/message' } };
    const tools: readonly ScriptedTool[] = [{ name: 'odd', behaviour: { kind: 'result', result } }];
    await using opened = await openHttp({}, { tools, responses: 'sse' });
    expect(await callTool(opened.connection, 'odd', { origin: {} })).toEqual(result);
    await opened.setFault({ kind: 'sse-end', methods: ['tools/call'], times: 1 });
    expect(await failureOf(callTool(opened.connection, 'odd', { origin: {} }))).toMatchObject({
      error: { code: 'RESPONSE_LOST' },
    });
  });

  it('is not known over stdio', async () => {
    await using opened = await openStdio();
    await callTool(opened.connection, 'log', { origin: {} });
    await until(() => opened.heard.length > 0);
    expect(opened.heard[0]?.origin).toBeUndefined();
  });
});
