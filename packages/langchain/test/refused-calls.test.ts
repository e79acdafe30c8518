import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createSeawall, type Seawall } from '@seawall/client';
import { type ScriptedTool, scriptedStdioServer } from '@seawall/testkit';
import { createAgent, createMiddleware, fakeModel } from 'langchain';
import { describe, expect, it } from 'vitest';
import { artifactOf, createSeawallTools, type SeawallArtifact, seawallMiddleware } from '../src/index.ts';
import { openWorld } from './support/failing-world.ts';

/** One call of a tool by a model. */
interface Call {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly id: string;
}

/** What a model was answered. */
interface Answer {
  readonly status: ToolMessage['status'];
  readonly text: string;
  readonly artifact: SeawallArtifact | undefined;
}

const call = (name: string, args: Record<string, unknown> = {}, id = name): Call => ({ name, args, id });
const SILENT: ScriptedTool = { name: 'fail', behaviour: { kind: 'silent' } };

const answersIn = (messages: readonly BaseMessage[]): readonly Answer[] =>
  messages.flatMap((message) =>
    ToolMessage.isInstance(message)
      ? [{ status: message.status, text: message.text, artifact: artifactOf(message) }]
      : [],
  );

/** Runs an agent whose model asks for the calls of one turn after the other and then is done. */
async function run(seawall: Seawall, turns: readonly (readonly Call[])[]): Promise<readonly Answer[]> {
  const tools = createSeawallTools(seawall);
  const model = fakeModel();
  for (const calls of turns) model.respondWithTools([...calls]);
  model.respond(new AIMessage('Done.'));
  const agent = createAgent({ model, tools: [], middleware: [seawallMiddleware({ tools })] });
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
  expect(messages.at(-1)?.text).toBe('Done.');
  return answersIn(messages);
}

describe('a call that is refused', () => {
  it('by the circuit of its tool tells the model when to come back, and is not sent', async () => {
    const down: ScriptedTool = { name: 'fail', behaviour: { kind: 'tool-error', text: '503 Service Unavailable' } };
    const policies = { toolBreaker: { consecutiveFailures: 1, openMs: 600_000, maxOpenMs: 600_000 } };
    await using world = await openWorld(
      { tool: down },
      { policies, tools: { fail: { safety: 'read', maxAttempts: 1 } } },
    );
    const answers = await run(world.seawall, [
      [call('shop__fail', { n: 1 }, 'a')],
      [call('shop__fail', { n: 2 }, 'b')],
    ]);
    expect(answers.map(({ artifact }) => artifact?.error?.kind)).toEqual(['unavailable', 'circuit_open']);
    expect(answers[1]).toMatchObject({ status: 'error', text: expect.stringMatching(/shop.+tried again in/s) });
    expect(answers[1]?.artifact?.retryAfterMs).toBeGreaterThan(0);
    expect(world.server.requests.filter(({ rpcMethod }) => rpcMethod === 'tools/call')).toHaveLength(1);
  });

  it('because its server has its hands full says so, and is not sent', async () => {
    await using world = await openWorld({ tool: SILENT }, { concurrency: 1, queue: 0 });
    await using _busy = await occupy(world);
    const answers = await run(world.seawall, [[call('shop__echo')]]);
    expect(answers).toMatchObject([
      { status: 'error', artifact: { error: { kind: 'overloaded', code: 'BULKHEAD_FULL' } } },
    ]);
    expect(answers[0]?.text).not.toContain('may have run');
    expect(world.server.requests.some(({ target }) => target === 'echo')).toBe(false);
  });

  it('because its time is over before it was its turn surely did not run, and the model is told no other', async () => {
    await using world = await openWorld({ tool: SILENT }, { concurrency: 1, queue: 5 });
    await using _busy = await occupy(world);
    world.seawall.setTimeouts('shop', { timeoutMs: 200, totalTimeoutMs: 200 });
    const answers = await run(world.seawall, [[call('shop__echo')]]);
    expect(answers).toMatchObject([
      { status: 'error', artifact: { error: { kind: 'overloaded', code: 'QUEUE_DEADLINE' } } },
    ]);
    expect(answers[0]?.text).not.toContain('may have run');
    expect(world.server.requests.some(({ target }) => target === 'echo')).toBe(false);
  });

  it('because the run was given up before it began is not sent', async () => {
    await using world = await openWorld({ tool: { name: 'fail' } });
    const [fail] = createSeawallTools(world.seawall).list();
    const asked = { type: 'tool_call', ...call('shop__fail') } as const;
    const thrown = fail?.invoke(asked, { signal: AbortSignal.abort() }).then(
      () => 'answered',
      () => 'threw',
    );
    expect(await thrown).toBe('threw');
    expect(world.server.requests.some(({ rpcMethod }) => rpcMethod === 'tools/call')).toBe(false);
  });
});

