import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { MemorySaver } from '@langchain/langgraph';
import { createFakeClock, type ScriptedTool } from '@seawall/testkit';
import { createAgent, fakeModel, toolRetryMiddleware } from 'langchain';
import { describe, expect, it } from 'vitest';
import {
  artifactOf,
  createSeawallTools,
  isWorthRetrying,
  type RunRecord,
  runAgent,
  seawallMiddleware,
} from '../src/index.ts';
import { openWorld, SECRET } from './support/failing-world.ts';

const ASKED = [{ role: 'user', content: 'Do it.' }] as const;
const DENIED: ScriptedTool = {
  name: 'fail',
  behaviour: { kind: 'tool-error', text: `403 Forbidden: api_key=${SECRET}` },
};
const call = (name: string, args: Record<string, unknown> = {}, id = name) => ({ name, args, id });

/** A tool of somebody's own, as agents have many. */
const local = (name: string, run: () => unknown) =>
  tool(async () => run(), { name, description: '', schema: { type: 'object', properties: {} } });

describe('the record of a run', () => {
  it('holds calls with redacted inputs and UTC times, tools, thoughts and the end (A91, A92, A93, A95, A97, A98, A104)', async () => {
    await using world = await openWorld({ tool: DENIED });
    const tools = createSeawallTools(world.seawall);
    const thought = new AIMessage({
      content: 'I look it up first.',
      tool_calls: [call('shop__echo', { query: 'x', password: SECRET }, 'a'), call('shop__echo', { query: 'y' }, 'b')],
    });
    const model = fakeModel().respond(thought).respond(new AIMessage('Done.'));
    const clock = createFakeClock();
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools, clock })] });
    const first = await agent.invoke({ messages: [...ASKED] });
    const record: RunRecord | undefined = first.seawallRun;
    expect(record?.toolCalls).toEqual([
      {
        tool: 'shop__echo',
        input: { query: 'x', password: expect.stringContaining('REDACTED') },
        timestamp: expect.stringMatching(/Z$/),
      },
      { tool: 'shop__echo', input: { query: 'y' }, timestamp: expect.stringMatching(/Z$/) },
    ]);
    expect(record).toMatchObject({ toolsUsed: ['shop__echo'], thoughts: ['I look it up first.'], toolErrors: {} });
    expect(record?.endTime).toMatch(/Z$/);
    expect(JSON.stringify(record)).not.toContain(SECRET);
    expect(first.messages.at(-1)?.text).toBe('Done.');
    // Nothing wraps itself around a shared object: a second run is recorded once, too.
    model.respondWithTools([call('shop__echo')]).respond(new AIMessage('Again.'));
    const second = await agent.invoke({ messages: [...ASKED] });
    expect(second.seawallRun?.toolCalls).toHaveLength(1);
  });

  it('holds the failure of a tool with what to do, also of one that says that all went well (A99, A100)', async () => {
    const soft: ScriptedTool = { name: 'fail', behaviour: { kind: 'soft-error', text: '{"error":"unauthorized"}' } };
    await using world = await openWorld({ tool: soft });
    const tools = createSeawallTools(world.seawall);
    const own = local('own', () => JSON.stringify({ error: 'rate limit exceeded' }));
    const model = fakeModel()
      .respondWithTools([call('shop__fail'), call('own')])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: [own, ...tools.list()], middleware: [seawallMiddleware({ tools })] });
    const { seawallRun } = await agent.invoke({ messages: [...ASKED] });
    expect(Object.keys(seawallRun?.toolErrors ?? {}).sort()).toEqual(['own', 'shop__fail']);
    expect(seawallRun?.toolErrors.shop__fail?.message).toContain('shop');
    expect(seawallRun?.toolErrors.shop__fail?.suggestion).not.toBe('');
  });

  it.each([
    ['tavily_search', 'A101', /different search/],
    ['tavily-search', 'A101', /different search/],
    ['confluence_search', 'A102', /Confluence site/],
    ['jira_search', 'A103', /Jira site/],
  ])('has a suggestion for %s (%s)', async (name, _row, suggestion) => {
    await using world = await openWorld({
      tool: { name, behaviour: { kind: 'tool-error', text: 'Something went wrong' } },
    });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel()
      .respondWithTools([call(`shop__${name}`)])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const { seawallRun } = await agent.invoke({ messages: [...ASKED] });
    expect(seawallRun?.toolErrors[`shop__${name}`]?.suggestion).toMatch(suggestion);
  });

  it('keeps failures from run to run until they are old or the tool answers, and tells the model of them (A94, A96)', async () => {
    let isBroken = true;
    const own = local('own', () => {
      if (isBroken) throw new Error(`connect ECONNREFUSED 127.0.0.1:1 api_key=${SECRET}`);
      return 'fine';
    });
    const clock = createFakeClock();
    const model = fakeModel()
      .respondWithTools([call('own', {}, 'a')])
      .respond(new AIMessage('Later.'));
    const agent = createAgent({
      model,
      tools: [own],
      middleware: [seawallMiddleware({ clock, errorTtlMs: 60_000 })],
      checkpointer: new MemorySaver(),
    });
    const config = { configurable: { thread_id: 'one' } };
    await agent.invoke({ messages: [...ASKED] }, config);
    // The next run is told, and its model was not asked anything before.
    model.respond(new AIMessage('I know.'));
    const second = await agent.invoke({ messages: [...ASKED] }, config);
    expect(second.seawallRun?.toolErrors.own).toMatchObject({ message: expect.stringContaining('own') });
    const system = (index: number) => model.calls[index]?.messages.find((message) => SystemMessage.isInstance(message));
    expect(system(2)?.text).toMatch(/^Note: Previous call to own failed with error: .+ \w+/);
    expect(system(2)?.text).not.toContain(SECRET);
    // It answers again: nothing is told any more.
    isBroken = false;
    model
      .respondWithTools([call('own', {}, 'b')])
      .respond(new AIMessage('Good.'))
      .respond(new AIMessage('Still good.'));
    const third = await agent.invoke({ messages: [...ASKED] }, config);
    expect(third.seawallRun?.toolErrors).toEqual({});
    await agent.invoke({ messages: [...ASKED] }, config);
    expect(system(5)?.text ?? '').not.toContain('Previous call');
    // It fails once more, and the failure gets old.
    isBroken = true;
    model
      .respondWithTools([call('own', {}, 'c')])
      .respond(new AIMessage('Oh.'))
      .respond(new AIMessage('Fresh.'));
    await agent.invoke({ messages: [...ASKED] }, config);
    await clock.advance(60_001);
    const last = await agent.invoke({ messages: [...ASKED] }, config);
    expect(last.seawallRun?.toolErrors).toEqual({});
    expect(system(8)?.text ?? '').not.toContain('Previous call');
  });

  it('tells the model nothing that it has seen already in the same run (A94)', async () => {
    await using world = await openWorld({ tool: DENIED });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel()
      .respondWithTools([call('shop__fail')])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    await agent.invoke({ messages: [...ASKED] });
    expect(model.calls[1]?.messages.some((message) => SystemMessage.isInstance(message) && message.text !== '')).toBe(
      false,
    );
  });
});

