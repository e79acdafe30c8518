import type { NumberRange } from '../option-check.ts';

/** How many earlier answers are kept, and how old they may be when they are given. */
export interface StaleOptions {
  /** Answers kept; the one that was used longest ago goes first. From 1 to 100000.
   * @default 1000 */
  readonly maxEntries?: number;
  /** Memory for all of them, as it is estimated, in bytes. From 1024 to 1073741824.
   * @default 33554432, that is 32 MB */
  readonly maxBytes?: number;
  /** How old a list, or what a server says of itself, may be, in milliseconds; 0 for never. From 0 to 604800000.
   * @default 86400000, that is a day */
  readonly listMs?: number;
  /** How old what was read from a resource may be, in milliseconds; 0 for never. From 0 to 604800000.
   * @default 300000, that is 5 minutes */
  readonly resourceMs?: number;
}

/** {@link StaleOptions} with nothing left open. */
export type StaleSettings = Required<StaleOptions>;

/** What each option of stale answers is where it is not given. */
export const STALE_DEFAULTS = {
  maxEntries: 1000,
  maxBytes: 33_554_432,
  listMs: 86_400_000,
  resourceMs: 300_000,
} as const satisfies StaleSettings;

const AGE: NumberRange = { min: 0, max: 604_800_000 };

/** Which numbers the options of stale answers take. */
export const STALE_RANGES = {
  maxEntries: { min: 1, max: 100_000, isInteger: true },
  maxBytes: { min: 1024, max: 1_073_741_824, isInteger: true },
  listMs: AGE,
  resourceMs: AGE,
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Fills in what was not given. */
export function resolveStale(
  given: { readonly [F in keyof StaleOptions]?: StaleOptions[F] | undefined },
): StaleSettings {
  return {
    maxEntries: given.maxEntries ?? STALE_DEFAULTS.maxEntries,
    maxBytes: given.maxBytes ?? STALE_DEFAULTS.maxBytes,
    listMs: given.listMs ?? STALE_DEFAULTS.listMs,
    resourceMs: given.resourceMs ?? STALE_DEFAULTS.resourceMs,
  };
}
