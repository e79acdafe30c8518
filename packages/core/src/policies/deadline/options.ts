import { checkNumbers, type NumberRange, type OptionFault } from '../option-check.ts';

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

const TIME: NumberRange = { min: 1, max: 86_400_000 };

/** Which numbers the time limits take. */
export const DEADLINE_RANGES = {
  timeoutMs: TIME,
  totalTimeoutMs: TIME,
  maxTotalTimeoutMs: TIME,
} as const satisfies Readonly<Record<keyof DeadlineOptions, NumberRange>>;

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

/** Everything that is wrong with `given`, each number by itself and against the others. */
export function checkDeadline(given: DeadlineOptions, path: string): readonly OptionFault[] {
  const faults = checkNumbers(given, DEADLINE_RANGES, path);
  const longest = given.maxTotalTimeoutMs;
  if (faults.length > 0 || longest === undefined) return faults;
  return (['timeoutMs', 'totalTimeoutMs'] as const).flatMap((field): readonly OptionFault[] => {
    const value = given[field];
    if (value === undefined || value <= longest) return [];
    const message = `${field} (${value}) is longer than maxTotalTimeoutMs (${longest}), so it could never pass.`;
    return [{ path: `${path}.${field}`, message, allowed: `a number from 1 to ${longest}` }];
  });
}
