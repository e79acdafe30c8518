import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StdioScenario } from '../scenario/stdio-scenario.ts';

/** How to start a scripted server: an entry for `mcpServers`, or the arguments of a spawn. */
export interface StdioServerEntry {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Options of {@link scriptedStdioServer}. */
export interface ScriptedStdioServerOptions {
  /** A file to write the scenario to; the environment then carries its path only. Needed for scenarios
   * of more than 120000 bytes, because an environment variable holds no more. */
  readonly scenarioFile?: string;
}

/** The longest scenario that fits an environment variable, in bytes; Linux ends at 131072 with the name. */
const MAX_SCENARIO_BYTES = 120_000;

/**
 * Describes a process that plays `scenario` over stdin and stdout.
 *
 * Starts nothing: hand the entry to a client's configuration. The process runs this Node and needs no
 * build step. It ends by itself after `scenario.maxLifetimeMs`.
 *
 * @throws RangeError when the scenario is longer than 120000 bytes and `scenarioFile` is not given.
 *
 * @example
 * const entry = scriptedStdioServer({ tools: [{ name: 'slow', behaviour: { kind: 'silent' } }] });
 * const config = { mcpServers: { slow: entry } };
 */
export function scriptedStdioServer(
  scenario: StdioScenario = {},
  options: ScriptedStdioServerOptions = {},
): StdioServerEntry {
  const json = JSON.stringify(scenario);
  if (options.scenarioFile !== undefined) writeFileSync(options.scenarioFile, json);
  else if (Buffer.byteLength(json) > MAX_SCENARIO_BYTES) {
    throw new RangeError(
      `The scenario is ${Buffer.byteLength(json)} bytes long; an environment variable holds ${MAX_SCENARIO_BYTES}. Set scenarioFile.`,
    );
  }
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL('../../servers/scripted-stdio-server.mjs', import.meta.url))],
    env: { SEAWALL_SCENARIO: options.scenarioFile ?? json },
  };
}
