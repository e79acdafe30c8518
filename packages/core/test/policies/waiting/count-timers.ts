import type { FakeClock } from '@seawall/testkit';

/** The same clock, and how often a timer was set on it. */
export function countTimers(clock: FakeClock): { readonly clock: FakeClock; readonly counts: { set: number } } {
  const counts = { set: 0 };
  const setTimer = clock.setTimer.bind(clock);
  clock.setTimer = (callback, delayMs, options) => {
    counts.set += 1;
    return setTimer(callback, delayMs, options);
  };
  return { clock, counts };
}
