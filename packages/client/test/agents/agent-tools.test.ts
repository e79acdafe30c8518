import { MCPValidationError } from '@seawall/core';
import {
  createMemoryParkedLog,
  createScriptedHttpServer,
  type ScriptedTool,
  scriptedStdioServer,
} from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createAgentTools } from '../../src/agents/agent-tools.ts';
import { createSeawall } from '../../src/seawall/create-seawall.ts';
import { until } from '../connection/open-connection.ts';
import { rejectionOf } from '../support/supervised.ts';

const TOOLS: readonly ScriptedTool[] = [
  { name: 'echo' },
  { name: 'big', behaviour: { kind: 'big', bytes: 50_000 } },
  { name: 'deaf', behaviour: { kind: 'silent' } },
  {
    name: 'refuse',
    behaviour: { kind: 'tool-error', text: `401 Unauthorized: ${['pass', 'word'].join('')}=hunter2-hunter2 is wrong` },
  },
  { name: 'nothing', behaviour: { kind: 'result', result: { content: [], structuredContent: { total: 3 } } } },
  {
    name: 'media',
    behaviour: {
      kind: 'result',
      result: {
        content: [
          { type: 'image', data: 'AAAA', mimeType: 'image/png' },
          { type: 'resource', resource: { uri: 'file:///a', text: 'inside' } },
          { type: 'resource', resource: { uri: 'file:///b', blob: 'BBBB', mimeType: 'application/pdf' } },
          { type: 'resource_link', uri: 'file:///c', name: 'c' },
        ],
      },
    },
  },
];

