import { type ScriptedTool, type StdioScenario, type StdioServerEntry, scriptedStdioServer } from '@seawall/testkit';

/** A server that echoes, sums up failure and waits. */
export function scriptedServer(scenario: StdioScenario = {}): StdioServerEntry {
  return scriptedStdioServer({ tools: TOOLS, maxLifetimeMs: 60_000, ...scenario });
}

/** An entry that can never be started. */
export const UNSTARTABLE: { readonly command: string } = { command: 'seawall-test-no-such-command' };

const TOOLS: readonly ScriptedTool[] = [
  { name: 'hello', description: 'Says hello. And more.', behaviour: { kind: 'text', text: 'Hello from the server.' } },
  { name: 'echo', description: 'Gives back its arguments.', behaviour: { kind: 'echo' } },
  { name: 'refuse', behaviour: { kind: 'tool-error', text: 'I will not.' } },
];
