import * as api from '@opentelemetry/api';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { createSeawall } from '@seawall/client';
import { createScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createTracing } from '../../src/traces/index.ts';
import { openTraced, searchWith, traceparentOf } from './traced.ts';

const HOST = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a traced call', () => {
  it('is one trace from the host over the call and its attempts to the server', async () => {
    await using traced = await openTraced();
    const host = traced.provider.getTracer('host').startSpan('agent');
    await traced.server.setFault({ kind: 'status', status: 503, methods: ['tools/call'], times: 1 });
    const meta = {
      traceparent: traceparentOf(host.spanContext()),
      tracestate: 'vendor=1',
      baggage: 'user=7',
      own: true,
    };
    await traced.seawall.request('jira', searchWith(meta), { session: 'host-1' });
    const [first, second, call] = traced.spans();
    expect(call).toMatchObject({
      name: 'tools/call search',
      kind: api.SpanKind.SERVER,
      parentSpanContext: { spanId: host.spanContext().spanId, isRemote: true },
      status: { code: api.SpanStatusCode.UNSET },
      attributes: {
        'mcp.method.name': 'tools/call',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'search',
        'seawall.server': 'jira',
        'seawall.safety': 'read',
        'seawall.attempts': 2,
        'seawall.served_by': 'upstream',
      },
    });
    expect(first).toMatchObject({
      name: 'tools/call search',
      kind: api.SpanKind.CLIENT,
      status: { code: api.SpanStatusCode.ERROR },
      attributes: { 'seawall.attempt': 1, 'error.type': 'unavailable', 'network.transport': 'tcp' },
    });
    expect(second).toMatchObject({
      kind: api.SpanKind.CLIENT,
      attributes: { 'seawall.attempt': 2, 'seawall.delivery': 'answered', 'mcp.protocol.version': expect.any(String) },
    });
    for (const attempt of [first, second]) {
      expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
      expect(attempt?.spanContext().traceId).toBe(host.spanContext().traceId);
    }
    expect(traced.received()).toMatchObject(
      [first, second].map((attempt) => ({
        traceparent: attempt && traceparentOf(attempt.spanContext()),
        tracestate: 'vendor=1',
        baggage: 'user=7',
        own: true,
      })),
    );
    expect(traced.spans()).toHaveLength(3);
  });

  it('begins below the active span of the process when it is made in it', async () => {
    await using traced = await openTraced();
    const span = traced.provider.getTracer('agent').startSpan('agent');
    const active = api.trace.setSpan(api.ROOT_CONTEXT, span);
    const manager = fixedContext(active);
    api.context.setGlobalContextManager(manager);
    try {
      await traced.seawall.callTool({ server: 'jira', name: 'search' });
      await traced.seawall.request('jira', searchWith({ traceparent: HOST }));
    } finally {
      api.context.disable();
    }
    const [own, remote] = traced.spans().filter(({ kind }) => kind === api.SpanKind.INTERNAL);
    expect(own?.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    expect(remote?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(remote?.links.map(({ context }) => context.spanId)).toEqual([span.spanContext().spanId]);
  });

  it('has the call that is made in its place below it', async () => {
    await using traced = await openTraced(
      {
        tools: [
          { name: 'search', behaviour: { kind: 'tool-error', text: 'Internal server error' } },
          { name: 'other' },
        ],
      },
      { tools: { search: { safety: 'read', fallback: [{ tool: 'other' }], maxAttempts: 1 } } },
    );
    await traced.seawall.request('jira', searchWith({ traceparent: HOST }), { session: 'host-1' });
    const calls = traced.spans().filter(({ kind }) => kind !== api.SpanKind.CLIENT);
    expect(calls.map(({ name, kind }) => [name, kind])).toEqual([
      ['tools/call other', api.SpanKind.INTERNAL],
      ['tools/call search', api.SpanKind.SERVER],
    ]);
    const [instead, call] = calls;
    expect(instead?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(call?.attributes).toMatchObject({ 'seawall.served_by': 'fallback' });
    expect(traced.received()[1]?.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  });

  it('says that a tool answered with an error, and holds no secret, no control character and no endless text', async () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const hostile = `\u001b[31m${secret}\n\u202e${'x'.repeat(100_000)}`;
    await using traced = await openTraced({
      tools: [{ name: 'search', behaviour: { kind: 'tool-error', text: hostile } }],
    });
    await expect(traced.seawall.request('jira', searchWith({}))).rejects.toThrow();
    await expect(
      traced.seawall.request('jira', { method: `x/${hostile}`, params: {} }, { session: hostile }),
    ).rejects.toThrow();
    await expect(
      traced.seawall.request('jira', { method: 'resources/read', params: { uri: hostile } }),
    ).rejects.toThrow();
    const spans = traced.spans();
    expect(spans).toHaveLength(6);
    expect(spans[0]).toMatchObject({
      status: { code: api.SpanStatusCode.ERROR },
      attributes: { 'error.type': 'tool_error', 'seawall.error.code': expect.any(String) },
    });
    for (const { name, attributes, status } of spans) {
      const texts = [name, status.message ?? '', ...Object.values(attributes).map(String)];
      for (const text of texts) {
        expect(text).not.toContain(secret);
        expect(text.length).toBeLessThanOrEqual(1000);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
      }
    }
  });

  it.each([
    ['no text', 7],
    ['nonsense', 'hello'],
    ['an unknown version', HOST.replace('00-', 'ff-')],
    ['too many fields', `${HOST}-00`],
    ['no trace', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['no span', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
    ['capitals', HOST.toUpperCase()],
    ['endless text', HOST.repeat(100_000)],
  ])('ignores a traceparent that is %s', async (_what, traceparent) => {
    await using traced = await openTraced();
    const meta = { traceparent, tracestate: 'a=1', baggage: 'bad\u0000=1' };
    await traced.seawall.request('jira', searchWith(meta), { session: 'host-1' });
    const [attempt, call] = traced.spans();
    expect(call?.parentSpanContext).toBeUndefined();
    expect(traced.received()).toEqual([{ traceparent: attempt && traceparentOf(attempt.spanContext()) }]);
  });

  it('takes a traceparent of a later version, and passes on what is not sampled as that', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'search' }] });
    const provider = new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
    const tracer = createTracing(api, { tracerProvider: provider });
    await using seawall = await createSeawall({ mcpServers: { jira: { url: server.url } } }, { tracer });
    await seawall.request('jira', searchWith({ traceparent: `${HOST.replace('00-', '01-')}-more` }));
    const call = await server.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
    expect(JSON.stringify(call.body)).toMatch(/"traceparent":"00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00"/);
  });

  it('goes on when a processor of spans fails, and tells of it once', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'search' }] });
    const provider = new BasicTracerProvider({
      spanProcessors: [
        {
          onStart: () => {
            throw new Error('No room.');
          },
          onEnd: () => undefined,
          forceFlush: () => Promise.resolve(),
          shutdown: () => Promise.resolve(),
        },
      ],
    });
    const logged: string[] = [];
    const logger = { log: (_level: string, message: string) => void logged.push(message) };
    const tracer = createTracing(api, { tracerProvider: provider, logger });
    await using seawall = await createSeawall({ mcpServers: { jira: { url: server.url } } }, { tracer });
    await seawall.request('jira', searchWith({ traceparent: HOST }));
    await seawall.request('jira', searchWith({ traceparent: HOST }));
    expect(logged).toEqual(['A call could not be traced; this is told once.']);
    const call = await server.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
    expect(JSON.stringify(call.body)).toContain(HOST);
  });
});

describe('a call that is not traced', () => {
  const meta = { traceparent: HOST, tracestate: 'a=1', baggage: 'b=2' };

  it('takes the trace context of its host to the server as it is', async () => {
    await using traced = await openTraced(undefined, { isTraced: false });
    await traced.seawall.request('jira', searchWith(meta), { session: 'host-1' });
    expect(traced.received()).toEqual([meta]);
    expect(traced.spans()).toEqual([]);
  });

  it('does so too where the process has no provider of tracers', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'search' }] });
    await using seawall = await createSeawall(
      { mcpServers: { jira: { url: server.url } } },
      { tracer: createTracing(api) },
    );
    await seawall.request('jira', searchWith({}));
    await seawall.request('jira', searchWith(meta));
    const bodies = server.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call').map(({ body }) => body);
    expect(bodies).toMatchObject([{}, { params: { _meta: meta } }]);
    expect(JSON.stringify(bodies[0])).not.toContain('traceparent');
  });
});

/** A process that is always at the same work. */
function fixedContext(active: api.Context): api.ContextManager {
  const manager: api.ContextManager = {
    active: () => active,
    with: (_context, work, thisArg, ...args) => work.call(thisArg, ...args),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
