import { createScriptedHttpServer, type HttpScenario } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { textOf } from '../stdio/sdk-client.ts';
import { connectHttp } from './sdk-client.ts';

const SCENARIO: HttpScenario = {
  pageSize: 2,
  tools: [
    { name: 'echo', behaviour: { kind: 'echo' } },
    { name: 'inspect', behaviour: { kind: 'inspect' } },
    { name: 'steps', behaviour: { kind: 'progress', steps: 3 } },
    { name: 'more', behaviour: { kind: 'add-tool', tool: { name: 'added' } } },
    {
      name: 'ask',
      behaviour: {
        kind: 'ask',
        method: 'elicitation/create',
        params: { mode: 'form', message: 'Sure?', requestedSchema: { type: 'object', properties: {} } },
      },
    },
  ],
  resources: [{ uri: 'doc://one', text: 'first' }],
};

const LEGS = [
  { transport: 'streamable-http', era: 'legacy', mode: 'legacy', responses: 'auto', spoken: 'legacy' },
  { transport: 'streamable-http', era: 'legacy', mode: 'auto', responses: 'sse', spoken: 'legacy' },
  { transport: 'streamable-http', era: 'modern', mode: 'auto', responses: 'auto', spoken: 'modern' },
  { transport: 'streamable-http', era: 'both', mode: 'auto', responses: 'sse', spoken: 'modern' },
  { transport: 'streamable-http', era: 'both', mode: 'legacy', responses: 'auto', spoken: 'legacy' },
  { transport: 'sse', era: 'legacy', mode: 'legacy', responses: 'auto', spoken: 'legacy' },
] as const;

describe.each(LEGS)('$transport, a $era server ($responses), a client in mode $mode', (leg) => {
  const { transport, era, mode, responses, spoken } = leg;
  const serve = () => createScriptedHttpServer({ ...SCENARIO, era, responses });
  const options = { transport, versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } } as const;

  it('list, call and read', async () => {
    await using server = await serve();
    await using connected = await connectHttp(server, options);
    const { client } = connected;
    expect(client.getProtocolEra()).toBe(spoken);
    expect((await client.listTools()).tools).toHaveLength(5);
    expect(textOf(await client.callTool({ name: 'echo', arguments: { a: 1 } }))).toBe('{"a":1}');
    expect((await client.readResource({ uri: 'doc://one' })).contents).toMatchObject([{ text: 'first' }]);
    await expect(client.callTool({ name: 'nobody' })).rejects.toMatchObject({ code: -32602 });
  });

  it('carry progress and questions', async () => {
    await using server = await serve();
    await using connected = await connectHttp(server, options);
    const { client } = connected;
    const progress: number[] = [];
    await client.callTool({ name: 'steps' }, { onprogress: (step) => progress.push(step.progress) });
    expect(progress).toEqual([1, 2, 3]);
    client.setRequestHandler('elicitation/create', () => ({ action: 'cancel' }));
    expect(JSON.parse(textOf(await client.callTool({ name: 'ask' })))).toEqual({ action: 'cancel' });
  });

  it('announce a changed list', async () => {
    await using server = await serve();
    await using connected = await connectHttp(server, options);
    const { client } = connected;
    const changed = new Promise((resolve) => {
      client.setNotificationHandler('notifications/tools/list_changed', () => resolve('changed'));
    });
    if (spoken === 'modern') await client.listen({ toolsListChanged: true });
    else if (transport === 'streamable-http') await server.requestReceived(({ method }) => method === 'GET');
    await client.callTool({ name: 'more' });
    expect(await changed).toBe('changed');
  });
});

it('gives each legacy client a session, and ends it on DELETE', async () => {
  await using server = await createScriptedHttpServer(SCENARIO);
  await using first = await connectHttp(server);
  await using second = await connectHttp(server);
  expect(server.sessions).toHaveLength(2);
  await second.client.close();
  const [sessionId = ''] = server.sessions;
  const ended = await fetch(server.url, { method: 'DELETE', headers: { 'mcp-session-id': sessionId } });
  expect(ended.status).toBe(200);
  expect(server.sessions).not.toContain(sessionId);
  await expect(first.client.ping()).rejects.toMatchObject({ status: 404 });
});

