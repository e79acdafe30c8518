import { checkNumbers, type NumberRange, type OptionFault } from '../option-check.ts';

/** When a server is asked whether it is still there while calls to it are under way. */
export interface SilenceOptions {
  /**
   * Whether it is asked at all.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * A call is never taken for silent before so many milliseconds, from 100 to 600000.
   * @default 1000
   */
  readonly minSilenceMs?: number;
  /**
   * How many times as long as nearly all calls of its tool (19 of 20) a call may be silent, from 1 to 100.
   * @default 2
   */
  readonly usualFactor?: number;
  /**
   * How long the server has for its answer in milliseconds, from 100 to 60000.
   * @default 1000
   */
  readonly probeTimeoutMs?: number;
}

/** What each option of the silent-call probe is where it is not given. */
export const SILENCE_DEFAULTS = {
  enabled: true,
  minSilenceMs: 1_000,
  usualFactor: 2,
  probeTimeoutMs: 1_000,
} as const satisfies SilenceOptions;

/** Which numbers the options of the silent-call probe take. */
export const SILENCE_RANGES = {
  minSilenceMs: { min: 100, max: 600_000 },
  usualFactor: { min: 1, max: 100 },
  probeTimeoutMs: { min: 100, max: 60_000 },
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Every option, as the watch takes them. */
export type SilenceSettings = Readonly<Required<SilenceOptions>>;

/** Every number that can't be used. */
export function checkSilence(given: SilenceOptions, path: string): readonly OptionFault[] {
  return checkNumbers(given, SILENCE_RANGES, path);
}
