import type { Clock } from '@seawall/core/base';
import type { ServerOptions, StdioLaunch } from '../../config/configuration.ts';
import { NO_FACTS, type TransportFacts } from '../failure-context.ts';
import type { Link } from '../link.ts';
import { createChildEnvironment } from './child-environment.ts';
import { startStdioProcess } from './stdio-process.ts';
import { StdioTransport } from './stdio-transport.ts';

/** What is started, and how. */
export interface StdioLinkOptions {
  readonly serverName: string;
  readonly launch: StdioLaunch;
  readonly options: Pick<ServerOptions, 'maxMessageBytes' | 'inheritEnv'>;
  /** Our own environment, of which the child inherits a part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** A server's process and the transport over its pipes. */
export interface StdioLink extends Link {
  readonly kind: 'stdio';
  readonly transport: StdioTransport;
}

/**
 * Starts the process of a server.
 *
 * @throws {@link MCPConfigurationError} when it can't be started.
 */
export async function openStdioLink({
  serverName,
  launch,
  options,
  environment,
  clock,
}: StdioLinkOptions): Promise<StdioLink> {
  const { command, args, cwd } = launch;
  const env = createChildEnvironment({ environment, inheritEnv: options.inheritEnv, env: launch.env });
  const process = await startStdioProcess({ serverName, command, args, cwd, env, clock });
  const transport = new StdioTransport({ serverName, process, clock, maxMessageBytes: options.maxMessageBytes });
  const facts: TransportFacts = {
    ...NO_FACTS,
    get exit() {
      return transport.exit;
    },
    get stderrTail() {
      return transport.stderrTail;
    },
  };
  return {
    kind: 'stdio',
    transport,
    facts,
    pid: process.pid,
    address: undefined,
    describeSilence: () => describeSilence(transport),
    end: () => transport.end(),
  };
}

function describeSilence({ noise, stderrTail }: StdioTransport): string {
  const [sample] = noise.samples();
  const stdout =
    noise.lines === 0
      ? 'It wrote no message to stdout'
      : `It wrote ${noise.lines} ${noise.lines === 1 ? 'line' : 'lines'} to stdout that are no MCP messages, first "${sample ?? ''}"`;
  const lastLine = stderrTail.split('\n').at(-1)?.slice(0, 300);
  return lastLine ? `${stdout}; its last line on stderr is "${lastLine}".` : `${stdout}, and nothing to stderr.`;
}
