import * as api from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createSeawall, type Seawall } from '@seawall/client';
import { createScriptedHttpServer, type HttpScenario, type ScriptedHttpServer } from '@seawall/testkit';
import { createTracing } from '../../src/traces/index.ts';

/** A client over one real server, traced with the SDK of OpenTelemetry. */
export interface Traced extends AsyncDisposable {
  readonly seawall: Seawall;
  readonly server: ScriptedHttpServer;
  readonly provider: BasicTracerProvider;
  /** Those that ended, in that order. */
  readonly spans: () => readonly ReadableSpan[];
  /** What `_meta` held in each call that the server got. */
  readonly received: () => readonly Readonly<Record<string, unknown>>[];
}

export async function openTraced(
  scenario: HttpScenario = { tools: [{ name: 'search', annotations: { readOnlyHint: true } }] },
  { isTraced = true, tools = {} }: { readonly isTraced?: boolean; readonly tools?: object } = {},
): Promise<Traced> {
  const server = await createScriptedHttpServer(scenario);
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const policies = { retry: { initialDelayMs: 1, maxDelayMs: 1 } };
  const jira = { url: server.url, seawall: { trustAnnotations: true, policies, tools } };
  const seawall = await createSeawall(
    { mcpServers: { jira } },
    isTraced ? { tracer: createTracing(api, { tracerProvider: provider }) } : {},
  );
  await seawall.connect();
  return {
    seawall,
    server,
    provider,
    spans: () => exporter.getFinishedSpans(),
    received: () =>
      server.requests
        .filter(({ rpcMethod }) => rpcMethod === 'tools/call')
        .map(({ body }) => {
          const params: unknown = Reflect.get(Object(body), 'params');
          return { ...Object(Reflect.get(Object(params), '_meta')) };
        }),
    [Symbol.asyncDispose]: async () => {
      await seawall.close();
      await server.close();
      await provider.shutdown();
    },
  };
}

/** A request for the tool with what a host puts into `_meta`. */
export function searchWith(meta: Readonly<Record<string, unknown>>): {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
} {
  return { method: 'tools/call', params: { name: 'search', arguments: {}, _meta: meta } };
}

/** The header of a span, as a host writes it. */
export function traceparentOf({ traceId, spanId }: api.SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}
