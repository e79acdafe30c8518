import {
  createScriptedHttpServer,
  type ScriptedHttpServer,
  type ScriptedTool,
  type ServerScenario,
  scriptedStdioServer,
} from '@seawall/testkit';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** Each guest has tools that nobody else calls, so that what they say tells whose it is. */
const GUESTS = 16;
export const DOCUMENTS = 3;

/** Servers of both eras and links; of `ph` each host has a session of its own. */
export const SERVERS = ['sl', 'sm', 'hl', 'hm', 'ph'] as const;
export type ServerName = (typeof SERVERS)[number];
/** Those whose messages tell to which call they belong, at all times. */
export const TELLING: readonly ServerName[] = ['hl', 'hm', 'ph'];

export interface Upstreams extends AsyncDisposable {
  readonly http: Readonly<Record<'hl' | 'hm' | 'ph', ScriptedHttpServer>>;
  /** An `mcpServers` file with all of them. */
  readonly config: object;
  /** The file that tells which writes a server ran. */
  executions(server: ServerName): string;
}

export async function startUpstreams(folder: TemporaryFolder): Promise<Upstreams> {
  const executions = (server: ServerName): string => folder.file(`${server}-executions`);
  const scenario = (server: ServerName, era: 'legacy' | 'modern'): ServerScenario => ({
    name: server,
    era,
    capabilities: { tools: { listChanged: true }, resources: { subscribe: true }, logging: {} },
    tools: toolsOf(server, executions(server)),
    resources: Array.from({ length: DOCUMENTS }, (_, at) => ({ uri: documentOf(server, at), text: server })),
  });
  const stdio = (server: ServerName, era: 'legacy' | 'modern') =>
    scriptedStdioServer(
      { ...scenario(server, era), maxLifetimeMs: 300_000 },
      { scenarioFile: folder.file(`${server}.json`) },
    );
  const hl = await createScriptedHttpServer({ ...scenario('hl', 'legacy'), resumable: { retryMs: 10 } });
  const hm = await createScriptedHttpServer(scenario('hm', 'modern'));
  const ph = await createScriptedHttpServer(scenario('ph', 'legacy'));
  const limits = { timeoutMs: 8000, connectTimeoutMs: 8000 };
  return {
    http: { hl, hm, ph },
    config: {
      // It is about whose answers they are, not about waiting for a turn.
      seawall: { defaults: { concurrency: 64, queue: 500 } },
      mcpServers: {
        sl: { ...stdio('sl', 'legacy'), seawall: limits },
        sm: { ...stdio('sm', 'modern'), seawall: limits },
        hl: { url: hl.url, seawall: limits },
        hm: { url: hm.url, seawall: limits },
        ph: { url: ph.url, seawall: { ...limits, session: 'per-host' } },
      },
    },
    executions,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hl.close(), hm.close(), ph.close()]);
    },
  };
}

export function documentOf(server: ServerName, at: number): string {
  return `doc://${server}/${at}`;
}

function toolsOf(server: ServerName, executionsFile: string): readonly ScriptedTool[] {
  const echo = { kind: 'echo' } as const;
  const ofGuest = (guest: number): ScriptedTool[] => [
    {
      name: `talk-${guest}`,
      behaviour: {
        kind: 'log',
        lines: [
          { level: 'error', data: `talk-${guest}`, logger: server },
          { level: 'debug', data: `talk-${guest}`, logger: server },
        ],
        next: { kind: 'delay', delayMs: 20, next: echo },
      },
    },
    {
      name: `form-${guest}`,
      behaviour: {
        kind: 'ask',
        method: 'elicitation/create',
        params: { message: `form-${guest}`, requestedSchema: { type: 'object', properties: {} } },
        timeoutMs: 4000,
      },
    },
    {
      name: `sample-${guest}`,
      behaviour: {
        kind: 'ask',
        method: 'sampling/createMessage',
        params: {
          messages: [{ role: 'user', content: { type: 'text', text: `sample-${guest}` } }],
          maxTokens: 5,
        },
        timeoutMs: 4000,
      },
    },
  ];
  return [
    { name: 'echo', behaviour: echo },
    { name: 'work', behaviour: { kind: 'progress', steps: 3, next: echo } },
    { name: 'slow', behaviour: { kind: 'delay', delayMs: 150, next: echo } },
    { name: 'write', executionsFile, behaviour: { kind: 'delay', delayMs: 30, next: echo } },
    { name: 'crash', behaviour: { kind: 'exit' } },
    ...Array.from({ length: DOCUMENTS }, (_, at) => ({
      name: `update-${at}`,
      behaviour: { kind: 'announce', change: { resourceUri: documentOf(server, at) }, next: echo } as const,
    })),
    ...Array.from({ length: GUESTS }, (_, guest) => ofGuest(guest)).flat(),
  ];
}
