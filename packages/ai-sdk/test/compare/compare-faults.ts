import { setTimeout } from 'node:timers/promises';
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { createSeawall } from '@seawall/client';
import { MCPError } from '@seawall/core';
import { readPids, type StdioServerEntry } from '@seawall/testkit';
import { generateText, stepCountIs, type ToolSet } from 'ai';
import { createSeawallTools } from '../../src/index.ts';
import { FAULT_CASES, type FaultCase, SECRET, SERVER, TOOL } from '../support/fault-cases.ts';
import { openFaulty, serverOf } from '../support/faulty-world.ts';
import { lastOutputs, transcriptOf } from '../support/given-outputs.ts';
import { scriptedModel } from '../support/scripted-model.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What came of one fault, with the client of the framework and with ours. */
export interface Comparison {
  readonly title: string;
  readonly bare: Observation;
  readonly ours: Observation;
}

/** What was seen of one run. */
export interface Observation {
  /** What the model read; nothing where it got no answer. */
  readonly told: string | undefined;
  readonly isError: boolean;
  readonly namesServer: boolean;
  readonly showsSecret: boolean;
  readonly showsStack: boolean;
  /** What the developer found in the result of the run. */
  readonly developer: string;
}

/** How long the framework's client, which sets no limit itself, is given where it was seen to wait for ever. */
const PATIENCE_MS = 2000;
const SEEN_TO_HANG: ReadonlySet<string> = new Set(['protocol', 'timeout']);

/** Plays all faults that come from a server itself; the others need our client. */
export async function compareFaults(): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const fault of FAULT_CASES.filter(({ before }) => before === undefined)) {
    const abortSignal = SEEN_TO_HANG.has(fault.kind) ? AbortSignal.timeout(PATIENCE_MS) : undefined;
    const bare = await playBare(serverOf(fault), { abortSignal });
    comparisons.push({ title: fault.title, bare, ours: await playOurs(fault) });
  }
  return [...comparisons, await compareDeath()];
}

/** A server that dies between the list of its tools and the call of one. */
async function compareDeath(): Promise<Comparison> {
  await using folder = await temporaryFolder();
  const title = 'the server died before the call, and can be started again';
  const server = (pidFile: string): StdioServerEntry =>
    serverOf({ kind: 'connection', title, scenario: { tools: [{ name: TOOL }], start: { pidFile } }, told: '' });
  const [bareFile, ourFile] = [folder.file('bare'), folder.file('ours')];
  const bare = await playBare(server(bareFile), { beforeCall: () => end(bareFile) });
  await using seawall = await createSeawall({
    seawall: { prefix: 'on-conflict' },
    mcpServers: { [SERVER]: { ...server(ourFile), seawall: { tools: { [TOOL]: { safety: 'read' } } } } },
  });
  await seawall.connect();
  const { tools } = createSeawallTools(seawall);
  await end(ourFile);
  return { title, bare, ours: await observe(tools) };
}

/** Ends the process of a server, and waits until it is gone. */
async function end(pidFile: string): Promise<void> {
  const [pid] = readPids(pidFile);
  if (pid === undefined) throw new Error('The server was not started.');
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await setTimeout(10);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // There is no such process any more.
    return false;
  }
}

async function playOurs(fault: FaultCase): Promise<Observation> {
  await using seawall = await openFaulty(fault);
  return await observe(createSeawallTools(seawall).tools);
}

async function playBare(server: StdioServerEntry, { beforeCall, abortSignal }: BareOptions): Promise<Observation> {
  const transport = new StdioMCPTransport({ ...server, stderr: 'ignore' });
  const client = await createMCPClient({ transport });
  try {
    // The SDK's own tools are not assignable to its own set of tools under exactOptionalPropertyTypes.
    const tools = (await client.tools()) as ToolSet;
    await beforeCall?.();
    return await observe(tools, abortSignal);
  } finally {
    await client.close();
  }
}

/** What is done to a run with the framework's client. */
interface BareOptions {
  readonly beforeCall?: () => Promise<void>;
  readonly abortSignal?: AbortSignal | undefined;
}

function signalOf(abortSignal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return abortSignal === undefined ? {} : { abortSignal };
}

/** Runs an agent whose model calls the tool once, and looks at what came of it. */
async function observe(tools: ToolSet, abortSignal?: AbortSignal): Promise<Observation> {
  const { model, given } = scriptedModel([{ calls: [{ name: TOOL, input: { query: 'x' } }] }]);
  const run = generateText({ model, tools, prompt: 'Search.', stopWhen: stepCountIs(5), ...signalOf(abortSignal) });
  const first = await run.then(
    ({ steps }) => steps[0],
    () => undefined,
  );
  const [output] = first === undefined ? [] : lastOutputs(given);
  const told = output?.text ?? '';
  return {
    told: output === undefined ? undefined : tidy(told),
    isError: output?.type === 'error-text',
    namesServer: told.includes(`"${SERVER}"`),
    showsSecret: transcriptOf(given).includes(SECRET),
    showsStack: told.includes('/srv/tracker/'),
    developer:
      first === undefined ? `nothing within ${PATIENCE_MS / 1000} s; it sets no limit` : describe(first.content),
  };
}

function describe(content: readonly { readonly type: string; readonly error?: unknown }[]): string {
  const failed = content.find(({ type }) => type === 'tool-error');
  if (failed === undefined) return 'a result';
  const { error } = failed;
  if (MCPError.isInstance(error)) return `${error.name}, \`${error.kind}\`, \`${error.code}\``;
  return error instanceof Error ? error.name : 'an error';
}

/** Without what differs from run to run, and without the secret itself. */
function tidy(text: string): string {
  return text.replaceAll(SECRET, 'THE-SECRET').replaceAll(/\b\d+ ms\b/g, 'N ms');
}
