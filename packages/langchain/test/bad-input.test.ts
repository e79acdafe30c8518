import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { createSeawall } from '@seawall/client';
import { type ScriptedTool, scriptedStdioServer } from '@seawall/testkit';
import { createAgent, createMiddleware, fakeModel } from 'langchain';
import { describe, expect, it } from 'vitest';
import { artifactOf, createSeawallTools, seawallMiddleware, type ToolProgress } from '../src/index.ts';
import { openWorld } from './support/failing-world.ts';

const ASKED = [{ role: 'user', content: 'Do it.' }] as const;
const call = (name: string, args: Record<string, unknown> = {}, id = name) => ({ name, args, id });
const answersIn = (messages: readonly BaseMessage[]): readonly ToolMessage[] =>
  messages.filter((message) => ToolMessage.isInstance(message));

describe('a model', () => {
  it.each([true, false])(
    'that calls an unknown tool is told so, and goes on (with the middleware: %s)',
    async (withMiddleware) => {
      await using world = await openWorld({ tool: { name: 'fail' } });
      const tools = createSeawallTools(world.seawall);
      const model = fakeModel()
        .respondWithTools([call('nonsense')])
        .respond(new AIMessage('Done.'));
      const middleware = withMiddleware ? [seawallMiddleware({ tools })] : [];
      const agent = createAgent({ model, tools: tools.list(), middleware });
      const { messages } = await agent.invoke({ messages: [...ASKED] });
      expect(answersIn(messages)).toMatchObject([{ status: 'error', content: expect.stringContaining('nonsense') }]);
      expect(messages.at(-1)?.text).toBe('Done.');
    },
  );

  it.each([true, false])(
    'that gives wrong arguments is told what is wrong, without a stack (with the middleware: %s)',
    async (withMiddleware) => {
      const inputSchema = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
      await using world = await openWorld({ tool: { name: 'fail', inputSchema } });
      const tools = createSeawallTools(world.seawall);
      const model = fakeModel()
        .respondWithTools([call('shop__fail', { query: 5 }), call('shop__fail', {}, 'second')])
        .respond(new AIMessage('Done.'));
      const middleware = withMiddleware ? [seawallMiddleware({ tools })] : [];
      const agent = createAgent({ model, tools: tools.list(), middleware });
      const { messages } = await agent.invoke({ messages: [...ASKED] });
      const [wrong, missing] = answersIn(messages);
      expect(wrong?.text).toMatch(/arguments of tool "shop__fail" do not fit its schema.+string/);
      expect(missing?.text).toContain('query');
      expect(missing === undefined ? undefined : artifactOf(missing)?.error).toMatchObject({
        code: 'INVALID_ARGUMENTS',
      });
      expect(`${wrong?.text}${missing?.text}`).not.toMatch(/\bat \S+ \(|node_modules/);
      expect(world.server.requests.some(({ rpcMethod }) => rpcMethod === 'tools/call')).toBe(false);
    },
  );

  it('that calls twenty tools at once gets twenty answers, each its own', async () => {
    await using world = await openWorld(
      {
        tool: { name: 'fail', behaviour: { kind: 'tool-error', text: '403 Forbidden' } },
      },
      { queue: 100 },
    );
    const tools = createSeawallTools(world.seawall);
    const calls = Array.from({ length: 20 }, (_, n) => call(n % 4 === 0 ? 'shop__fail' : 'shop__echo', { n }, `c${n}`));
    const model = fakeModel().respondWithTools(calls).respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    const answers = new Map(answersIn(messages).map((message) => [message.tool_call_id, message]));
    expect(answers.size).toBe(20);
    for (const { name, id, args } of calls) {
      expect(answers.get(id)?.status).toBe(name === 'shop__fail' ? 'error' : 'success');
      if (name === 'shop__echo') expect(answers.get(id)?.text).toBe(JSON.stringify(args));
    }
  });

  it('that asks for ten megabytes sees the beginning, and how much is left out', async () => {
    const big: ScriptedTool = { name: 'fail', behaviour: { kind: 'big', bytes: 10_000_000 } };
    await using world = await openWorld({ tool: big });
    const tools = createSeawallTools(world.seawall, { maxTextLength: 5000 });
    const model = fakeModel()
      .respondWithTools([call('shop__fail')])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    const [answer] = answersIn(messages);
    expect(answer?.status).toBe('success');
    expect(answer?.text.length).toBeLessThan(5200);
    expect(answer?.text).toContain('9995000 more characters are left out');
  });

  it('sees tools that come while it runs, and can call them', async () => {
    const grow: ScriptedTool = { name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } };
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: [grow] }) } });
    await seawall.connect();
    const tools = createSeawallTools(seawall);
    const grown = new Promise<void>((resolve) => tools.onChange(() => tools.find('one__grown') && resolve()));
    const seen: (readonly string[])[] = [];
    // The list is announced after the answer: the second turn waits until it is there.
    const waiting = createMiddleware({
      name: 'waiting',
      wrapModelCall: async (request, handler) => {
        seen.push(request.tools.map((one) => ('name' in one ? String(one.name) : '')));
        return handler(request);
      },
      wrapToolCall: async (request, handler) => {
        const answer = await handler(request);
        await grown;
        return answer;
      },
    });
    const model = fakeModel()
      .respondWithTools([call('one__grow')])
      .respondWithTools([call('one__grown', { n: 1 })])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: [], middleware: [seawallMiddleware({ tools }), waiting] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    expect(answersIn(messages).map(({ name, status }) => [name, status])).toEqual([
      ['one__grow', 'success'],
      ['one__grown', 'success'],
    ]);
    expect(seen[0]).toEqual(['one__grow']);
    expect(seen.at(-1)).toEqual(['one__grow', 'one__grown']);
  });

  it('goes on when a server dies between the list and the call, and when it comes back', async () => {
    const mortal: readonly ScriptedTool[] = [{ name: 'die', behaviour: { kind: 'exit' } }, { name: 'echo' }];
    await using seawall = await createSeawall({ mcpServers: { one: scriptedStdioServer({ tools: mortal }) } });
    await seawall.connect();
    const tools = createSeawallTools(seawall);
    const model = fakeModel()
      .respondWithTools([call('one__die')])
      .respondWithTools([call('one__echo', { n: 1 })])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    const [died, echoed] = answersIn(messages);
    expect(died?.status).toBe('error');
    expect(died === undefined ? undefined : artifactOf(died)?.error?.kind).toBe('outcome_unknown');
    expect(echoed).toMatchObject({ status: 'success', content: '{"n":1}' });
  });
});

