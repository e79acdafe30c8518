import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createScriptedHttpServer, type RecordedRequest } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway } from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** A span as OTLP/HTTP has it in JSON. */
interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly paths: Set<string>;
  readonly spans: ExportedSpan[];
  readonly services: Set<string>;
}

/** Takes what an OTLP/HTTP exporter sends. */
async function startCollector(): Promise<Collector> {
  const spans: ExportedSpan[] = [];
  const services = new Set<string>();
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.add(request.url ?? '');
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
      for (const { resource, scopeSpans } of resourceSpans) {
        for (const { key, value } of resource.attributes) if (key === 'service.name') services.add(value.stringValue);
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    spans,
    services,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const HOST_SPAN_ID = 'b7ad6b7169203331';
const META = { traceparent: `00-${TRACE_ID}-${HOST_SPAN_ID}-01`, tracestate: 'vendor=1' };

/** Calls the tool as a host does that is traced itself. */
async function callAsHost(gateway: GatewayProcess): Promise<void> {
  const host = new Client({ name: 'traced-host', version: '1.0.0' });
  await host.connect(new StreamableHTTPClientTransport(new URL(gateway.url)));
  try {
    await host.callTool({ name: 'shop__find', arguments: { query: 'tea' }, _meta: META });
  } finally {
    await host.close();
  }
}

function metaOf({ body }: RecordedRequest): Readonly<Record<string, unknown>> {
  // Only requests of tools are looked at, which have parameters.
  const { params } = body as { readonly params: { readonly _meta?: Readonly<Record<string, unknown>> } };
  return params._meta ?? {};
}

function attributeOf(span: ExportedSpan | undefined, key: string): unknown {
  return Object.values(span?.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];
}

function shop(): ReturnType<typeof createScriptedHttpServer> {
  return createScriptedHttpServer({ tools: [{ name: 'find', annotations: { readOnlyHint: true } }] });
}

describe('seawall serve with a collector', () => {
  it('shows one trace from the host over the gateway and its attempts to the server', async () => {
    await using folder = await temporaryFolder();
    await using collector = await startCollector();
    await using server = await shop();
    const config = { mcpServers: { shop: { url: server.url, seawall: { trustAnnotations: true } } } };
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'my-gateway' };
    await using gateway = await startGateway({ folder, config, env });
    await serversUp(gateway, 'shop');
    await server.setFault({ kind: 'status', status: 503, methods: ['tools/call'], times: 1 });
    await callAsHost(gateway);
    gateway.send('SIGTERM');
    expect((await gateway.closed).exitCode).toBe(0);
    expect([...collector.paths]).toEqual(['/v1/traces']);
    expect([...collector.services]).toEqual(['my-gateway']);
    const call = collector.spans.find(({ kind }) => kind === KIND.server);
    const attempts = collector.spans.filter(({ kind }) => kind === KIND.client);
    expect(collector.spans).toHaveLength(3);
    expect(call).toMatchObject({ name: 'tools/call find', traceId: TRACE_ID, parentSpanId: HOST_SPAN_ID });
    expect(attempts.map(({ traceId, parentSpanId }) => [traceId, parentSpanId])).toEqual([
      [TRACE_ID, call?.spanId],
      [TRACE_ID, call?.spanId],
    ]);
    expect(attempts.map((attempt) => attributeOf(attempt, 'error.type'))).toEqual(['unavailable', undefined]);
    const received = server.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call').map(metaOf);
    expect(received).toMatchObject(
      attempts.map(({ spanId }) => ({ traceparent: `00-${TRACE_ID}-${spanId}-01`, tracestate: 'vendor=1' })),
    );
  });

  it('serves on, ends in time and says so when nobody takes the traces', async () => {
    await using folder = await temporaryFolder();
    await using server = await shop();
    // A port that was free a moment ago: nobody listens there.
    const gone = await startCollector();
    await gone[Symbol.asyncDispose]();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: gone.url, OTEL_BSP_SCHEDULE_DELAY: '50' };
    await using gateway = await startGateway({ folder, config: { mcpServers: { shop: { url: server.url } } }, env });
    await serversUp(gateway, 'shop');
    await callAsHost(gateway);
    gateway.send('SIGTERM');
    expect((await gateway.closed).exitCode).toBe(0);
    expect(gateway.stderr).toMatch(/Traces could not be sent|were not taken within/);
  });
});

describe('seawall serve without a collector', () => {
  it('takes the trace context of the host to the server as it came', async () => {
    await using folder = await temporaryFolder();
    await using server = await shop();
    await using gateway = await startGateway({ folder, config: { mcpServers: { shop: { url: server.url } } } });
    await serversUp(gateway, 'shop');
    await callAsHost(gateway);
    const call = await until(() => server.requests.find(({ rpcMethod }) => rpcMethod === 'tools/call'), {
      what: 'the call arrived',
    });
    expect(metaOf(call)).toMatchObject(META);
  });
});

/** Of spans, in OTLP. */
const KIND = { server: 2, client: 3 };