describe('a call', () => {
  it('of a tool that is gone since the model chose it is a message, and the run goes on', async () => {
    const shrink: ScriptedTool = { name: 'shrink', behaviour: { kind: 'remove-tool', name: 'doomed' } };
    const one = scriptedStdioServer({ tools: [shrink, { name: 'doomed' }] });
    await using seawall = await createSeawall({ mcpServers: { one } });
    await seawall.connect();
    const answers = await run(seawall, [[call('one__shrink')], [call('one__doomed')]]);
    expect(answers).toMatchObject([
      { status: 'success' },
      { status: 'error', text: expect.stringContaining('doomed') },
    ]);
  });

  it('of a server that died since its tools were listed goes over its next connection', async () => {
    const look: ScriptedTool = { name: 'look', behaviour: { kind: 'inspect' } };
    const one = scriptedStdioServer({ tools: [look] });
    await using seawall = await createSeawall({
      mcpServers: { one: { ...one, seawall: { tools: { look: { safety: 'read' } } } } },
    });
    await seawall.connect();
    const [before] = await run(seawall, [[call('one__look')]]);
    process.kill(pidIn(before), 'SIGKILL');
    const [after] = await run(seawall, [[call('one__look')]]);
    expect(after).toMatchObject({ status: 'success' });
    expect(pidIn(after)).not.toBe(pidIn(before));
  });

  it('has the time that its server gives calls by then', async () => {
    await using world = await openWorld({ tool: SILENT }, { tools: { fail: { safety: 'read', maxAttempts: 1 } } });
    const tools = createSeawallTools(world.seawall);
    world.seawall.setTimeouts('shop', { timeoutMs: 100, totalTimeoutMs: 100 });
    const answer: unknown = await tools.find('shop__fail')?.invoke({ type: 'tool_call', ...call('shop__fail') });
    if (!ToolMessage.isInstance(answer)) throw new Error('It is no message.');
    const error = artifactOf(answer)?.error;
    expect(error?.kind).toBe('timeout');
    expect(error?.context.timeoutMs).toBeLessThanOrEqual(100);
  });
});

describe('wrong arguments for a tool of somebody else', () => {
  it.each([0, 1])('are told as that, without a stack (with %s other middleware between)', async (others) => {
    const passing = createMiddleware({ name: 'passing', wrapToolCall: (request, handler) => handler(request) });
    const schema = { type: 'object', properties: { n: { type: 'string' } } } as const;
    const own = tool(() => 'never', { name: 'own', description: '', schema });
    const model = fakeModel()
      .respondWithTools([call('own', { n: 1 })])
      .respond(new AIMessage('Done.'));
    const middleware = [seawallMiddleware(), ...[passing].slice(0, others)];
    const agent = createAgent({ model, tools: [own], middleware });
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
    const [answer] = answersIn(messages);
    expect(answer).toMatchObject({ status: 'error', artifact: { error: { code: 'INVALID_ARGUMENTS' } } });
    expect(answer?.text).not.toMatch(/\bat \S+ \(|node_modules/);
  });
});

describe('the messages of others', () => {
  it('are left as they are by the middleware, which others may hold on to', async () => {
    const answer = Object.freeze(new ToolMessage({ content: 'cached', tool_call_id: 'own', name: 'own' }));
    const said = Object.freeze(new AIMessage('Done.'));
    const caching = createMiddleware({
      name: 'caching',
      wrapToolCall: () => answer,
      wrapModelCall: (request, handler) => (ToolMessage.isInstance(request.messages.at(-1)) ? said : handler(request)),
    });
    const own = tool(() => 'fresh', { name: 'own', description: '', schema: { type: 'object', properties: {} } });
    const model = fakeModel().respondWithTools([call('own')]);
    const agent = createAgent({ model, tools: [own], middleware: [seawallMiddleware(), caching] });
    const { messages, seawallRun } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
    expect(answersIn(messages)).toMatchObject([{ text: 'cached' }]);
    expect(messages.at(-1)?.text).toBe('Done.');
    expect(seawallRun?.toolCalls).toMatchObject([{ tool: 'own', timestamp: expect.stringMatching(/Z$/) }]);
    expect([answer.response_metadata, said.response_metadata]).toEqual([{}, {}]);
  });
});

/** Gives the server a call that it never answers, and waits until it has it. */
async function occupy({ seawall, server }: Awaited<ReturnType<typeof openWorld>>): Promise<AsyncDisposable> {
  const aborting = new AbortController();
  const calling = seawall
    .callTool({ server: 'shop', name: 'fail' }, { signal: aborting.signal })
    .catch(() => undefined);
  await server.requestReceived(({ target }) => target === 'fail');
  return {
    [Symbol.asyncDispose]: async () => {
      aborting.abort();
      await calling;
    },
  };
}

/** The process that answered. */
function pidIn(answer: Answer | undefined): number {
  const told: unknown = JSON.parse(answer?.text ?? 'null');
  if (typeof told !== 'object' || told === null || !('pid' in told)) throw new Error('It tells of no process.');
  return Number(told.pid);
}