describe('a run', () => {
  it('that is cancelled ends at once, and the server is told', async () => {
    const silent: ScriptedTool = { name: 'fail', behaviour: { kind: 'silent' } };
    await using world = await openWorld({ tool: silent });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel().respondWithTools([call('shop__fail')]);
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const aborting = new AbortController();
    const running = agent.invoke({ messages: [...ASKED] }, { signal: aborting.signal }).then(
      () => 'finished',
      () => 'threw',
    );
    await world.server.requestReceived(({ target }) => target === 'fail');
    aborting.abort();
    expect(await running).toBe('threw');
    await world.server.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
  });

  it('streams what calls report, and hands it on', async () => {
    const working: ScriptedTool = {
      name: 'fail',
      behaviour: { kind: 'progress', steps: 1, next: { kind: 'text', text: 'worked' } },
    };
    await using world = await openWorld({ tool: working });
    const heard: ToolProgress[] = [];
    const tools = createSeawallTools(world.seawall, { onProgress: (progress) => void heard.push(progress) });
    const model = fakeModel()
      .respondWithTools([call('shop__fail')])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list() });
    const streamed: unknown[] = [];
    for await (const chunk of await agent.stream({ messages: [...ASKED] }, { streamMode: 'custom' }))
      streamed.push(chunk);
    expect(streamed).toMatchObject([{ type: 'seawall_progress', tool: 'shop__fail', progress: { progress: 1 } }]);
    expect(heard).toMatchObject([{ tool: 'shop__fail', server: 'shop', progress: { progress: 1 } }]);
  });

  it('of a graph of its own with the ToolNode of LangGraph gets messages too', async () => {
    await using world = await openWorld({
      tool: { name: 'fail', behaviour: { kind: 'tool-error', text: '403 Forbidden' } },
    });
    const node = new ToolNode(createSeawallTools(world.seawall).list());
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('tools', node)
      .addEdge('__start__', 'tools')
      .addEdge('tools', '__end__')
      .compile();
    const asking = new AIMessage({
      content: '',
      tool_calls: [call('shop__fail', {}, 'a'), call('shop__echo', { n: 1 }, 'b')],
    });
    const { messages } = await graph.invoke({ messages: [asking] });
    const [failed, echoed] = answersIn(messages);
    expect(failed).toMatchObject({ status: 'error', tool_call_id: 'a', artifact: { error: { kind: 'permission' } } });
    expect(echoed).toMatchObject({ status: 'success', tool_call_id: 'b', artifact: { server: 'shop', tool: 'echo' } });
  });
});
