import type { Configuration } from '@seawall/client';
import { type LogLevel, MCPConfigurationError } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import type { CommandContext } from '../context.ts';
import { openTracing } from '../tracing/open-tracing.ts';
import { runInterruptible } from './interruptible.ts';
import { openLogger, openSession, type Session } from './session.ts';

/**
 * Runs a command that does one thing with the servers of a configuration, and ends everything that it started.
 *
 * @returns the exit code: that of `run`, or that of the signal that came first.
 */
export async function withSession(
  context: CommandContext,
  options: OneShotOptions,
  run: (session: Session, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const logger = openLogger(context, {
    level: options.logLevel,
    format: options.logFormat ?? options.configuration.settings.log.format,
  });
  const tracing = await openTracing(context, logger);
  const session = openSession(context, { configuration: options.configuration, logger, tracing });
  return runInterruptible(context, {
    run: (signal) => run(session, signal),
    close: () => session.close(),
  });
}

/** What a command that does one thing needs. */
export interface OneShotOptions {
  readonly configuration: Configuration;
  /** `silent` where the command tells by itself what goes wrong. */
  readonly logLevel: LogLevel | 'silent';
  /** @default what the configuration says */
  readonly logFormat?: LogFormat | undefined;
}

/** The configuration with the server `name` only. @throws {@link MCPConfigurationError} with `SERVER_NOT_FOUND`. */
export function onlyServer(configuration: Configuration, name: string): Configuration {
  const servers = configuration.servers.filter((server) => server.name === name);
  if (servers.length > 0) return { ...configuration, servers };
  const names = configuration.servers.map((server) => `"${server.name}"`).join(', ');
  const file = configuration.file === undefined ? '' : ` in "${configuration.file}"`;
  throw new MCPConfigurationError({
    code: 'SERVER_NOT_FOUND',
    message: `There is no server "${name}"${file}.`,
    hint: names === '' ? 'Add it under mcpServers.' : `Name one of ${names}.`,
    context: { serverName: name },
  });
}
