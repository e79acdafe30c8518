import { type Configuration, watchConfiguration } from '@seawall/client';
import type { LogLevel } from '@seawall/core/base';
import { createGateway } from '@seawall/gateway';
import type { LogFormat } from '@seawall/telemetry';
import type { CommandContext } from '../context.ts';
import { prepareDataDir } from '../data-dir/data-dir.ts';
import { type DataDirLock, lockDataDir } from '../data-dir/data-dir-lock.ts';
import { dataDirOf } from '../data-dir/data-dir-path.ts';
import { EXIT } from '../exit-code.ts';
import { toMcpError } from '../report/error-text.ts';
import { type LoadedConfiguration, loadConfiguration } from '../session/load-configuration.ts';
import { logFatal, observe, openLogger, openSession, startInBackground, usualFormat } from '../session/session.ts';
import { createStopping } from '../session/stopping.ts';
import { TAKEN_BY_ALL, warnOfRestart } from '../session/warn-of-restart.ts';
import { openTracing } from '../tracing/open-tracing.ts';

/** `seawall stdio`: the gateway for the one host that started it, over stdin and stdout. */
export async function stdio(context: CommandContext, options: StdioCommandOptions): Promise<number> {
  // First of all: from here on stdout carries MCP and nothing else.
  const output = context.takeStdout();
  const loaded = await loadConfiguration(context, options);
  const logger = openLogger(context, {
    level: options.logLevel ?? loaded.configuration.settings.log.level,
    format: options.logFormat ?? loaded.configuration.settings.log.format,
  });
  const place = await takeDataDir(context, options, loaded);
  if (place.kind === 'none')
    logger.log('warn', `${place.reason} What is learned and seen of the servers is kept in memory only.`, {
      error: place.error,
    });
  const session = openSession(context, {
    configuration: loaded.configuration,
    logger,
    tracing: await openTracing(context, logger),
    singleHost: true,
    ...(place.kind === 'held' ? { dataDir: place.dataDir } : {}),
  });
  const observing = observe(
    context,
    session,
    place.kind === 'held'
      ? { kind: 'folder', dataDir: place.dataDir }
      : { kind: 'memory', isSecond: place.isTaken, dataDir: place.auditDir },
  );
  const gateway = createGateway({ seawall: session.seawall, version: context.version, clock: context.clock, logger });
  const reload = (read: () => Promise<Configuration>): void => {
    // Never rejects: a refusal is told as an event.
    void session.reload(async () => {
      const next = await read();
      logger.setLevel(options.logLevel ?? next.settings.log.level);
      logger.setFormat(options.logFormat ?? next.settings.log.format ?? usualFormat(context));
      warnOfRestart(session, next, TAKEN_BY_ALL);
      return next;
    });
  };
  using stopping = createStopping(context, {
    onReload: () => reload(loaded.read),
    onFatal: (error) => logFatal(logger, error),
  });
  using _watch = watchConfiguration({
    ...loaded.surroundings,
    clock: context.clock,
    current: loaded.configuration,
    onChange: (next) => reload(() => Promise.resolve(loaded.adjust(next))),
    onError: (error) =>
      session.events.emit({ kind: 'configReloaded', atMs: context.clock.now(), outcome: { kind: 'refused', error } }),
  });
  try {
    const front = await gateway.serveStdio({ input: context.stdin, output });
    startInBackground(session);
    // Never rejects.
    void front.closed.then(() => stopping.request({ kind: 'unheard' }));
    const reason = await stopping.requested;
    // A host that is gone waits for no answer.
    if (reason.kind === 'signal') await gateway.drain({ signal: stopping.hurry });
    return reason.kind === 'fatal' ? EXIT.failed : EXIT.ok;
  } finally {
    await gateway.close();
    await observing.close();
    await session.close();
    if (place.kind === 'held') await place.lock.release();
  }
}

/** What the command line says. */
export interface StdioCommandOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

type Place =
  | { readonly kind: 'held'; readonly dataDir: string; readonly lock: DataDirLock }
  | {
      readonly kind: 'none';
      /** Whether another gateway has it, which then keeps the records and tells people. */
      readonly isTaken: boolean;
      /** The data folder in whose audit trail all gateways write; absent where it can't be used. */
      readonly auditDir?: string;
      readonly reason: string;
      readonly error?: object;
    };

/** Hosts start several of us on one configuration: the first has the data folder, the others do without. */
async function takeDataDir(
  context: CommandContext,
  options: StdioCommandOptions,
  loaded: LoadedConfiguration,
): Promise<Place> {
  const dataDir = dataDirOf(context, loaded, options.dataDir);
  try {
    await prepareDataDir(dataDir);
    const taken = await lockDataDir(dataDir);
    if (taken.kind === 'held') return { kind: 'held', dataDir, lock: taken.lock };
    return {
      kind: 'none',
      isTaken: true,
      auditDir: dataDir,
      reason: `The data folder "${dataDir}" is in use by another Seawall gateway, process ${taken.holderPid}.`,
    };
  } catch (error) {
    const known = toMcpError(error);
    return { kind: 'none', isTaken: false, reason: known.message, error: known.toJSON() };
  }
}
