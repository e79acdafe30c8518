import type { Client } from '@modelcontextprotocol/client';
import { isJSONRPCRequest } from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, openGateway, openStreams } from './connect.ts';
import { oddText } from './odd-messages.ts';
import { openSession } from './raw-http.ts';

afterEach(closeAll);

const GIT = {
  name: 'git',
  capabilities: { tools: {}, prompts: {}, resources: { subscribe: true }, completions: {}, logging: {} },
  catalog: {
    tools: [{ name: 'echo', inputSchema: { type: 'object' } }],
    prompts: [{ name: 'greet' }],
    resources: [{ uri: 'doc://1', name: 'one' }],
  },
};

function setUp() {
  const seawall = new FakeSeawall([GIT]);
  seawall.answer = ({ method, params }) =>
    method === 'tools/call' ? { content: [{ type: 'text', text: JSON.stringify(params?.arguments) }] } : {};
  return { seawall, gateway: openGateway(seawall) };
}

let calls = 0;

/** A host that does nothing wrong is served right, whatever others send. */
async function assertServed(healthy: Client): Promise<void> {
  calls += 1;
  const sent = { call: calls };
  const result = await healthy.callTool({ name: 'git__echo', arguments: sent });
  expect(result.content).toEqual([{ type: 'text', text: JSON.stringify(sent) }]);
}

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

const oddHeader = fc.constantFrom(
  {},
  { accept: 'application/json' },
  { accept: '*/*' },
  { 'content-type': 'text/plain' },
  { 'mcp-session-id': 'nobody' },
  { 'mcp-protocol-version': '2026-07-28' },
  { 'mcp-protocol-version': '2025-03-26' },
  { 'mcp-protocol-version': 'x' },
  { 'last-event-id': 'nobody_1' },
  { 'mcp-name': '=?base64?!?=' },
  { 'mcp-method': 'tools/list' },
);

describe('the HTTP front, given anything', () => {
  const exchange = fc.record({
    text: oddText,
    way: fc.constantFrom('session', 'modern', 'bare'),
    method: fc.oneof(
      { weight: 20, arbitrary: fc.constant('POST') },
      fc.constantFrom('GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD'),
    ),
    odd: oddHeader,
  });

  it('answers or ends each request, never fails itself, and serves others as before', async () => {
    const { gateway } = setUp();
    const { url } = await gateway.listen();
    const healthy = await connectClient(gateway, ['http', 'modern']);
    const healthyOlder = await connectClient(gateway, ['http', 'legacy']);
    await fc.assert(
      fc.asyncProperty(fc.array(exchange, { minLength: 1, maxLength: 12 }), async (exchanges) => {
        const session = await openSession(url);
        const sending = exchanges.map(({ text, way, method, odd }) =>
          answerOf(url, { text, method, headers: { ...headersFor(way, { session, text }), ...odd } }),
        );
        for (const { status, ids, wanted } of await Promise.all(sending)) {
          expect(status).not.toBe(500);
          if (wanted !== undefined && status === 200) expect(ids).toContainEqual(wanted);
        }
        await Promise.all([assertServed(healthy), assertServed(healthyOlder)]);
        await fetch(url, { method: 'DELETE', headers: session });
      }),
      { numRuns: 60 },
    );
    expect(gateway.runningCalls).toBe(0);
  });
});

function headersFor(
  way: string,
  { session, text }: { readonly session: Readonly<Record<string, string>>; readonly text: Buffer },
): Readonly<Record<string, string>> {
  if (way === 'session') return session;
  if (way === 'bare') return {};
  const message = parse(text);
  const method = typeof message === 'object' && message !== null ? Reflect.get(message, 'method') : undefined;
  const isPlain = typeof method === 'string' && /^[a-z/_-]{1,40}$/i.test(method);
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-name': method === 'resources/read' ? 'doc://1' : 'git__echo',
    ...(isPlain ? { 'mcp-method': method } : {}),
  };
}

/** Sends one request and reads its answer to the end; a stream that has no end is let go at its first event. */
async function answerOf(
  url: string,
  { text, method, headers }: { text: Buffer; method: string; headers: Readonly<Record<string, string>> },
) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: text }),
  });
  const message = parse(text);
  const isListen = isJSONRPCRequest(message) && message.method === 'subscriptions/listen';
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream && (method === 'GET' || isListen)) {
    await response.body?.cancel();
    return { status: response.status, ids: [], wanted: undefined };
  }
  const body = await response.text();
  const ids = isStream
    ? [...body.matchAll(/^data: (.+)$/gm)].map(([, data]) => idOf(JSON.parse(data ?? 'null')))
    : [body === '' ? undefined : idOf(JSON.parse(body))];
  const wanted = method === 'POST' && isJSONRPCRequest(message) ? message.id : undefined;
  return { status: response.status, ids, wanted };
}

function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, 'id') : undefined;
}

describe('the stdio front, given anything', () => {
  it('answers each request, also when its bytes come in pieces, and goes on', async () => {
    const { gateway } = setUp();
    const healthy = await connectClient(gateway, ['http', 'legacy']);
    const said = fc.record({
      texts: fc.array(oddText, { minLength: 1, maxLength: 12 }),
      pieceLength: fc.integer({ min: 1, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(said, async ({ texts, pieceLength }) => {
        const { front, input, lines } = await openStreams(gateway);
        const last = { jsonrpc: '2.0', id: 'the last', method: 'unheard/of' };
        const bytes = Buffer.from([...texts, Buffer.from(JSON.stringify(last))].flatMap((text) => [...text, 10]));
        for (let at = 0; at < bytes.length; at += pieceLength) input.write(bytes.subarray(at, at + pieceLength));
        const wanted = requestIdsOf([...texts.map(parse), last]);
        await expect.poll(() => missing(wanted, lines), { timeout: 60_000 }).toEqual([]);
        await assertServed(healthy);
        input.end();
        await front.closed;
      }),
      { numRuns: 60 },
    );
    expect(gateway.runningCalls).toBe(0);
  });
});

/** The ids that have to be answered: of what is a request, was not cancelled, and is no stream. */
function requestIdsOf(messages: readonly unknown[]): readonly unknown[] {
  const cancelled = messages.map((message) => {
    const params = typeof message === 'object' && message !== null ? Reflect.get(message, 'params') : undefined;
    return typeof params === 'object' && params !== null ? Reflect.get(params, 'requestId') : undefined;
  });
  const ids = messages.flatMap((message) =>
    isJSONRPCRequest(message) && message.method !== 'subscriptions/listen' ? [message.id] : [],
  );
  return ids.filter((id) => !cancelled.includes(id));
}

function missing(wanted: readonly unknown[], lines: readonly unknown[]): readonly unknown[] {
  const answered = new Set(lines.map(idOf));
  return wanted.filter((id) => !answered.has(id));
}
