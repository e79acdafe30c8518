import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type LogLevel, MCPConfigurationError } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import type { ChaosCall, ChaosOptions, ChaosReport, FaultKind } from '@seawall/testkit';
import type { CommandContext } from '../context.ts';
import { EXIT, exitCodeOfSignal } from '../exit-code.ts';
import { chaosText } from '../report/chaos-text.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { openLogger } from '../session/session.ts';
import { colorsFor } from '../terminal/colors.ts';
import { toDisplayLine } from '../terminal/display-text.ts';
import { toJsonText } from '../terminal/json-text.ts';
import { readChaosCalls } from './chaos-calls.ts';

/** `seawall chaos`: plays faults against the servers of a configuration, and tells what held. */
export async function chaos(context: CommandContext, options: ChaosCommandOptions): Promise<number> {
  const { stdout, stderr, env } = context;
  // Nobody else needs it.
  const { FAULT_KINDS, isFaultKind, runChaos } = await import('@seawall/testkit');
  const faults = options.faults.flatMap((name) => (name === 'all' ? FAULT_KINDS : [name]));
  const kinds = faults.filter(isFaultKind);
  const wrong = faults.filter((name) => !isFaultKind(name));
  if (wrong.length > 0 || kinds.length === 0) throw unknownFaults(wrong, FAULT_KINDS);
  const { configuration } = await loadConfiguration(context, options);
  const calls = await callsOf(context, options);
  const unknown = calls.find(({ server }) => !configuration.servers.some(({ name }) => name === server));
  if (unknown !== undefined) throw refusal(`--calls names the server "${unknown.server}", which is not configured.`);
  const logger = openLogger(context, {
    level: options.logLevel ?? 'silent',
    format: options.logFormat ?? configuration.settings.log.format,
  });
  const stopping = stopOnSignal(context);
  try {
    const report = await runChaos({
      configuration,
      faults: kinds,
      calls,
      sendWrites: options.writes,
      clock: context.clock,
      logger,
      signal: stopping.signal,
      onRow: ({ server, fault, violations }) => {
        const verdict = violations.length === 0 ? 'held' : 'did not hold';
        if (!options.json) stderr.write(`${toDisplayLine(server)}: ${fault}: ${verdict}\n`);
      },
      ...timesOf(options),
    });
    const colors = colorsFor(stdout, env);
    stdout.write(
      options.json ? `${toJsonText(report, 2)}\n` : chaosText(report, { colors, width: stdout.columns ?? 120 }),
    );
    return stopping.exitCode() ?? exitCodeOfReport(report);
  } finally {
    stopping.end();
    await logger.close();
  }
}

/** What the command line says. */
export interface ChaosCommandOptions {
  readonly config?: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
  /** Names of faults, or `all`. */
  readonly faults: readonly string[];
  readonly faultMs?: number;
  /** A file of calls. */
  readonly calls?: string;
  readonly writes: boolean;
  readonly seed?: number;
  readonly json: boolean;
}

function exitCodeOfReport({ held }: ChaosReport): number {
  return held ? EXIT.ok : EXIT.failed;
}

function timesOf({ faultMs, seed }: ChaosCommandOptions): Pick<ChaosOptions, 'faultMs' | 'seed'> {
  return { ...(faultMs === undefined ? {} : { faultMs }), ...(seed === undefined ? {} : { seed }) };
}

async function callsOf(context: CommandContext, options: ChaosCommandOptions): Promise<readonly ChaosCall[]> {
  const { calls: file, writes } = options;
  if (file === undefined) {
    if (writes) throw refusal('--writes needs --calls: without it there is no write that could be sent.');
    return [];
  }
  const path = isAbsolute(file) ? file : join(context.folder, file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refusal(`The file of --calls can't be read: "${file}".`, cause);
  });
  return readChaosCalls(text, file);
}

function unknownFaults(wrong: readonly string[], known: readonly FaultKind[]): MCPConfigurationError {
  const message =
    wrong.length === 0
      ? '--faults names no fault.'
      : `There is no fault ${wrong.map((name) => `"${name}"`).join(', ')}.`;
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message,
    hint: `Use all, or some of ${known.join(', ')}.`,
  });
}

function refusal(message: string, cause?: unknown): MCPConfigurationError {
  const hint = 'Run "seawall help chaos" to see what there is.';
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message,
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A signal ends the run with the rows that there are; a second one ends the process. */
function stopOnSignal(context: CommandContext): {
  readonly signal: AbortSignal;
  exitCode(): number | undefined;
  end(): void;
} {
  const aborting = new AbortController();
  let exitCode: number | undefined;
  const stop = (code: number): void => {
    exitCode ??= code;
    aborting.abort();
  };
  const end = context.events.listen({
    onStop: (signal) => {
      if (aborting.signal.aborted) context.exit(exitCodeOfSignal(signal));
      stop(exitCodeOfSignal(signal));
    },
    // There is nothing to read again: the terminal was closed.
    onReload: () => stop(EXIT.failed),
    onFatal: () => stop(EXIT.failed),
    onOutputClosed: () => stop(EXIT.ok),
  });
  return { signal: aborting.signal, exitCode: () => exitCode, end };
}
