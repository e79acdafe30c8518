import type { PageClock } from '../clock.ts';

/** The time of the gateway, also where the clock of this machine is wrong. */
export interface ServerTime {
  now(): number;
  /** Takes note of what the gateway just said. */
  observe(atMs: number): void;
}

/** Differences below this are those of the way here, in milliseconds. */
const TOLERANCE_MS = 2000;

/** Begins with the clock of the browser, until the gateway says what time it is. */
export function createServerTime(clock: PageClock): ServerTime {
  let offsetMs = 0;
  return {
    now: () => clock.now() + offsetMs,
    observe: (atMs) => {
      const difference = atMs - clock.now();
      offsetMs = Math.abs(difference) < TOLERANCE_MS ? 0 : difference;
    },
  };
}