describe('a run that fails itself', () => {
  it('ends with an apology without what was thrown, and keeps the error (A105)', async () => {
    const model = fakeModel().alwaysThrow(new Error(`invalid api_key=${SECRET}`));
    const agent = createAgent({ model, tools: [local('own', () => 'x')], middleware: [seawallMiddleware()] });
    const { messages, seawallRun } = await agent.invoke({ messages: [...ASKED] });
    expect(messages.at(-1)?.text).toMatch(/^I apologize.+UNEXPECTED_ERROR/);
    expect(seawallRun).toMatchObject({ error: { code: 'UNEXPECTED_ERROR' }, endTime: expect.stringMatching(/Z$/) });
    expect(JSON.stringify([messages, seawallRun])).not.toContain(SECRET);
  });

  it('throws for those that want it', async () => {
    const model = fakeModel().alwaysThrow(new Error('no'));
    const agent = createAgent({ model, tools: [], middleware: [seawallMiddleware({ onRunError: 'throw' })] });
    await expect(agent.invoke({ messages: [...ASKED] })).rejects.toThrow('no');
  });

  it('apologizes also where the graph ends it (A105)', async () => {
    const logged: string[] = [];
    const model = fakeModel();
    for (let turn = 0; turn < 20; turn += 1) model.respondWithTools([call('own', { turn }, `c${turn}`)]);
    const agent = createAgent({ model, tools: [local('own', () => 'more')] });
    const run = await runAgent((input, config) => agent.invoke(input, config), [...ASKED], {
      config: { recursionLimit: 5 },
      logger: { log: (_level, message) => void logged.push(message) },
    });
    if (run.status !== 'failed') throw new Error('It did not fail.');
    expect(run.messages.at(-1)?.text).toContain('I apologize');
    expect(run.state).toBeUndefined();
    expect(logged).toHaveLength(1);
  });

  it('takes only messages that end with one of a person (A90)', async () => {
    const agent = createAgent({ model: fakeModel(), tools: [] });
    const invoke = (...given: Parameters<typeof agent.invoke>) => agent.invoke(...given);
    await expect(runAgent(invoke, [new AIMessage('Hello')])).rejects.toThrow('Expected a human message');
    await expect(runAgent(invoke, [])).rejects.toMatchObject({ kind: 'validation' });
  });

  it('gives the state of a run that went well', async () => {
    const agent = createAgent({ model: fakeModel().respond(new AIMessage('Hello.')), tools: [] });
    const run = await runAgent((input, config) => agent.invoke(input, config), [new HumanMessage('Hi.')]);
    expect(run).toMatchObject({ status: 'finished' });
    expect(run.messages.at(-1)?.text).toBe('Hello.');
  });
});

