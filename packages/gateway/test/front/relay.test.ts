import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { MCPError, MCPServerError } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred, FakeSeawall, pendingAnswer, READY } from '../fake-seawall.ts';
import { ANY, closeAll, connectClient, openGateway, WAYS } from './connect.ts';

afterEach(closeAll);

const TOOL = {
  name: 'echo',
  title: 'Echo',
  inputSchema: { type: 'object' },
  icons: [{ src: 'data:,' }],
  _meta: { 'x/y': 1 },
  later: { a: 1 },
};
const GIT = {
  name: 'git',
  instructions: 'Use it well.',
  catalog: {
    tools: [TOOL],
    prompts: [{ name: 'ask' }],
    resources: [{ uri: 'file:///a', name: 'a' }],
    resourceTemplates: [{ uriTemplate: 'doc://{id}', name: 'd' }],
  },
};

describe.each(WAYS)('a host over %s in the %s era', (...way) => {
  async function setUp(seawall = new FakeSeawall([GIT])) {
    const gateway = openGateway(seawall);
    return { seawall, gateway, client: await connectClient(gateway, way) };
  }

  it('is told who answers and how the servers want to be used', async () => {
    const { client } = await setUp();
    expect(client.getServerVersion()).toMatchObject({ name: 'seawall', version: '1.2.3' });
    expect(client.getInstructions()).toContain('Use it well.');
    expect(client.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true },
    });
  });

  it('gets all lists with fields that nobody knows', async () => {
    const { client } = await setUp();
    expect((await client.request({ method: 'tools/list' }, ANY)) as object).toMatchObject({
      tools: [{ ...TOOL, name: 'git__echo' }],
    });
    expect(await client.request({ method: 'prompts/list' }, ANY)).toMatchObject({ prompts: [{ name: 'git__ask' }] });
    expect(await client.request({ method: 'resources/list' }, ANY)).toMatchObject({
      resources: [{ uri: 'file:///a' }],
    });
    expect(await client.request({ method: 'resources/templates/list' }, ANY)).toMatchObject({
      resourceTemplates: [{ uriTemplate: 'doc://{id}' }],
    });
  });

  it('hears in the list that not all of it is live', async () => {
    const { client, seawall } = await setUp();
    seawall.put({ ...GIT, catalog: { ...GIT.catalog, state: 'last-known-good', fetchedAtMs: Date.now() } });
    const list = await client.listTools();
    expect(list._meta?.['dev.seawall/catalog']).toMatchObject({ state: 'last-known-good', servers: ['git'] });
  });

  it('calls a tool; unknown fields survive both ways', async () => {
    const { client, seawall } = await setUp();
    const result = {
      content: [
        { type: 'hologram', deep: { a: 1 } },
        { type: 'text', text: 'hi', extra: 2 },
      ],
      odd: [1],
      _meta: { 'a/b': 3 },
    };
    seawall.answer = () => result;
    const params = { name: 'git__echo', arguments: { text: 'hi' }, novel: { b: 2 }, _meta: { 'c/d': 4 } };
    // The SDK's client of the newer era checks content itself, so the wire is looked at from the server's side only.
    const got = way[1] === 'modern' ? undefined : await client.request({ method: 'tools/call', params }, ANY);
    if (way[1] === 'modern') await client.request({ method: 'tools/call', params }, ANY).catch(() => undefined);
    else expect(got).toEqual(result);
    expect(seawall.seen[0]).toMatchObject({
      server: 'git',
      method: 'tools/call',
      params: { name: 'echo', arguments: { text: 'hi' }, novel: { b: 2 }, _meta: { 'c/d': 4 } },
    });
    expect(seawall.seen[0]?.options.principal).toEqual({ id: 'anonymous' });
  });

  it('gets a prompt and reads a resource', async () => {
    const { client, seawall } = await setUp();
    seawall.answer = ({ method }) =>
      method === 'prompts/get' ? { messages: [] } : { contents: [{ uri: 'file:///a', text: 'A' }] };
    await client.getPrompt({ name: 'git__ask', arguments: { x: '1' } });
    expect(await client.readResource({ uri: 'file:///a' })).toMatchObject({ contents: [{ text: 'A' }] });
    expect(seawall.seen.map(({ method, params }) => [method, params?.name ?? params?.uri])).toEqual([
      ['prompts/get', 'ask'],
      ['resources/read', 'file:///a'],
    ]);
  });

  it('is told of an unknown tool with the names that come near', async () => {
    const { client } = await setUp();
    await expect(client.callTool({ name: 'git__ecko' })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('Did you mean "git__echo"?'),
    });
  });

  it('gets a failed tool call as a result with the whole error for programs', async () => {
    const { client, seawall } = await setUp();
    seawall.answer = () => {
      throw new MCPServerError({
        code: 'SERVER_UNAVAILABLE',
        serverName: 'git',
        message: 'Server "git" is down.',
        hint: 'Try again later.',
      });
    };
    const result = await client.callTool({ name: 'git__echo' });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'Server "git" is down. Try again later.' }],
    });
    expect(result._meta?.['dev.seawall/error']).toMatchObject({ code: 'SERVER_UNAVAILABLE', kind: 'unavailable' });
  });

  it('gets a failed prompt as a JSON-RPC error with the whole error for programs', async () => {
    const { client, seawall } = await setUp();
    seawall.answer = () => {
      throw new MCPError({ code: 'CALL_TIMEOUT', message: 'Prompt "ask" on server "git" did not answer.' });
    };
    await expect(client.getPrompt({ name: 'git__ask' })).rejects.toMatchObject({
      code: -32_603,
      data: { 'dev.seawall/error': { code: 'CALL_TIMEOUT' } },
    });
  });

  it('gets a protocol error of the server as it is', async () => {
    const { client, seawall } = await setUp();
    seawall.answer = () => {
      throw new MCPError({
        message: 'No.',
        context: { jsonRpcError: { code: -32_602, message: 'Bad arguments', data: { field: 'x' } } },
      });
    };
    await expect(client.callTool({ name: 'git__echo' })).rejects.toMatchObject({
      code: -32_602,
      message: 'Bad arguments',
      data: { field: 'x' },
    });
  });

  it('is told of a missing resource', async () => {
    const { client, seawall } = await setUp();
    seawall.answer = () => {
      throw new MCPError({
        message: 'No.',
        context: { jsonRpcError: { code: -32_002, message: 'Resource not found', data: { uri: 'doc://1' } } },
      });
    };
    // The SDK's client shows one code for both; what is on the wire is tested with raw messages.
    await expect(client.readResource({ uri: 'doc://1' })).rejects.toMatchObject({
      code: -32_602,
      data: { uri: 'doc://1' },
    });
  });

  it('hears progress under its own token, in order', async () => {
    const { client, seawall } = await setUp();
    const seen: unknown[] = [];
    seawall.answer = ({ options }) => {
      for (const progress of [1, 2, 3]) options.onProgress?.({ progress, total: 3 });
      return { content: [] };
    };
    await client.callTool({ name: 'git__echo' }, { onprogress: (progress) => void seen.push(progress) });
    expect(seen).toMatchObject([{ progress: 1 }, { progress: 2 }, { progress: 3 }]);
  });

  it('asks for no progress when the host does not', async () => {
    const { client, seawall } = await setUp();
    await client.callTool({ name: 'git__echo' });
    expect(seawall.seen[0]?.options.onProgress).toBeUndefined();
  });

  it('cancels the call at the server', async () => {
    const { client, seawall } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const controller = new AbortController();
    const call = client.callTool({ name: 'git__echo' }, { signal: controller.signal });
    await pending.started;
    controller.abort();
    await expect(call).rejects.toThrow();
    await pending.aborted;
  });

  it('cancels the call at the server when it goes away', async () => {
    const { client, seawall } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const call = client.callTool({ name: 'git__echo' });
    await pending.started;
    const { transport } = client;
    // Without a word, an older host over HTTP could still come back.
    if (transport instanceof StreamableHTTPClientTransport) await transport.terminateSession();
    await client.close();
    await expect(call).rejects.toThrow();
    await pending.aborted;
  });

  it('refuses a cursor that was never given out', async () => {
    const { client } = await setUp();
    await expect(client.request({ method: 'tools/list', params: { cursor: 'x' } }, ANY)).rejects.toMatchObject({
      code: -32_602,
    });
  });

  it('answers a method that nobody serves as the protocol wants it', async () => {
    const { client } = await setUp();
    const isHttpStatus = way[0] === 'http' && way[1] === 'modern';
    await expect(client.request({ method: 'acme/unknown' }, ANY)).rejects.toMatchObject(
      isHttpStatus ? { status: 404 } : { code: -32_601 },
    );
  });

  it('gets a result of 24 MB whole', async () => {
    const { client, seawall } = await setUp();
    const text = 'x'.repeat(24 * 1024 * 1024);
    seawall.answer = () => ({ content: [{ type: 'text', text }] });
    const result = await client.callTool({ name: 'git__echo' });
    expect((result.content as { text: string }[])[0]?.text.length).toBe(text.length);
  });

  it('asks which servers are up', async () => {
    const seawall = new FakeSeawall(
      [
        GIT,
        {
          name: 'jira',
          status: {
            state: 'backoff',
            sinceMs: 0,
            failures: 3,
            retryAtMs: Date.now() + 60_000,
            lastError: new MCPError({ message: 'It refused.', hint: 'Start it.' }),
          },
          catalog: { state: 'none' },
        },
      ],
      { statusTool: true },
    );
    const { client } = await setUp(seawall);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['git__echo', 'seawall_status']);
    const result = await client.callTool({ name: 'seawall_status' });
    expect(result.structuredContent).toMatchObject({
      up: 1,
      total: 2,
      servers: [
        { name: 'git', isUp: true },
        { name: 'jira', state: 'backoff', reason: 'It refused.', advice: 'Start it.' },
      ],
    });
    expect(JSON.stringify(result.content)).toContain('It is tried again in');
  });

  it('has no status tool when it is turned off', async () => {
    const { client } = await setUp();
    expect((await client.listTools()).tools).toHaveLength(1);
    await expect(client.callTool({ name: 'seawall_status' })).rejects.toMatchObject({ code: -32_602 });
  });

  it('hears that a list changed, and gets the new one', async () => {
    const changed = deferred<void>();
    const seawall = new FakeSeawall([GIT]);
    const gateway = openGateway(seawall);
    const client = await connectClient(gateway, way, {
      listChanged: {
        tools: {
          autoRefresh: false,
          debounceMs: 0,
          onChanged: () => changed.resolve(),
        },
      },
    });
    await client.listTools();
    // The stream that carries notifications opens after the handshake; changes are told until the first arrives.
    const poll = setInterval(() => seawall.change({ ...GIT, catalog: { tools: [TOOL, { ...TOOL, name: 'new' }] } }), 5);
    await changed.promise;
    clearInterval(poll);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['git__echo', 'git__new']);
  });

  it('waits with its first list until the servers have had their time', async () => {
    const seawall = new FakeSeawall([
      { name: 'git', settled: false, status: { state: 'connecting', sinceMs: 0, failures: 0 } },
    ]);
    const { client } = await setUp(seawall);
    const list = client.listTools();
    seawall.change({ ...GIT, settled: true, status: READY });
    expect((await list).tools).toHaveLength(1);
  });

  it('gets running calls answered at a drain, and new ones refused', async () => {
    const { client, seawall, gateway } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const running = client.callTool({ name: 'git__echo' });
    await pending.started;
    expect(gateway.runningCalls).toBe(1);
    const drained = gateway.drain();
    expect(gateway.state).toBe('draining');
    expect(await client.callTool({ name: 'git__echo' })).toMatchObject({
      isError: true,
      _meta: { 'dev.seawall/error': { code: 'SHUTTING_DOWN' } },
    });
    pending.resolve({ content: [{ type: 'text', text: 'done' }] });
    expect(await running).toMatchObject({ content: [{ text: 'done' }] });
    await drained;
  });

  it('gets calls that outlast the drain answered and cancelled', async () => {
    const { client, seawall, gateway } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const running = client.callTool({ name: 'git__echo' });
    await pending.started;
    await gateway.drain({ signal: AbortSignal.abort() });
    expect(await running).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('It may have run.') }],
    });
    await pending.aborted;
  });
});
