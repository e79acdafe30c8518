// Each test shows a gap of the bare SDK that this package closes. One that fails tells that the SDK mended it: then the
// named part of ours may go.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { ANY, bareHttp, bareStdio, CALL, CLIENT, errorOf, playedClient, playedTransport } from './bare-sdk.ts';
import { until } from './open-connection.ts';

describe('the bare SDK over stdio', () => {
  it('says only that the connection was closed when a process ends (typescript-sdk#2775): describeExit', async () => {
    await using client = await bareStdio({
      tools: [{ name: 'echo', behaviour: { kind: 'exit', exitCode: 9, stderr: 'why' } }],
    });
    const error = await errorOf(client.request(CALL, ANY));
    expect(error).toMatchObject({ code: SdkErrorCode.ConnectionClosed, message: 'Connection closed' });
    expect(JSON.stringify(error)).not.toMatch(/9|why/);
  });

  it('has no class and no code for a call without a connection: isNotConnected', async () => {
    const error = await errorOf(new Client(CLIENT).request(CALL, ANY));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(SdkError);
    expect(error).toMatchObject({ message: 'Not connected' });
  });

  it('names the command when the working folder is missing: resolveCommand', async () => {
    const transport = new StdioClientTransport({ command: process.execPath, args: [], cwd: '/none/such' });
    expect(await errorOf(new Client(CLIENT).connect(transport))).toMatchObject({
      code: 'ENOENT',
      path: process.execPath,
    });
  });

  it('leaves a call hanging whose answer has no valid shape: createMessageReader', async () => {
    const client = await playedClient((id, reply) => reply({ jsonrpc: '2.0', id, result: 'text' }));
    expect(await errorOf(client.request(CALL, ANY, { timeout: 100 }))).toMatchObject({
      code: SdkErrorCode.RequestTimeout,
    });
  });

  it('loses progress that comes in one breath with the answer: createMessageOrder', async () => {
    const client = await playedClient((id, reply) => {
      reply({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: id, progress: 1 } });
      reply({ jsonrpc: '2.0', id, result: {} });
    });
    const seen: unknown[] = [];
    await client.request(CALL, ANY, { onprogress: (progress) => seen.push(progress) });
    expect(seen).toEqual([]);
  });

  it('gives up on a server that exits at the probe, unless it spawns a second process: connectStdio', async () => {
    const transport = Object.assign(
      playedTransport(() => queueMicrotask(() => transport.onclose?.())),
      { stderr: null, pid: 1 },
    );
    const client = new Client(CLIENT, { versionNegotiation: { mode: 'auto' } });
    expect(await errorOf(client.connect(transport))).toMatchObject({ code: SdkErrorCode.EraNegotiationFailed });
  });
});

describe('the bare SDK and its requests', () => {
  it('reports an abort as a timeout (typescript-sdk#2165): translateAbort', async () => {
    const client = await playedClient(() => undefined);
    const abort = new AbortController();
    const call = errorOf(client.request(CALL, ANY, { signal: abort.signal }));
    abort.abort();
    expect(await call).toMatchObject({ code: SdkErrorCode.RequestTimeout });
  });

  it('looks at the total timeout only when progress comes: RequestClocks', async () => {
    const client = await playedClient(() => undefined);
    const call = errorOf(
      client.request(CALL, ANY, {
        timeout: 400,
        maxTotalTimeout: 50,
        resetTimeoutOnProgress: true,
        onprogress: () => undefined,
      }),
    );
    const first = await Promise.race([call, new Promise((resolve) => setTimeout(() => resolve('still waiting'), 200))]);
    expect(first).toBe('still waiting');
    await call;
  });

  it('gives another code to an error on its way: -32002 becomes -32602', () => {
    expect(ProtocolError.fromError(-32002, 'Resource not found', { uri: 'x:y' }).code).toBe(-32602);
  });
});

