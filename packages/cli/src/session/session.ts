import { join } from 'node:path';
import { type Configuration, openSeawall, type Seawall } from '@seawall/client';
import {
  createEventBus,
  type EventBus,
  type LogLevel,
  MCPConfigurationError,
  type ParkedLog,
  sleep,
} from '@seawall/core/base';
import { createPinoLogger, logEvents, type PinoLogger } from '@seawall/telemetry';
import type { CommandContext } from '../context.ts';

/** A client with a log and everything that has to end with it. */
export interface Session {
  readonly seawall: Seawall;
  readonly logger: PinoLogger;
  /** The events of the client, and those that the command adds. */
  readonly events: EventBus;
  /** Takes over another configuration; tells as an event how that went. */
  reload(read: () => Promise<Configuration>): Promise<void>;
  /** Disconnects from all servers; what goes wrong is logged and not thrown. May be called twice. */
  close(): Promise<void>;
}

/** Builds the session of a command. Nothing is connected yet. */
export function openSession(context: CommandContext, options: SessionOptions): Session {
  const { configuration, dataDir, logger, singleHost = false } = options;
  const { clock } = context;
  const openParkedLog = async (folder: string): Promise<ParkedLog> => {
    // Loaded only where a tool is set to park its writes.
    const store = await import('@seawall/store');
    return store.openParkedLog({ file: join(folder, 'parked.db'), logger, clock });
  };
  const kept = dataDir === undefined ? {} : { dataDir, openParkedLog: () => openParkedLog(dataDir) };
  const seawall = openSeawall(configuration, { clock, logger, singleHost, ...kept });
  const events = createEventBus({
    onListenerError: (error, event) => logger.log('error', `A listener of "${event.kind}" failed.`, { error }),
  });
  const stopLog = logEvents(events.subscribe, logger);
  const unsubscribe = seawall.subscribe(events.emit);
  let isClosed = false;
  const takeOver = async (read: () => Promise<Configuration>): Promise<void> => {
    try {
      const next = await read();
      if (isClosed) return;
      await seawall.reload(next);
    } catch (cause) {
      if (isClosed) return;
      events.emit({
        kind: 'configReloaded',
        atMs: clock.now(),
        outcome: { kind: 'refused', error: toConfigurationError(cause) },
      });
    }
  };
  // One after the other, in the order in which they were asked for; takeOver never rejects.
  let reloading: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    isClosed = true;
    await disconnect(context, seawall, logger);
    unsubscribe();
    stopLog();
    await logger.close();
  };
  return {
    seawall,
    logger,
    events,
    reload: (read) => {
      reloading = reloading.then(() => takeOver(read));
      return reloading;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** What a session needs. */
export interface SessionOptions {
  readonly configuration: Configuration;
  readonly logger: PinoLogger;
  /** Where to keep what was learned of the servers; without it nothing is kept. */
  readonly dataDir?: string;
  /** Whether one host only is served, so that servers may know its roots.
   * @default false */
  readonly singleHost?: boolean;
}

/** The logger of a command: to stderr, unless the context says otherwise. */
export function openLogger(context: CommandContext, level: LogLevel | 'silent'): PinoLogger {
  const { clock, logDestination } = context;
  return createPinoLogger({ level, clock, ...(logDestination === undefined ? {} : { destination: logDestination }) });
}

/** Connects beside everything else: what it finds is told as events. */
export function startInBackground({ seawall, logger }: Pick<Session, 'seawall' | 'logger'>): void {
  // The only way to fail is to be closed meanwhile.
  void seawall.connect().catch((error: unknown) => logger.log('debug', 'Connecting was ended.', { error }));
}

/** Tells once, and at once, that the process has to end because of an error that nobody caught. */
export function logFatal(logger: PinoLogger, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const advice = 'Start it again, and report this record at the project.';
  logger.fatal(`An error that nobody handled ends this gateway: ${message}. ${advice}`, {
    error,
    stack: error instanceof Error ? error.stack : undefined,
  });
}

/** Longer than any orderly end takes, in milliseconds. */
const MAX_DISCONNECT_MS = 3000;

/** The client logs what it ends; here is what it can't tell itself. */
async function disconnect(context: CommandContext, seawall: Seawall, logger: PinoLogger): Promise<void> {
  const limit = new AbortController();
  try {
    const ended = seawall.close().then(() => true);
    const isEnded = await Promise.race([
      ended,
      sleep(context.clock, MAX_DISCONNECT_MS, limit.signal).then(() => false),
    ]);
    if (!isEnded) logger.log('error', `Error disconnecting from MCP servers: not done within ${MAX_DISCONNECT_MS} ms`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.log('error', `Error disconnecting from MCP servers: ${message}`, { error });
  } finally {
    limit.abort();
  }
}

function toConfigurationError(cause: unknown): MCPConfigurationError {
  if (MCPConfigurationError.isInstance(cause)) return cause;
  return new MCPConfigurationError({
    code: 'CONFIG_UNREADABLE',
    message: 'The configuration could not be taken over.',
    hint: 'Check it with "seawall config check".',
    cause,
  });
}
