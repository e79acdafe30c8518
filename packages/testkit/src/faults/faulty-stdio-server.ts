import { fileURLToPath } from 'node:url';
import type { StdioServerEntry } from '../stdio/scripted-stdio-server.ts';
import type { FaultControl } from './fault-control.ts';
import type { FaultyServerOptions, FaultyServerSettings } from './faulty-server-settings.ts';

/**
 * Describes a process over stdio with the tools `echo`, `count` and `slow`, which does wrong what `control` says.
 *
 * Starts nothing: hand the entry to a client's configuration.
 *
 * @example
 * const control = createFaultControl('/tmp/faulty');
 * const config = { mcpServers: { faulty: faultyStdioServer(control) } };
 * control.inject([{ kind: 'hang' }]);
 */
export function faultyStdioServer(control: FaultControl, options: FaultyServerOptions = {}): StdioServerEntry {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL('../../servers/faulty-stdio-server.mjs', import.meta.url))],
    env: { SEAWALL_FAULTY_SERVER: JSON.stringify(settingsOf(control, options)) },
  };
}

/** What the program is started with. */
export function settingsOf(
  { controlFile, pidFile, executionsFile }: FaultControl,
  options: FaultyServerOptions,
): FaultyServerSettings {
  return { ...options, controlFile, pidFile, executionsFile };
}
