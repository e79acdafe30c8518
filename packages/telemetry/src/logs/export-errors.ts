import {
  type ErrorRecord,
  type Logger,
  MCPConfigurationError,
  redact,
  silentLogger,
  toTimestamp,
} from '@seawall/core/base';
import { JsonlFiles } from '../lines/jsonl-files.ts';
import type { Tracker, TrackerChange } from '../tracker/tracker.ts';
import { errorClassOf } from './error-class.ts';
import { safeFileName } from './safe-file-name.ts';

/**
 * Writes every error to `SERVER_errors.jsonl` and every time a server becomes unhealthy to `SERVER_alerts.jsonl`, as JSON lines
 * in UTC, redacted.
 *
 * Nobody waits for the disk. A file that becomes too large is put aside; what a disk does not take is dropped and counted.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID` for an option that can't be.
 */
export function exportErrors(tracker: Pick<Tracker, 'subscribe' | 'server'>, options: ErrorExportOptions): ErrorExport {
  const { maxBytes, keepFiles, repeatMs, windowMs, logger } = { ...ERROR_EXPORT_DEFAULTS, ...options };
  assertAtLeast('maxBytes', maxBytes, 1024);
  assertAtLeast('keepFiles', keepFiles, 1);
  const files = new JsonlFiles({
    folder: options.folder,
    maxBytes,
    keepFiles,
    onTrouble: (error) => logger.log('error', `The error log in "${options.folder}" can not be written.`, { error }),
  });
  /** Bounded by the servers that a tracker tells apart. */
  const alertedAt = new Map<string, number>();
  const alert = ({ server, to }: Extract<TrackerChange, { kind: 'healthChanged' }>): void => {
    const lastMs = alertedAt.get(server);
    // Either way: the clock may have been set back since.
    const isRepeated = lastMs !== undefined && Math.abs(to.sinceMs - lastMs) < repeatMs;
    if (to.health !== 'unhealthy' || isRepeated) return;
    alertedAt.set(server, to.sinceMs);
    const errorCount = tracker.server(server)?.window.errors ?? 0;
    const message = `MCP server ${server} is experiencing issues`;
    const minutes = Math.round(windowMs / 60_000);
    files.append(`${safeFileName(server)}_alerts.jsonl`, () => ({
      timestamp: toTimestamp(to.sinceMs),
      ...redact({ server, status: to.health, error_count: errorCount, message, reason: to.reason, advice: to.advice }),
    }));
    logger.log('error', `ALERT: ${message} - ${errorCount} errors in the last ${minutes} minutes`, {
      server,
      reason: to.reason,
    });
  };
  const unsubscribe = tracker.subscribe((change) => {
    if (change.kind === 'errorRecorded') {
      files.append(`${safeFileName(change.record.server)}_errors.jsonl`, () => toEntry(change.record));
    } else if (change.kind === 'healthChanged') alert(change);
  });
  return {
    get dropped() {
      return files.dropped;
    },
    flush: () => files.flush(),
    close: () => {
      unsubscribe();
      return files.flush();
    },
  };
}

/** Where errors are written to, and how. */
export interface ErrorExportOptions {
  /** Made where it is missing, for this user only. */
  readonly folder: string;
  /** A file that would become larger is put aside first, in bytes.
   * @default 10485760 */
  readonly maxBytes?: number;
  /** Files of each server and sort that were put aside and are kept.
   * @default 5 */
  readonly keepFiles?: number;
  /** A server that becomes unhealthy again is not told of before this time, in milliseconds.
   * @default 1800000 */
  readonly repeatMs?: number;
  /** The window of the tracker, as alerts name it, in milliseconds.
   * @default 900000 */
  readonly windowMs?: number;
  /** Gets alerts too, and is told when the disk takes nothing.
   * @default silentLogger */
  readonly logger?: Logger;
}

/** What {@link exportErrors} uses where an option is absent. */
export const ERROR_EXPORT_DEFAULTS: Required<Omit<ErrorExportOptions, 'folder'>> = {
  maxBytes: 10_485_760,
  keepFiles: 5,
  repeatMs: 1_800_000,
  windowMs: 900_000,
  logger: silentLogger,
};

/** An export that runs. */
export interface ErrorExport {
  /** Lines that were lost because the disk did not take them, or not fast enough. */
  readonly dropped: number;
  /** Resolves once everything so far is written or dropped; never rejects. */
  flush(): Promise<void>;
  /** Ends it, and writes what waits. May be called twice; never rejects. */
  close(): Promise<void>;
}

function toEntry({ atMs, server, target, error, outcome, callId, attempt, group }: ErrorRecord): object {
  const { kind, code, message, hint, context } = error;
  const { httpStatus, retryAfterMs } = context;
  return redact({
    timestamp: toTimestamp(atMs),
    server,
    tool: target ?? null,
    error_type: errorClassOf(kind),
    details: { kind, code, message, hint, httpStatus, retryAfterMs },
    outcome,
    attempt,
    call_id: callId,
    group,
  });
}

function assertAtLeast(name: string, value: number, least: number): void {
  if (value >= least) return;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `The option "${name}" of the error log is ${String(value)}.`,
    hint: `Use a number from ${least} on.`,
    configSection: `errorLog.${name}`,
  });
}
