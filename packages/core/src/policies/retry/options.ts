import { checkNumbers, type NumberFields, type NumberRange, type OptionFault } from '../option-check.ts';

/** When a call is sent again, and how long it waits before. */
export interface RetryOptions {
  /** Attempts of a call that count, the first one included; 1 to 10, and 1 repeats nothing that was sent.
   * @default 3 */
  readonly maxAttempts?: number;
  /** How often a call is sent again of which no byte had left; 0 to 10. These do not count as attempts.
   * @default 3 */
  readonly maxTransparentAttempts?: number;
  /** The longest wait before the first repetition, in milliseconds, 1 to 60000; it doubles with each one.
   * @default 100 */
  readonly initialDelayMs?: number;
  /** The longest wait before any repetition, in milliseconds; 1 to 300000.
   * @default 5000 */
  readonly maxDelayMs?: number;
  /** The same as `initialDelayMs` where the server asks for fewer calls and does not say when; 1 to 60000.
   * @default 1000 */
  readonly initialThrottleDelayMs?: number;
  /** The same as `maxDelayMs` where the server asks for fewer calls and does not say when; 1 to 300000.
   * @default 30000 */
  readonly maxThrottleDelayMs?: number;
  /** A server that asks for a longer wait is not waited for, in milliseconds: the call fails at once; 0 to 300000.
   * @default 60000 */
  readonly maxRetryAfterMs?: number;
  /** For how long after it was first sent a write that may run twice is sent again, in milliseconds; 0 to 600000.
   * @default 60000 */
  readonly idempotentWithinMs?: number;
}

/** What {@link RetryOptions} are when nothing is said. */
export const RETRY_DEFAULTS = {
  maxAttempts: 3,
  maxTransparentAttempts: 3,
  initialDelayMs: 100,
  maxDelayMs: 5000,
  initialThrottleDelayMs: 1000,
  maxThrottleDelayMs: 30_000,
  maxRetryAfterMs: 60_000,
  idempotentWithinMs: 60_000,
} as const satisfies Required<RetryOptions>;

/** What {@link RetryOptions} may be. */
export const RETRY_RANGES = {
  maxAttempts: { min: 1, max: 10, isInteger: true },
  maxTransparentAttempts: { min: 0, max: 10, isInteger: true },
  initialDelayMs: { min: 1, max: 60_000 },
  maxDelayMs: { min: 1, max: 300_000 },
  initialThrottleDelayMs: { min: 1, max: 60_000 },
  maxThrottleDelayMs: { min: 1, max: 300_000 },
  maxRetryAfterMs: { min: 0, max: 300_000 },
  idempotentWithinMs: { min: 0, max: 600_000 },
} as const satisfies Readonly<Record<NumberFields<RetryOptions>, NumberRange>>;

/** {@link RetryOptions} with nothing left out. */
export type RetrySettings = Required<RetryOptions>;

/** Options, and the defaults for what they leave out. */
export function resolveRetry(options: RetryOptions): RetrySettings {
  return { ...RETRY_DEFAULTS, ...options };
}

/** Everything that is wrong with the options of retries, limits that contradict each other included. */
export function checkRetryOptions(options: RetryOptions, path: string): readonly OptionFault[] {
  const faults = checkNumbers(options, RETRY_RANGES, path);
  if (faults.length > 0) return faults;
  return [
    ...checkOrder(options, 'initialDelayMs', 'maxDelayMs', path),
    ...checkOrder(options, 'initialThrottleDelayMs', 'maxThrottleDelayMs', path),
  ];
}

/** How many repetitions the calls to one server may have together. */
export interface RetryBudgetOptions {
  /** Repetitions that may come at once after a quiet time; 0 to 1000, and 0 allows none.
   * @default 10 */
  readonly capacity?: number;
  /** The part of a repetition that each new call adds; 0 to 1.
   * @default 0.1 */
  readonly perCall?: number;
  /** In how many milliseconds one is added whether there are calls or not; 100 to 3600000.
   * @default 10000 */
  readonly refillMs?: number;
}

/** What {@link RetryBudgetOptions} are when nothing is said. */
export const RETRY_BUDGET_DEFAULTS = {
  capacity: 10,
  perCall: 0.1,
  refillMs: 10_000,
} as const satisfies Required<RetryBudgetOptions>;

/** What {@link RetryBudgetOptions} may be. */
export const RETRY_BUDGET_RANGES = {
  capacity: { min: 0, max: 1000, isInteger: true },
  perCall: { min: 0, max: 1 },
  refillMs: { min: 100, max: 3_600_000 },
} as const satisfies Readonly<Record<NumberFields<RetryBudgetOptions>, NumberRange>>;

/** Everything that is wrong with the options of a retry budget. */
export function checkRetryBudgetOptions(options: RetryBudgetOptions, path: string): readonly OptionFault[] {
  return checkNumbers(options, RETRY_BUDGET_RANGES, path);
}

type DelayField = 'initialDelayMs' | 'maxDelayMs' | 'initialThrottleDelayMs' | 'maxThrottleDelayMs';

function checkOrder(options: RetryOptions, initial: DelayField, max: DelayField, path: string): readonly OptionFault[] {
  const initialMs = options[initial] ?? RETRY_DEFAULTS[initial];
  const maxMs = options[max] ?? RETRY_DEFAULTS[max];
  if (initialMs <= maxMs) return [];
  const field = options[max] === undefined ? initial : max;
  return [
    {
      path: `${path}.${field}`,
      message: `${initial} is ${initialMs}, which is more than ${max}, ${maxMs}.`,
      allowed: field === max ? `a number from ${initialMs} to ${RETRY_RANGES[max].max}` : `a number from 1 to ${maxMs}`,
    },
  ];
}
