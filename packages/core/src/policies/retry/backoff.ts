import type { Random } from '../../random.ts';

/** What a delay depends on. */
export interface BackoffOptions {
  /** Attempts that failed so far, at least 1. */
  readonly failures: number;
  /** The longest delay after the first failure, in milliseconds. */
  readonly initialMs: number;
  /** The longest delay of all, in milliseconds. */
  readonly maxMs: number;
  readonly random: Random;
}

/** Doubling more often than this exceeds every `maxMs` that is allowed. */
const MAX_DOUBLINGS = 30;

/**
 * How long to wait before the next attempt, in milliseconds: anything from 0 to a limit that doubles with each failure.
 *
 * Spread over the whole length, so that many calls that failed in one instant do not come back in one.
 */
export function backoffDelayMs({ failures, initialMs, maxMs, random }: BackoffOptions): number {
  return random() * Math.min(maxMs, initialMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
}
