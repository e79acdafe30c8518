import type { Configuration, DoctorReport } from '@seawall/client';
import { type LogLevel, MCPCancelledError, MCPConfigurationError } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import type { CommandContext, StopSignal } from '../context.ts';
import { EXIT, exitCodeOfSignal } from '../exit-code.ts';
import { createDoctorProgress } from '../report/doctor-progress.ts';
import { doctorText } from '../report/doctor-text.ts';
import { exitCodeOf } from '../report/error-text.ts';
import { loadConfiguration } from '../session/load-configuration.ts';
import { colorsFor } from '../terminal/colors.ts';
import { toJsonText } from '../terminal/json-text.ts';

/** `seawall doctor [SERVER…]`: examines servers, and names for each the first step that fails and how to mend it. */
export async function doctor(context: CommandContext, options: DoctorCommandOptions): Promise<number> {
  const { stdout } = context;
  const loaded = await loadConfiguration(context, options).catch((error: unknown) => {
    if (options.json && MCPConfigurationError.isInstance(error)) return error;
    throw error;
  });
  if (MCPConfigurationError.isInstance(loaded)) {
    stdout.write(toJson({ ok: false, file: loaded.configFile, error: loaded.toJSON(), servers: [] }));
    return exitCodeOf(loaded);
  }
  const { file, configuration } = loaded;
  const examined = await examine(context, configuration, options);
  if (typeof examined === 'number') return examined;
  const { outcome } = examined;
  stdout.write(
    options.json
      ? toJson({ ok: outcome !== 'failed', file, ...examined })
      : doctorText(examined, {
          file,
          colors: colorsFor(stdout, context.env),
          width: stdout.columns ?? 120,
          isVerbose: options.verbose,
        }),
  );
  return outcome === 'failed' ? EXIT.failed : EXIT.ok;
}

/** What the command line says. */
export interface DoctorCommandOptions {
  readonly servers: readonly string[];
  readonly config?: string;
  readonly timeoutMs?: number;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Without it nothing is logged. */
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

/** The report, or the exit code of what interrupted it; everything that was started has ended by then. */
async function examine(
  context: CommandContext,
  configuration: Configuration,
  { servers, timeoutMs, json, logLevel, logFormat }: DoctorCommandOptions,
): Promise<DoctorReport | number> {
  const { runDoctor } = await import('@seawall/client');
  const aborting = new AbortController();
  let exitCode: number | undefined;
  let fatal: { readonly error: unknown } | undefined;
  const stop = (code: number): void => {
    exitCode ??= code;
    aborting.abort();
  };
  const stopListening = context.events.listen({
    onStop: (signal: StopSignal) => {
      if (aborting.signal.aborted) context.exit(exitCodeOfSignal(signal));
      stop(exitCodeOfSignal(signal));
    },
    // There is nothing to read again: the terminal was closed.
    onReload: () => stop(EXIT.failed),
    onFatal: (error) => {
      fatal ??= { error };
      stop(EXIT.failed);
    },
    onOutputClosed: () => stop(EXIT.ok),
  });
  // The log is loaded by those who want one only.
  const logger =
    logLevel === undefined
      ? undefined
      : (await import('../session/session.ts')).openLogger(context, {
          level: logLevel,
          format: logFormat ?? configuration.settings.log.format,
        });
  const progress = createDoctorProgress(context, { isQuiet: json });
  try {
    return await runDoctor(configuration, {
      signal: aborting.signal,
      environment: context.env,
      clock: context.clock,
      onProgress: progress.onProgress,
      ...(logger === undefined ? {} : { logger }),
      ...(servers.length === 0 ? {} : { servers }),
      ...(timeoutMs === undefined ? {} : { deadlineMs: timeoutMs }),
    });
  } catch (error) {
    if (fatal !== undefined) return await Promise.reject(fatal.error);
    if (exitCode === undefined || !MCPCancelledError.isInstance(error)) throw error;
    return exitCode;
  } finally {
    progress.close();
    await logger?.close();
    stopListening();
  }
}

function toJson(document: object): string {
  return `${toJsonText(document, 2)}\n`;
}
