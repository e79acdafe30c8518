import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { createAgent, createMiddleware, fakeModel } from 'langchain';
import { artifactOf, createSeawallTools, seawallMiddleware } from '../../src/index.ts';
import { FAILURE_CASES, type FailureCase, openWorld, SECRET } from '../support/failing-world.ts';

/** What came of one run of an agent. */
interface RunOutcome {
  /** `goes on`, or what the run ended with. */
  readonly run: string;
  /** Whether the model was shown the secret, or a call stack. */
  readonly leaks: readonly string[];
  /** What code can decide by. */
  readonly developer: string;
}

/** One failure, with each adapter. */
export interface ComparisonRow {
  readonly failure: string;
  readonly adapter: RunOutcome;
  readonly adapterWithMiddleware: RunOutcome;
  readonly seawall: RunOutcome;
}

/** Plays every failure against an agent with the tools of `@langchain/mcp-adapters`, without and with middleware, and with ours. */
export async function compareAdapters(): Promise<readonly ComparisonRow[]> {
  const rows: ComparisonRow[] = [];
  for (const failure of FAILURE_CASES) {
    rows.push({
      failure: failure.fault === undefined ? failure.kind : `${failure.kind} (HTTP: ${failure.fault.kind})`,
      adapter: await runAdapter(failure, false),
      adapterWithMiddleware: await runAdapter(failure, true),
      seawall: await runSeawall(failure),
    });
  }
  return rows;
}

/** Middleware as everybody has: it only hands the call on. */
const passing = createMiddleware({ name: 'passing', wrapToolCall: (request, handler) => handler(request) });

async function runAdapter(failure: FailureCase, withMiddleware: boolean): Promise<RunOutcome> {
  await using world = await openWorld({ tool: failure.tool });
  const client = new MultiServerMCPClient({
    mcpServers: { shop: { transport: 'http', url: world.server.url } },
    prefixToolNameWithServerName: true,
    useStandardContentBlocks: true,
    defaultToolTimeout: failure.timeoutMs ?? 60_000,
  });
  try {
    const tools = await client.getTools();
    if (failure.fault !== undefined) await world.server.setFault(failure.fault);
    const middleware = withMiddleware ? [passing] : [];
    return await play((model) => createAgent({ model, tools, middleware }));
  } finally {
    await client.close();
  }
}

async function runSeawall(failure: FailureCase): Promise<RunOutcome> {
  await using world = await openWorld(failure);
  const tools = createSeawallTools(world.seawall);
  return await play((model) => createAgent({ model, tools: tools.list(), middleware: [seawallMiddleware({ tools })] }));
}

interface Invokable {
  invoke(input: { messages: { role: string; content: string }[] }): Promise<{ messages: BaseMessage[] }>;
}

async function play(build: (model: ReturnType<typeof fakeModel>) => Invokable): Promise<RunOutcome> {
  const model = fakeModel()
    .respondWithTools([{ name: 'shop__fail', args: { n: 1 }, id: 'c1' }])
    .respond(new AIMessage('Done.'));
  try {
    const { messages } = await build(model).invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
    const answer = messages.find((message) => ToolMessage.isInstance(message));
    const error = answer === undefined ? undefined : artifactOf(answer)?.error;
    const developer = error === undefined ? 'a text' : `\`${error.kind}\`, \`${error.code}\``;
    return { run: 'goes on', leaks: leaksIn(messages), developer };
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    return { run: 'ends', leaks: [], developer: `\`${name}\` with a text` };
  }
}

function leaksIn(messages: readonly BaseMessage[]): readonly string[] {
  const transcript = JSON.stringify(messages.map(({ content }) => content));
  const secret = transcript.includes(SECRET) ? ['the secret'] : [];
  return /client\.js:\d+|node_modules|\\n\s+at /.test(transcript) ? [...secret, 'a stack'] : secret;
}
