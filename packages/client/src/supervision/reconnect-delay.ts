import type { Random } from '@seawall/core/base';

/** What the next delay depends on. */
export interface ReconnectDelayOptions {
  /** Attempts that failed in a row, at least 1. */
  readonly failures: number;
  /** How long the server has been away, in milliseconds. */
  readonly downForMs: number;
  readonly random: Random;
}

/** For this long after a loss no delay exceeds {@link EARLY_CEILING_MS}. */
export const EARLY_PERIOD_MS = 60_000;
export const EARLY_CEILING_MS = 1000;
export const LATE_CEILING_MS = 30_000;
const FIRST_DELAY_MS = 250;

/**
 * How long to wait before the next attempt to connect, in milliseconds.
 *
 * Doubles from 250 ms up to 1 s in the first minute, so that a server that comes back is noticed at once; after that a
 * tenth of the outage so far, at most 30 s, so that a server that stays away costs little. Up to a fifth is taken off at
 * random, so that many servers behind one cause don't come back in one instant.
 */
export function reconnectDelayMs(options: ReconnectDelayOptions): number {
  const spread = 1 - 0.2 * options.random();
  if (options.downForMs < EARLY_PERIOD_MS) {
    return Math.min(EARLY_CEILING_MS, FIRST_DELAY_MS * 2 ** Math.min(options.failures - 1, 10)) * spread;
  }
  return Math.min(LATE_CEILING_MS, options.downForMs / 10) * spread;
}
