import { describe, expect, it } from 'vitest';
import { createServerTime } from '../../src/data/server-time.ts';

const never = (): (() => void) => () => undefined;

describe('the time of the gateway', () => {
  it('follows the clock of the gateway where that of this machine is wrong, and not the time on the way', () => {
    let nowMs = 1_000_000;
    const time = createServerTime({ now: () => nowMs, after: never, every: never });
    time.observe(999_700);
    expect(time.now()).toBe(1_000_000);
    time.observe(4_600_000);
    nowMs += 5000;
    expect(time.now()).toBe(4_605_000);
  });

  it('is not put back by what was said before the tab slept and is heard afterwards', () => {
    let nowMs = 1_000_000;
    const time = createServerTime({ now: () => nowMs, after: never, every: never });
    time.observe(1_000_000);
    nowMs += 600_000;
    time.observe(1_015_000);
    expect(time.now()).toBe(nowMs);
  });

  it('follows a clock that was set meanwhile', () => {
    let nowMs = 1_000_000;
    const time = createServerTime({ now: () => nowMs, after: never, every: never });
    time.observe(1_000_000);
    nowMs += 7_200_000;
    for (let beat = 1; beat <= 8; beat += 1) time.observe(1_000_000 + beat * 15_000);
    expect(time.now()).toBe(1_120_000);
  });
});
