import { expect, it } from 'vitest';
import { createServerTime } from '../../src/data/server-time.ts';

it('follows the clock of the gateway where that of this machine is wrong, and not the time on the way', () => {
  let nowMs = 1_000_000;
  const never = (): (() => void) => () => undefined;
  const time = createServerTime({ now: () => nowMs, after: never, every: never });
  time.observe(999_700);
  expect(time.now()).toBe(1_000_000);
  time.observe(4_600_000);
  nowMs += 5000;
  expect(time.now()).toBe(4_605_000);
});