describe('a model that calls what fails for ever', () => {
  it('is refused, without a further call, and then the run ends with what is missing', async () => {
    await using world = await openWorld({ tool: DENIED });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel();
    for (let turn = 0; turn < 30; turn += 1) model.respondWithTools([call('shop__fail', {}, `c${turn}`)]);
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    expect(world.server.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call')).toHaveLength(2);
    expect(messages.at(-1)?.text).toContain('shop__fail failed again and again');
    expect(model.callCount).toBe(6);
    const asked = messages.flatMap((message) => (AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []));
    const answered = messages.filter((message) => ToolMessage.isInstance(message));
    expect(answered.map(({ tool_call_id: id }) => id)).toEqual(asked.map(({ id }) => id));
  });

  it('is told which tools are down before it speaks, and is stopped sooner', async () => {
    await using world = await openWorld({ tool: { name: 'fail' } });
    const tools = createSeawallTools(world.seawall);
    world.seawall.changeCircuit({ server: 'shop', action: 'isolate', by: { actor: 'a test', reason: 'to see' } });
    const model = fakeModel();
    for (let turn = 0; turn < 30; turn += 1) model.respondWithTools([call('shop__echo', { turn }, `c${turn}`)]);
    const agent = createAgent({
      model,
      tools: tools.list(),
      middleware: [seawallMiddleware({ tools })],
      systemPrompt: 'Be good.',
    });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    const [system] = model.calls[0]?.messages ?? [];
    expect(system?.text).toMatch(/^Be good\.[\s\S]+can not be used now[\s\S]+shop__fail, shop__echo \(server "shop"\)/);
    expect(model.callCount).toBe(6);
    expect(messages.at(-1)?.text).toContain('Try again later');
  });

  it('leaves the prompt alone while all is well', async () => {
    await using world = await openWorld({ tool: { name: 'fail' } });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel().respond(new AIMessage('Hi.'));
    const agent = createAgent({
      model,
      tools: tools.list(),
      middleware: [seawallMiddleware({ tools })],
      systemPrompt: 'Be good.',
    });
    await agent.invoke({ messages: [...ASKED] });
    expect(model.calls[0]?.messages[0]?.text).toBe('Be good.');
  });
});

describe('the options of the middleware', () => {
  it.each(['maxSameFailures', 'maxFailuresInRow', 'maxRefusals', 'errorTtlMs'])(
    'are refused where %s is no number above 0',
    (name) => {
      expect(() => seawallMiddleware({ [name]: 0 })).toThrowError(expect.objectContaining({ code: 'OPTION_INVALID' }));
      expect(() => seawallMiddleware({ [name]: Number.NaN })).toThrowError(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      );
    },
  );
});

describe('retries of the framework', () => {
  it('see typed errors, and do not multiply those of Seawall', async () => {
    await using world = await openWorld(
      { tool: { name: 'fail' }, fault: { kind: 'status', status: 503, methods: ['tools/call'] } },
      { tools: { fail: { safety: 'read', maxAttempts: 2 } } },
    );
    const tools = createSeawallTools(world.seawall, { onToolError: 'throw' });
    const seen: boolean[] = [];
    const retryOn = (error: Error): boolean => {
      seen.push(isWorthRetrying(error));
      return true;
    };
    const model = fakeModel()
      .respondWithTools([call('shop__fail')])
      .respond(new AIMessage('Done.'));
    const retry = toolRetryMiddleware({ maxRetries: 4, retryOn, initialDelayMs: 0, onFailure: 'error' });
    // @ts-expect-error: the middleware's own types do not fit createAgent with exactOptionalPropertyTypes (langchain 1.5.14).
    const agent = createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools }), retry] });
    const { messages } = await agent.invoke({ messages: [...ASKED] });
    expect(seen).toEqual([false, false, false, false, false]);
    expect(world.server.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call')).toHaveLength(2);
    const answer = messages.find((message) => ToolMessage.isInstance(message));
    expect(answer === undefined ? undefined : artifactOf(answer)?.error).toMatchObject({ kind: 'unavailable' });
    expect(messages.at(-1)?.text).toBe('Done.');
  });
});
