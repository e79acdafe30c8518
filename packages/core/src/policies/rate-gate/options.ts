import { checkNumbers, type NumberRange, type OptionFault } from '../option-check.ts';

/** How calls are held back after a server asked for fewer. */
export interface RateGateOptions {
  /** Whether calls are ever held back.
   * @default true */
  readonly enabled?: boolean;
  /** The longest first wait where the server names none, in milliseconds; doubled each time. From 1 to 3600000.
   * @default 1000 */
  readonly baseDelayMs?: number;
  /** The longest wait where the server names none, in milliseconds. At least `baseDelayMs`. From 1 to 3600000.
   * @default 30000 */
  readonly maxDelayMs?: number;
  /** A longer wait that the server names is cut to this, in milliseconds. From 1000 to 604800000.
   * @default 86400000 */
  readonly maxRetryAfterMs?: number;
  /** Two tools that are throttled within this time mean the whole server, in milliseconds. From 0 to 86400000.
   * @default 60000 */
  readonly scopeWindowMs?: number;
  /** What is left of the observed rate after the server asked for fewer calls. From 0.1 to 0.99.
   * @default 0.7 */
  readonly decreaseFactor?: number;
  /** The rate never falls below this, in calls a second. From 0.001 to 1000.
   * @default 0.5 */
  readonly minRatePerSecond?: number;
  /** By how much the rate grows with each second of successes, in calls a second. From 0.01 to 1000.
   * @default 0.5 */
  readonly increasePerSecond?: number;
  /** So long after the last throttle the rate may be forgotten, once it is well above the use, in milliseconds. From 1000 to 86400000.
   * @default 60000 */
  readonly forgetAfterMs?: number;
}

/** {@link RateGateOptions} with nothing left open. */
export type RateGateSettings = Required<RateGateOptions>;

/** What {@link RateGateOptions} are where they are not given. */
export const RATE_GATE_DEFAULTS = {
  enabled: true,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 86_400_000,
  scopeWindowMs: 60_000,
  decreaseFactor: 0.7,
  minRatePerSecond: 0.5,
  increasePerSecond: 0.5,
  forgetAfterMs: 60_000,
} as const satisfies RateGateSettings;

/** What the numbers of {@link RateGateOptions} may be. */
export const RATE_GATE_RANGES = {
  baseDelayMs: { min: 1, max: 3_600_000 },
  maxDelayMs: { min: 1, max: 3_600_000 },
  maxRetryAfterMs: { min: 1_000, max: 604_800_000 },
  scopeWindowMs: { min: 0, max: 86_400_000 },
  decreaseFactor: { min: 0.1, max: 0.99 },
  minRatePerSecond: { min: 0.001, max: 1_000 },
  increasePerSecond: { min: 0.01, max: 1_000 },
  forgetAfterMs: { min: 1_000, max: 86_400_000 },
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Everything about `options` that can't be used, all at once; `path` is where they stand, as `rateGate`. */
export function checkRateGate(options: RateGateOptions, path: string): readonly OptionFault[] {
  const { baseDelayMs, maxDelayMs } = resolveRateGate(options);
  const faults = checkNumbers(options, RATE_GATE_RANGES, path);
  if (!(maxDelayMs < baseDelayMs)) return faults;
  const message = `maxDelayMs is ${maxDelayMs}, which is less than baseDelayMs, ${baseDelayMs}.`;
  return [...faults, { path: `${path}.maxDelayMs`, message, allowed: `a number from ${baseDelayMs}` }];
}

/** `options` with the defaults where they say nothing. Does not check them: see {@link checkRateGate}. */
export function resolveRateGate(options: RateGateOptions): RateGateSettings {
  const defaults = RATE_GATE_DEFAULTS;
  return {
    enabled: options.enabled ?? defaults.enabled,
    baseDelayMs: options.baseDelayMs ?? defaults.baseDelayMs,
    maxDelayMs: options.maxDelayMs ?? defaults.maxDelayMs,
    maxRetryAfterMs: options.maxRetryAfterMs ?? defaults.maxRetryAfterMs,
    scopeWindowMs: options.scopeWindowMs ?? defaults.scopeWindowMs,
    decreaseFactor: options.decreaseFactor ?? defaults.decreaseFactor,
    minRatePerSecond: options.minRatePerSecond ?? defaults.minRatePerSecond,
    increasePerSecond: options.increasePerSecond ?? defaults.increasePerSecond,
    forgetAfterMs: options.forgetAfterMs ?? defaults.forgetAfterMs,
  };
}
