import type { Configuration } from '@seawall/client';
import { type LogLevel, MCPConfigurationError } from '@seawall/core/base';
import type { CommandContext } from '../context.ts';
import { EXIT, exitCodeOfSignal } from '../exit-code.ts';
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
  const session = openSession(context, {
    configuration: options.configuration,
    logger: openLogger(context, options.logLevel),
  });
  const aborting = new AbortController();
  let stopListening = (): void => undefined;
  const interrupted = new Promise<number>((resolve, reject) => {
    let stopCount = 0;
    stopListening = context.events.listen({
      onStop: (signal) => {
        stopCount += 1;
        if (stopCount > 1) context.exit(exitCodeOfSignal(signal));
        resolve(exitCodeOfSignal(signal));
      },
      // There is nothing to read again: the terminal was closed.
      onReload: () => resolve(EXIT.failed),
      onFatal: (error) => reject(error),
      onOutputClosed: () => resolve(EXIT.ok),
    });
  });
  try {
    return await Promise.race([run(session, aborting.signal), interrupted]);
  } finally {
    aborting.abort();
    await session.close();
    stopListening();
  }
}

/** What a command that does one thing needs. */
export interface OneShotOptions {
  readonly configuration: Configuration;
  /** `silent` where the command tells by itself what goes wrong. */
  readonly logLevel: LogLevel | 'silent';
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
