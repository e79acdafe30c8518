import { type Configuration, type ConfigurationWatch, watchConfiguration } from '@seawall/client';
import type { LogLevel } from '@seawall/core/base';
import { createGateway, dashboardLink, type Gateway, type ReloadResult } from '@seawall/gateway';
import type { LogFormat } from '@seawall/telemetry';
import { AdminAddressFile } from '../admin/admin-address.ts';
import { createAdmin } from '../admin/admin-options.ts';
import type { CommandContext } from '../context.ts';
import { dataDirOf } from '../data-dir/data-dir-path.ts';
import { takeDataDir } from '../data-dir/take-data-dir.ts';
import { EXIT } from '../exit-code.ts';
import { bannerLines } from '../serve/banner.ts';
import { createServerBoard, type ServerBoard } from '../serve/server-board.ts';
import { type LoadedConfiguration, loadConfiguration } from '../session/load-configuration.ts';
import {
  logFatal,
  observe,
  openLogger,
  openSession,
  type Session,
  startInBackground,
  usualFormat,
} from '../session/session.ts';
import { createStopping, type Stopping, type StopReason } from '../session/stopping.ts';
import { TAKEN_BY_ALL, warnOfRestart } from '../session/warn-of-restart.ts';
import { colorsFor } from '../terminal/colors.ts';
import { openTracing } from '../tracing/open-tracing.ts';

/** `seawall serve`: the gateway over HTTP, until it is stopped. */
export async function serve(context: CommandContext, options: ServeOptions): Promise<number> {
  const loaded = await loadConfiguration(context, options);
  const dataDir = dataDirOf(context, loaded, options.dataDir);
  const lock = await takeDataDir(dataDir);
  try {
    return await serveWith(context, { options, loaded, dataDir });
  } finally {
    await lock.release();
  }
}

/** What the command line says. */
export interface ServeOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

interface Serving {
  readonly options: ServeOptions;
  readonly loaded: LoadedConfiguration;
  readonly dataDir: string;
}

async function serveWith(context: CommandContext, serving: Serving): Promise<number> {
  const { options, loaded, dataDir } = serving;
  let board: ServerBoard | undefined;
  const logger = openLogger(
    withLogsAbove(context, () => board),
    {
      level: levelOf(context, options, loaded.configuration),
      format: formatOf(context, options, loaded.configuration),
    },
  );
  const tracing = await openTracing(context, logger);
  const session = openSession(context, { configuration: loaded.configuration, dataDir, logger, tracing });
  const observing = observe(context, session, { kind: 'folder', dataDir });
  let baseUrl: string | undefined;
  const reload = async (read: () => Promise<Configuration>): Promise<ReloadResult> => {
    const result = await session.reload(async () => {
      const next = await read();
      logger.setLevel(levelOf(context, options, next));
      logger.setFormat(formatOf(context, options, next));
      warnOfRestart(session, next, ['seawall.listen.host', 'seawall.listen.port', ...TAKEN_BY_ALL]);
      return next;
    });
    // Another token may be in force.
    await tellAddress();
    return result;
  };
  const admin = createAdmin(context, { session, observing, dataDir, reload: () => reload(loaded.read) });
  const addressFile = new AdminAddressFile(dataDir);
  const tellAddress = async (): Promise<void> => {
    if (baseUrl === undefined) return;
    await addressFile.write({ baseUrl, token: admin.token() }).catch((error: unknown) =>
      logger.log('error', 'Commands as "seawall status" do not find this gateway: its address was not written.', {
        error,
      }),
    );
  };
  const { version, clock } = context;
  const gateway = createGateway({ seawall: session.seawall, version, clock, logger, admin });
  using stopping = createStopping(context, {
    // Never rejects: a refusal is told as an event.
    onReload: () => void reload(loaded.read),
    onFatal: (error) => logFatal(logger, error),
  });
  let watch: ConfigurationWatch | undefined;
  try {
    const address = await gateway.listen();
    baseUrl = address.baseUrl;
    startInBackground(session);
    await tellAddress();
    const needsToken = loaded.configuration.settings.auth.token !== undefined;
    const dashboard = dashboardLink(address.baseUrl, admin.codes.create());
    const colors = colorsFor(context.stdout, context.env);
    context.stdout.write(
      `${bannerLines({ colors, url: address.url, dashboard, version, configFile: loaded.file, dataDir, needsToken }).join('\n')}\n`,
    );
    const shown = createServerBoard(context, session.seawall);
    board = shown;
    session.events.subscribe((event) => shown.onEvent(event));
    watch = watchFile(context, loaded, { session, reload });
    const reason = await stopping.requested;
    await drain({ board: shown, gateway, stopping, reason, drainMs: session.seawall.settings.drainMs });
    return reason.kind === 'fatal' ? EXIT.failed : EXIT.ok;
  } finally {
    watch?.close();
    board?.close();
    await addressFile.remove();
    await gateway.close();
    await observing.close();
    await session.close();
  }
}

/** On a terminal log lines would tear the table apart: they go above it. */
function withLogsAbove(context: CommandContext, board: () => ServerBoard | undefined): CommandContext {
  if (context.logDestination !== undefined || context.stdout.isTTY !== true || context.stderr.isTTY !== true)
    return context;
  const write = (line: string): void => {
    const shown = board();
    if (shown === undefined) context.stderr.write(line);
    else shown.above(() => context.stderr.write(line));
  };
  return { ...context, logDestination: { write } };
}

/** On a terminal the table says what `info` would. */
function levelOf(context: CommandContext, options: ServeOptions, configuration: Configuration): LogLevel {
  return options.logLevel ?? (context.stderr.isTTY === true ? 'warn' : configuration.settings.log.level);
}

function formatOf(context: CommandContext, options: ServeOptions, { settings }: Configuration): LogFormat {
  return options.logFormat ?? settings.log.format ?? usualFormat(context);
}

interface Reloading {
  readonly session: Session;
  readonly reload: (read: () => Promise<Configuration>) => Promise<ReloadResult>;
}

function watchFile(
  context: CommandContext,
  loaded: LoadedConfiguration,
  { session, reload }: Reloading,
): ConfigurationWatch {
  return watchConfiguration({
    ...loaded.surroundings,
    clock: context.clock,
    current: loaded.configuration,
    // It never rejects.
    onChange: (next) => void reload(() => Promise.resolve(loaded.adjust(next))),
    onError: (error) =>
      session.events.emit({ kind: 'configReloaded', atMs: context.clock.now(), outcome: { kind: 'refused', error } }),
  });
}

interface Draining {
  readonly board: ServerBoard;
  readonly gateway: Gateway;
  readonly stopping: Stopping;
  readonly reason: StopReason;
  readonly drainMs: number;
}

/** Lets running calls come to their end, and says so where anybody listens. */
async function drain({ board, gateway, stopping, reason, drainMs }: Draining): Promise<void> {
  const running = gateway.runningCalls;
  if (reason.kind === 'signal') {
    const wait = `${running} running call${running === 1 ? '' : 's'} may take up to ${Math.ceil(drainMs / 1000)} s. Repeat ${reason.signal} to end now.`;
    board.write(`\nStopping (${reason.signal}).${running === 0 ? '' : ` ${wait}`}\n`);
  }
  await gateway.drain({ signal: stopping.hurry });
}