describe('the bare SDK over HTTP', () => {
  it.each(['sse-end', 'sse-destroy'] as const)(
    'leaves a call hanging whose event stream is lost (typescript-sdk#2739), %s: WatchedTransport',
    async (kind) => {
      await using bare = await bareHttp({});
      await bare.server.setFault({ kind, methods: ['tools/call'] });
      expect(await errorOf(bare.client.request(CALL, ANY, { timeout: 400 }))).toMatchObject({
        code: SdkErrorCode.RequestTimeout,
      });
    },
  );

  it('stays with a session that the server forgot (typescript-sdk#1708): SESSION_LOST', async () => {
    await using bare = await bareHttp({});
    bare.server.loseSessions();
    for (let call = 0; call < 2; call += 1) {
      const error = await errorOf(bare.client.request(CALL, ANY));
      expect(error).toMatchObject({ status: 404, code: SdkErrorCode.ClientHttpNotImplemented });
    }
  });

  it('keeps no header of a failed response, and the whole body in the message (typescript-sdk#1892): FailedResponses', async () => {
    await using bare = await bareHttp({});
    await bare.server.setFault({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7' },
      body: 'a whole page',
      methods: ['tools/call'],
    });
    const error = await errorOf(bare.client.request(CALL, ANY));
    expect(error).toBeInstanceOf(SdkHttpError);
    expect(JSON.stringify(error)).not.toContain('retry-after');
    expect(error).toMatchObject({ message: 'Error POSTing to endpoint: a whole page' });
  });

  it('keeps the request of a timed-out call open in the older era: WatchedTransport', async () => {
    await using bare = await bareHttp({});
    await bare.server.setFault({ kind: 'hang', methods: ['tools/call'] });
    const before = bare.server.openConnections;
    await errorOf(bare.client.request(CALL, ANY, { timeout: 100 }));
    await bare.server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
    expect(bare.server.openConnections).toBeGreaterThan(before);
  });

  it('gives up the stream of notifications after two attempts: WatchedTransport', async () => {
    await using server = await createScriptedHttpServer({});
    const client = new Client(CLIENT);
    const reconnectionOptions = {
      initialReconnectionDelay: 10,
      maxReconnectionDelay: 10,
      reconnectionDelayGrowFactor: 1,
      maxRetries: 2,
    };
    const errors: string[] = [];
    client.onerror = ({ message }) => errors.push(message);
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { reconnectionOptions }));
    await server.requestReceived(({ method }) => method === 'GET');
    await server.setFault({ kind: 'status', status: 503, methods: ['GET'] });
    await server.restart({ loseSessions: false });
    // These words are what our own reopening goes by.
    await until(() => errors.some((message) => message.startsWith('Maximum reconnection attempts')));
    await client.close();
  });

  it('never settles a start over HTTP+SSE that is closed while it waits: ConnectAttempt', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = new SSEClientTransport(new URL(`http://127.0.0.1:${port}/sse`));
    let hasSettled = false;
    void transport
      .start()
      .catch(() => undefined)
      .finally(() => {
        hasSettled = true;
      });
    await new Promise((resolve) => server.once('request', resolve));
    await transport.close();
    // What close() would settle, it would settle within these turns of the event loop.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(hasSettled).toBe(false);
    server.closeAllConnections();
    server.close();
  });

  it('mirrors parameters into headers from callTool only: createParamHeaders', async () => {
    const inputSchema = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } };
    await using server = await createScriptedHttpServer({ era: 'modern', tools: [{ name: 'echo', inputSchema }] });
    const client = new Client(CLIENT, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    await client.listTools();
    await client.request({ method: 'tools/call', params: { name: 'echo', arguments: { region: 'eu' } } }, ANY);
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('mcp-param-region');
    await client.callTool({ name: 'echo', arguments: { region: 'eu' } });
    expect(server.requests.at(-1)?.headers).toHaveProperty('mcp-param-region', 'eu');
    await client.close();
  });
});
