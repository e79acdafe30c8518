/** How long calls may take. */
export interface DeadlineOptions {
  /**
   * How long one attempt may go on without progress in milliseconds, from 1 to 86400000.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /**
   * How long a call may go on without progress in milliseconds, from 1 to 86400000: waiting, delays and all attempts
   * together.
   * @default 60000
   */
  readonly totalTimeoutMs?: number;
  /**
   * How long a call may take in milliseconds whatever progress comes, from 1 to 86400000.
   * @default 300000
   */
  readonly maxTotalTimeoutMs?: number;
}

/** What each time limit is where it is not given. */
export const DEADLINE_DEFAULTS = {
  timeoutMs: 30_000,
  totalTimeoutMs: 60_000,
  maxTotalTimeoutMs: 300_000,
} as const satisfies DeadlineOptions;

/** Every time limit of one call, in milliseconds. */
export type DeadlineTimes = Readonly<Required<DeadlineOptions>>;

/** Fills in what was not given, so that no default is longer than a limit around it that was. */
export function resolveDeadline(given: DeadlineOptions): DeadlineTimes {
  const longest = given.maxTotalTimeoutMs ?? Number.POSITIVE_INFINITY;
  const timeoutMs = given.timeoutMs ?? Math.min(DEADLINE_DEFAULTS.timeoutMs, given.totalTimeoutMs ?? longest, longest);
  const totalTimeoutMs =
    given.totalTimeoutMs ?? Math.min(Math.max(DEADLINE_DEFAULTS.totalTimeoutMs, timeoutMs), longest);
  const maxTotalTimeoutMs =
    given.maxTotalTimeoutMs ?? Math.max(DEADLINE_DEFAULTS.maxTotalTimeoutMs, timeoutMs, totalTimeoutMs);
  return { timeoutMs, totalTimeoutMs, maxTotalTimeoutMs };
}
