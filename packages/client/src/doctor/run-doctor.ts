import {
  type Clock,
  type Logger,
  MCPCancelledError,
  MCPConfigurationError,
  registerSecrets,
  systemClock,
  toTimestamp,
} from '@seawall/core/base';
import type { Configuration, ConfiguredServer } from '../config/configuration.ts';
import { didYouMean } from '../config/did-you-mean.ts';
import type { Environment } from '../config/environment.ts';
import type { DoctorOutcome, DoctorProgress, DoctorReport, ServerExamination } from './doctor-report.ts';
import { secretValues } from './secret-values.ts';

/** How a doctor works. */
export interface DoctorOptions {
  /** The servers to examine, as the configuration names them.
   * @default all */
  readonly servers?: readonly string[];
  /** How long all of it may take, in milliseconds: servers are examined at the same time.
   * @default 60000 */
  readonly deadlineMs?: number;
  /** Gives up; what was started is ended before the rejection comes. */
  readonly signal?: AbortSignal;
  /** Told of each check as it begins and ends. Must not throw. */
  readonly onProgress?: (progress: DoctorProgress) => void;
  /** Of which children inherit a part, and which names the proxies.
   * @default the environment of this process */
  readonly environment?: Environment;
  /** Hears what the connections report.
   * @default drops everything */
  readonly logger?: Logger;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

export const DOCTOR_DEFAULTS = { deadlineMs: 60_000 } as const satisfies DoctorOptions;

/**
 * Examines the servers of a configuration, all at once, and names for each the first step that fails and how to mend it.
 *
 * It starts and reaches every server by itself, with the code that a gateway connects with, so that it works beside one
 * that runs; it lists what servers offer and calls no tool. Whatever it started is ended when it settles. No value of a
 * variable or a header stands in the report or in what `onProgress` is told.
 *
 * @throws {@link MCPConfigurationError} with `SERVER_NOT_FOUND` for a server that the configuration does not name.
 * @throws {@link MCPCancelledError} when `signal` aborts.
 */
export async function runDoctor(configuration: Configuration, options: DoctorOptions = {}): Promise<DoctorReport> {
  const { deadlineMs = DOCTOR_DEFAULTS.deadlineMs, signal, clock = systemClock, environment = process.env } = options;
  const servers = chooseServers(configuration, options.servers);
  if (!Number.isFinite(deadlineMs) || deadlineMs <= 0) throw wrongDeadline(deadlineMs);
  if (signal?.aborted) throw cancelled(signal.reason);
  // Sockets, certificates and checks: nobody but the doctor needs them.
  const { examineServer } = await import('./examine-server.ts');
  // Held until the last process has ended: its last words pass redaction too.
  using _secrets = registerSecrets(secretValues(configuration, environment));
  // One for each server: on a single signal Node takes so many listeners for a leak.
  const endings = servers.map(() => new AbortController());
  const onAbort = (): void => {
    for (const ending of endings) ending.abort();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const startedMs = clock.monotonicMs();
  const startedAt = toTimestamp(clock.now());
  const timer = clock.setTimer(onAbort, deadlineMs);
  try {
    const examinations = await Promise.all(
      servers.map(async (server, index) => {
        const examination = await examineServer(server, {
          configuration,
          environment,
          clock,
          signal: endings[index]?.signal ?? AbortSignal.abort(),
          dueMs: startedMs + deadlineMs,
          deadlineMs,
          onProgress: options.onProgress ?? (() => undefined),
          ...(options.logger === undefined ? {} : { logger: options.logger }),
        });
        if (signal?.aborted !== true)
          options.onProgress?.({ kind: 'serverFinished', server: server.name, examination });
        return examination;
      }),
    );
    if (signal?.aborted) throw cancelled(signal.reason);
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    return { ...summarize(examinations), startedAt, durationMs, deadlineMs, servers: examinations };
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', onAbort);
  }
}

function chooseServers(
  { servers, file }: Configuration,
  names: readonly string[] | undefined,
): readonly ConfiguredServer[] {
  if (names === undefined) return servers;
  const known = servers.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return servers.filter(({ name }) => names.includes(name));
  const near = didYouMean(unknown, known);
  const list = known.map((name) => `"${name}"`).join(', ');
  throw new MCPConfigurationError({
    code: 'SERVER_NOT_FOUND',
    message: `There is no server "${unknown}"${file === undefined ? '' : ` in "${file}"`}.`,
    hint:
      near !== undefined
        ? `Did you mean "${near}"?`
        : list === ''
          ? 'Add it under mcpServers.'
          : `Name one of ${list}.`,
    context: { serverName: unknown },
  });
}

function summarize(examinations: readonly ServerExamination[]): Pick<DoctorReport, 'outcome' | 'summary'> {
  const count = (wanted: ServerExamination['outcome']): number =>
    examinations.filter(({ outcome }) => outcome === wanted).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const outcome: DoctorOutcome = failed > 0 ? 'failed' : warnings > 0 ? 'warning' : 'passed';
  const summary = {
    servers: examinations.length,
    passed: count('passed'),
    warnings,
    failed,
    disabled: count('disabled'),
  };
  return { outcome, summary };
}

function wrongDeadline(deadlineMs: number): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `The option "deadlineMs" is ${deadlineMs}; a number of milliseconds above 0 is allowed.`,
    hint: `Leave it out for ${DOCTOR_DEFAULTS.deadlineMs} ms.`,
  });
}

function cancelled(cause: unknown): MCPCancelledError {
  return new MCPCancelledError({ operation: 'doctor', message: 'The examination was given up by its caller.', cause });
}
