import { join } from 'node:path';
import { type Configuration, openSeawall, type Seawall } from '@seawall/client';
import {
  createEventBus,
  createOrderedSystemId,
  type EventBus,
  type LogLevel,
  MCPConfigurationError,
  type ParkedLog,
  sleep,
  systemRandom,
} from '@seawall/core/base';
import type { ReloadResult } from '@seawall/gateway';
import { createPinoLogger, type LogFormat, logEvents, type PinoLogger } from '@seawall/telemetry/logs';
import type { CommandContext } from '../context.ts';
import { createObserving, type Observing } from '../observing/observing.ts';
import { type ObservingPlace, PARKED_FILE } from '../observing/observing-options.ts';
import { hasColors } from '../terminal/colors.ts';
import type { Tracing } from '../tracing/open-tracing.ts';

/** A client with a log and everything that has to end with it. */
export interface Session {
  readonly seawall: Seawall;
  readonly logger: PinoLogger;
  /** The events of the client, and those that the command adds. */
  readonly events: EventBus;
  /** The configuration in force. */
  readonly configuration: Configuration;
  /** Takes over another configuration; tells as an event, and in the end, how that went. Never rejects. */
  reload(read: () => Promise<Configuration>): Promise<ReloadResult>;
  /** Disconnects from all servers; what goes wrong is logged and not thrown. May be called twice. */
  close(): Promise<void>;
}

/** Builds the session of a command. Nothing is connected yet. */
export function openSession(
  context: CommandContext,
  { configuration, dataDir, logger, tracing, singleHost = false }: SessionOptions,
): Session {
  const { clock } = context;
  const openParkedLog = async (folder: string): Promise<ParkedLog> => {
    // Loaded only where a tool is set to park its writes.
    const store = await import('@seawall/store');
    return store.openParkedLog({ file: join(folder, PARKED_FILE), logger, clock });
  };
  const kept = dataDir === undefined ? {} : { dataDir, parkedLog: () => openParkedLog(dataDir) };
  const traced = tracing === undefined ? {} : { tracer: tracing.tracer };
  const options = { clock, logger, singleHost, createId: createOrderedSystemId };
  const seawall = openSeawall(configuration, { ...options, ...kept, ...traced });
  const events = createEventBus({
    onListenerError: (error, event) => logger.log('error', `A listener of "${event.kind}" failed.`, { error }),
  });
  const stopLog = logEvents(events.subscribe, logger);
  const unsubscribe = seawall.subscribe(events.emit);
  let current = configuration;
  let isClosed = false;
  const takeOver = async (read: () => Promise<Configuration>): Promise<ReloadResult> => {
    try {
      const next = await read();
      if (isClosed) return ENDING;
      await seawall.reload(next);
      current = next;
      return { outcome: 'applied', detail: 'The configuration was read again and is in force.' };
    } catch (cause) {
      if (isClosed) return ENDING;
      const error = toConfigurationError(cause);
      events.emit({ kind: 'configReloaded', atMs: clock.now(), outcome: { kind: 'refused', error } });
      return { outcome: 'refused', detail: error.message };
    }
  };
  // One after the other, in the order in which they were asked for; takeOver never rejects.
  let reloading: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    isClosed = true;
    await disconnect(context, seawall, logger);
    unsubscribe();
    stopLog();
    await tracing?.close();
    await logger.close();
  };
  return {
    seawall,
    logger,
    events,
    get configuration() {
      return current;
    },
    reload: (read) => {
      const result = reloading.then(() => takeOver(read));
      reloading = result;
      return result;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

const ENDING: ReloadResult = { outcome: 'refused', detail: 'The gateway is ending.' };

/** What a session needs. */
export interface SessionOptions {
  readonly configuration: Configuration;
  readonly logger: PinoLogger;
  /** Where to keep what was learned of the servers; without it nothing is kept. */
  readonly dataDir?: string;
  /** Follows calls; the session ends it. */
  readonly tracing?: Tracing | undefined;
  /** Whether one host only is served, so that servers may know its roots.
   * @default false */
  readonly singleHost?: boolean;
}

/** The logger of a command: to stderr, unless the context says otherwise. */
export function openLogger(context: CommandContext, options: LoggerOptions): PinoLogger {
  const { clock, logDestination, stderr, env } = context;
  const { level, format } = options;
  return createPinoLogger({
    level,
    clock,
    format: format ?? usualFormat(context),
    hasColors: hasColors(stderr, env),
    ...(logDestination === undefined ? {} : { destination: logDestination }),
  });
}

/** How a command logs. */
export interface LoggerOptions {
  readonly level: LogLevel | 'silent';
  /** @default {@link usualFormat} */
  readonly format?: LogFormat | undefined;
}

/** Lines for people on a terminal, JSON else. */
export function usualFormat({ stderr }: Pick<CommandContext, 'stderr'>): LogFormat {
  return stderr.isTTY === true ? 'pretty' : 'json';
}

/** Watches a session from now on. */
export function observe(
  context: CommandContext,
  { seawall, events, logger }: Pick<Session, 'seawall' | 'events' | 'logger'>,
  place: ObservingPlace,
): Observing {
  const { clock, env, version } = context;
  const rehearsal = rehearseAfterFirstCall(context, { events, logger });
  const observing = createObserving({
    seawall,
    subscribe: events.subscribe,
    emit: events.emit,
    clock,
    random: systemRandom,
    createId: createOrderedSystemId,
    logger,
    environment: env,
    version,
    place,
  });
  return {
    open: () => observing.open(),
    close: async () => {
      await Promise.all([rehearsal.end(), observing.close()]);
    },
  };
}

/** When a call went well there is a moment for what the first that fails would else have to do. */
function rehearseAfterFirstCall(
  { clock, version }: CommandContext,
  { events, logger }: Pick<Session, 'events' | 'logger'>,
): { /** Never rejects. */ end(): Promise<void> } {
  const ending = new AbortController();
  let rehearsing: Promise<void> | undefined;
  const rehearse = async (): Promise<void> => {
    try {
      const { rehearseFailures } = await import('../observing/rehearse-failures.ts');
      const { signal } = ending;
      await rehearseFailures({ clock, version, random: systemRandom, createId: createOrderedSystemId, signal });
    } catch (error) {
      logger.log('debug', 'Failures could not be rehearsed.', { error });
    }
  };
  const stop = events.subscribe((event) => {
    if (event.kind !== 'callFinished') return;
    stop();
    rehearsing = rehearse();
  });
  return {
    end: async () => {
      stop();
      ending.abort();
      await rehearsing;
    },
  };
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
