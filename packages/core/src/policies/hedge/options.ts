import { checkNumbers, type NumberFields, type NumberRange, type OptionFault } from '../option-check.ts';

/** When a second attempt of a call is sent beside the first one. */
export interface HedgeOptions {
  /** It is never sent sooner than this, in milliseconds; 1 to 600000.
   * @default 500 */
  readonly minDelayMs?: number;
  /** As long as fewer calls of the tool were answered it is not known what is slow; 1 to 100000.
   * @default 20 */
  readonly minSamples?: number;
  /** The part of the calls that may have a second attempt; 0 to 1.
   * @default 0.05 */
  readonly maxExtraLoad?: number;
}

/** What {@link HedgeOptions} are when nothing is said. */
export const HEDGE_DEFAULTS = {
  minDelayMs: 500,
  minSamples: 20,
  maxExtraLoad: 0.05,
} as const satisfies Required<HedgeOptions>;

/** What {@link HedgeOptions} may be. */
export const HEDGE_RANGES = {
  minDelayMs: { min: 1, max: 600_000 },
  minSamples: { min: 1, max: 100_000, isInteger: true },
  maxExtraLoad: { min: 0, max: 1 },
} as const satisfies Readonly<Record<NumberFields<HedgeOptions>, NumberRange>>;

/** Everything that is wrong with the options of hedging. */
export function checkHedgeOptions(options: HedgeOptions, path: string): readonly OptionFault[] {
  return checkNumbers(options, HEDGE_RANGES, path);
}