it('serves legacy clients without sessions when told to', async () => {
  await using server = await createScriptedHttpServer({ ...SCENARIO, sessions: false });
  await using connected = await connectHttp(server);
  expect((await connected.client.listTools()).tools).toHaveLength(5);
  expect(server.sessions).toEqual([]);
});

it('refuses a legacy request without a session with 400', async () => {
  await using server = await createScriptedHttpServer(SCENARIO);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const response = await fetch(server.url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  expect(response.status).toBe(400);
});

it('refuses a modern request whose headers and body disagree with -32020', async () => {
  await using server = await createScriptedHttpServer({ ...SCENARIO, era: 'modern' });
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } });
  const headers = { 'content-type': 'application/json', 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'ping' };
  const response = await fetch(server.url, { method: 'POST', body, headers });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ id: 1, error: { code: -32020 } });
});

it('records what it was asked', async () => {
  await using server = await createScriptedHttpServer({ ...SCENARIO, bearerToken: 'sesame' });
  await using connected = await connectHttp(server, { headers: { authorization: 'Bearer sesame' } });
  await connected.client.callTool({ name: 'inspect' });
  const call = await server.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
  expect(call).toMatchObject({ method: 'POST', path: '/mcp', target: 'inspect' });
  expect(call.headers).toMatchObject({ authorization: 'Bearer sesame', 'mcp-protocol-version': '2025-11-25' });
  expect(server.requests.map(({ rpcMethod }) => rpcMethod)).toContain('notifications/initialized');
});

it('refuses clients without its token with 401 and WWW-Authenticate', async () => {
  await using server = await createScriptedHttpServer({ ...SCENARIO, bearerToken: 'sesame' });
  await expect(connectHttp(server)).rejects.toMatchObject({ status: 401 });
  const response = await fetch(server.url);
  expect(response.headers.get('www-authenticate')).toContain('Bearer');
});

it('notes a modern client that gives up a call by closing it', async () => {
  const tools = [
    { name: 'silent', behaviour: { kind: 'silent' } },
    { name: 'cancelled', behaviour: { kind: 'cancellations' } },
  ] as const;
  await using server = await createScriptedHttpServer({ era: 'modern', tools });
  await using connected = await connectHttp(server, { versionNegotiation: { mode: 'auto' } });
  const { client } = connected;
  const abort = new AbortController();
  const call = client.callTool({ name: 'silent' }, { signal: abort.signal });
  await server.requestReceived(({ target }) => target === 'silent');
  abort.abort();
  await expect(call).rejects.toThrow();
  await vi.waitFor(
    async () => {
      expect(textOf(await client.callTool({ name: 'cancelled' }))).toContain('"reason":"disconnected"');
    },
    { timeout: 60_000 },
  );
});

it('drops connections and sessions when a tool crashes it, and serves the next client', async () => {
  await using server = await createScriptedHttpServer({ tools: [{ name: 'crash', behaviour: { kind: 'exit' } }] });
  await using connected = await connectHttp(server);
  await expect(connected.client.callTool({ name: 'crash' })).rejects.toThrow('fetch failed');
  expect(server.sessions).toEqual([]);
  // The client's pool may try a connection that is already gone.
  await using again = await vi.waitFor(() => connectHttp(server), { timeout: 60_000 });
  expect((await again.client.listTools()).tools).toHaveLength(1);
});

it('comes back on the same port after a restart, with sessions or without', async () => {
  await using server = await createScriptedHttpServer(SCENARIO);
  const { port } = server;
  await using connected = await connectHttp(server);
  await server.restart({ loseSessions: false });
  expect(server.port).toBe(port);
  await connected.client.ping();
  await server.restart();
  await expect(connected.client.ping()).rejects.toMatchObject({ status: 404 });
});

it('closes twice, and refuses connections then', async () => {
  const server = await createScriptedHttpServer();
  await server.close();
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  expect(server.openConnections).toBe(0);
});
