import type { PageClock } from '../clock.ts';

/** The time of the gateway, also where the clock of this machine is wrong. */
export interface ServerTime {
  now(): number;
  /** Takes note of what the gateway just said. */
  observe(atMs: number): void;
}

/** Differences below this are those of the way here, in milliseconds. */
const TOLERANCE_MS = 2000;

/** How many of the last words of the gateway count. */
const KEPT = 8;

/**
 * Begins with the clock of the browser, until the gateway says what time it is.
 *
 * What it says can be late, by much where the tab slept, but never early: of the last words the one that was least late counts.
 */
export function createServerTime(clock: PageClock): ServerTime {
  let offsetMs = 0;
  const differences: number[] = [];
  return {
    now: () => clock.now() + offsetMs,
    observe: (atMs) => {
      differences.push(atMs - clock.now());
      if (differences.length > KEPT) differences.shift();
      const difference = Math.max(...differences);
      offsetMs = Math.abs(difference) < TOLERANCE_MS ? 0 : difference;
    },
  };
}