describe('the tools of an agent', () => {
  it('have names that lead to their servers, and the schemas of these', async () => {
    await using seawall = await createSeawall({
      mcpServers: {
        one: scriptedStdioServer({ tools: [{ name: 'echo', description: 'Says it again.' }, { name: 'a.b' }] }),
        two: scriptedStdioServer({ tools: [{ name: 'echo' }] }),
      },
    });
    await seawall.connect();
    const tools = createAgentTools(seawall);
    expect(tools.list().map(({ name }) => name)).toEqual([
      'one__echo',
      expect.stringMatching(/^one__a_b_/),
      'two__echo',
    ]);
    expect(tools.find('one__echo')).toMatchObject({ server: 'one', tool: 'echo', description: 'Says it again.' });
    expect(tools.find('two__echo')?.inputSchema).toMatchObject({ type: 'object' });
    expect(tools.find('three__echo')).toBeUndefined();
    expect(createAgentTools(seawall, { servers: ['two'], prefix: 'never' }).list()).toMatchObject([{ name: 'echo' }]);
    expect(
      createAgentTools(seawall, { servers: ['two'], prefix: 'on-conflict', reserved: ['echo'] }).list(),
    ).toMatchObject([{ name: 'two__echo' }]);
    expect(createAgentTools(seawall, { select: ({ definition }) => definition.name !== 'echo' }).list()).toHaveLength(
      1,
    );
  });

  it('change with their server, and those that did not change stay the same', async () => {
    const grow: ScriptedTool = { name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } };
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: [grow] }) } });
    await seawall.connect();
    const tools = createAgentTools(seawall);
    let changes = 0;
    const end = tools.onChange(() => {
      changes += 1;
    });
    const before = tools.list();
    expect(tools.list()).toBe(before);
    await before[0]?.call({});
    await until(() => tools.list().length === 2);
    expect(tools.find('one__grown')).toBeDefined();
    expect(changes).toBeGreaterThan(0);
    end();
  });

  it('answer with what the model is to see, bounded, and with the whole result for programs', async () => {
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: TOOLS }) } });
    await seawall.connect();
    const tools = createAgentTools(seawall, { prefix: 'never', maxTextLength: 1000 });
    const call = (name: string) => tools.find(name)?.call({ n: 1 });
    expect(await call('echo')).toMatchObject({
      status: 'success',
      text: '{"n":1}',
      facts: { server: 'one', tool: 'echo' },
    });
    const big = await call('big');
    expect(big?.text.length).toBeLessThan(1200);
    expect(big?.text).toContain('49000 more characters are left out');
    expect(big?.facts.cutCharacters).toBe(49_000);
    expect(big).toMatchObject({ result: { content: [{ text: expect.stringMatching(/^.{50000}$/s) }] } });
    expect(await call('nothing')).toMatchObject({ text: '{"total":3}', facts: { structuredContent: { total: 3 } } });
    expect((await call('media'))?.content).toEqual([
      { kind: 'image', data: 'AAAA', mimeType: 'image/png' },
      { kind: 'text', text: 'inside' },
      { kind: 'file', data: 'BBBB', mimeType: 'application/pdf' },
      { kind: 'text', text: '{"type":"resource_link","uri":"file:///c","name":"c"}' },
    ]);
  });

  it('answer with the failure, without its secrets, and with the very error', async () => {
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: TOOLS }) } });
    await seawall.connect();
    const answer = await createAgentTools(seawall).find('one__refuse')?.call({});
    if (answer?.status !== 'error') throw new Error('It did not fail.');
    expect(answer.error.kind).toBe('authentication');
    expect(answer.facts.error).toMatchObject({ kind: 'authentication', retryable: false });
    expect(answer.text).toContain('server "one"');
    expect(JSON.stringify([answer.text, answer.content, answer.facts])).not.toContain('hunter2');
  });

  it('refuse arguments that are no object, before anything is sent', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'echo' }] });
    await using seawall = await createSeawall({ mcpServers: { one: { url: server.url } } });
    await seawall.connect();
    const answer = await createAgentTools(seawall).find('one__echo')?.call('{"n":');
    expect(answer).toMatchObject({ status: 'error', facts: { error: { code: 'INVALID_ARGUMENTS' } } });
    if (answer?.status !== 'error') throw new Error('It did not fail.');
    expect(MCPValidationError.isInstance(answer.error)).toBe(true);
    expect(server.requests.some(({ rpcMethod }) => rpcMethod === 'tools/call')).toBe(false);
    expect(await createAgentTools(seawall).find('one__echo')?.call(undefined)).toMatchObject({ text: '{}' });
  });

  it('throw only when the caller itself cancels, and the server is told', async () => {
    await using server = await createScriptedHttpServer({ tools: TOOLS });
    await using seawall = await createSeawall({ mcpServers: { one: { url: server.url } } });
    await seawall.connect();
    const aborting = new AbortController();
    const calling = createAgentTools(seawall).find('one__deaf')?.call({}, { signal: aborting.signal });
    await server.requestReceived(({ target }) => target === 'deaf');
    aborting.abort();
    expect(await rejectionOf(calling ?? Promise.resolve())).toMatchObject({ kind: 'cancelled' });
    await server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
  });

  it('go over the connection that their server has at the time of the call', async () => {
    const mortal: readonly ScriptedTool[] = [{ name: 'echo' }, { name: 'die', behaviour: { kind: 'exit' } }];
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: mortal }) } });
    await seawall.connect();
    const tools = createAgentTools(seawall);
    const [echo, die] = tools.list();
    expect(await die?.call({})).toMatchObject({ status: 'error' });
    await until(() => seawall.servers()[0]?.status.state === 'ready');
    expect(await echo?.call({ n: 2 })).toMatchObject({ status: 'success', text: '{"n":2}' });
  });

  it('say what repeating them may do', async () => {
    const options = { tools: { echo: { safety: 'read' } } };
    const entry = { ...scriptedStdioServer({ tools: TOOLS }), seawall: options };
    await using seawall = await createSeawall({ mcpServers: { one: entry } });
    await seawall.connect();
    const tools = createAgentTools(seawall);
    expect(await tools.find('one__echo')?.safety()).toBe('read');
    expect(await tools.find('one__big')?.safety()).toBe('write');
  });

  it('tell a parked write as what it is: no success, and nothing to repeat', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'order' }] });
    const entry = { url: server.url, seawall: { tools: { order: { park: true } } } };
    await using seawall = await createSeawall(
      { mcpServers: { shop: entry } },
      { parkedLog: async () => createMemoryParkedLog() },
    );
    await seawall.connect();
    await server.setFault({ kind: 'refuse' });
    const order = createAgentTools(seawall).find('shop__order');
    const answer = await order?.call({ item: 1 });
    expect(answer).toMatchObject({
      status: 'parked',
      facts: { ticket: { state: 'parked' }, error: { retryable: true } },
    });
    expect(answer?.text).toContain('Do not repeat the call');
  });

  it('give the last words of a pack where nothing answered', async () => {
    await using server = await createScriptedHttpServer({
      tools: [
        { name: 'tavily_search', behaviour: { kind: 'tool-error', text: 'Tavily API error: 503 Service Unavailable' } },
      ],
    });
    await using seawall = await createSeawall({ mcpServers: { tavily: { url: server.url } } });
    await seawall.connect();
    const answer = await createAgentTools(seawall).find('tavily__tavily_search')?.call({ query: 'x' });
    expect(answer).toMatchObject({ status: 'error', facts: { servedBy: { servedBy: 'fallback' } } });
    expect(answer?.text).toContain('This is a fallback and holds no data.');
  });
});
