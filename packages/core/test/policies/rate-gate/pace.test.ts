import { describe, expect, it } from 'vitest';
import { type RateGateOptions, resolveRateGate } from '../../../src/policies/rate-gate/options.ts';
import { Pace } from '../../../src/policies/rate-gate/pace.ts';

function createPace(options: RateGateOptions = {}, random: () => number = () => 0.5): Pace {
  return new Pace(resolveRateGate(options), random, 0);
}

describe('Pace', () => {
  it('holds nothing back before it was told to', () => {
    const pace = createPace();
    expect([pace.waitMs(0), pace.isHeld(0), pace.ratePerSecond]).toEqual([0, false, Number.POSITIVE_INFINITY]);
    pace.take(0);
    expect(pace.waitMs(0)).toBe(0);
  });

  it('goes on at seven tenths, one call after the other', () => {
    const pace = createPace();
    pace.throttle(1_000, 10, 0);
    expect(pace.ratePerSecond).toBe(7);
    expect([pace.waitMs(0), pace.isHeld(1_049), pace.isHeld(1_050), pace.waitMs(1_050)]).toEqual([
      1_050,
      true,
      false,
      0,
    ]);
    pace.take(1_050);
    expect(pace.waitMs(1_050)).toBeCloseTo(142.86, 2);
    expect(pace.waitMs(1_150)).toBeCloseTo(42.86, 2);
    expect(pace.waitMs(1_300)).toBe(0);
  });

  it('grows fast up to what was usual, and slowly beyond', () => {
    const pace = createPace({ increasePerSecond: 0.5 });
    pace.throttle(0, 10, 0);
    pace.succeed(500);
    expect(pace.ratePerSecond).toBeCloseTo(7 + 1.75, 6);
    pace.succeed(1_500);
    expect(pace.ratePerSecond).toBeCloseTo(8.75 * 1.5, 6);
    pace.succeed(2_500);
    expect(pace.ratePerSecond).toBeCloseTo(8.75 * 1.5 + 0.5, 6);
    // A pause counts as one second, and no time as none.
    pace.succeed(90_000);
    expect(pace.ratePerSecond).toBeCloseTo(8.75 * 1.5 + 1, 6);
    pace.succeed(90_000);
    pace.succeed(80_000);
    expect(pace.ratePerSecond).toBeCloseTo(8.75 * 1.5 + 1, 6);
    pace.succeed(80_500);
    expect(pace.ratePerSecond).toBeCloseTo(8.75 * 1.5 + 1.25, 6);
  });

  it('grows by the step where a share of the rate would be less', () => {
    const pace = createPace({ increasePerSecond: 2 });
    pace.throttle(0, 2, 0);
    expect(pace.ratePerSecond).toBe(1.4);
    pace.succeed(1_000);
    expect(pace.ratePerSecond).toBeCloseTo(3.4, 6);
  });

  it('learns nothing from calls that went well while it held the others', () => {
    const pace = createPace();
    pace.throttle(2_000, 10, 0);
    pace.succeed(2_099);
    expect(pace.ratePerSecond).toBe(7);
    pace.succeed(2_100);
    expect(pace.ratePerSecond).toBeCloseTo(7 + 3.5, 6);
  });

  it('slows down once for what was throttled within one second', () => {
    const pace = createPace();
    pace.throttle(0, 10, 0);
    pace.succeed(500);
    pace.throttle(0, 10, 999);
    expect(pace.ratePerSecond).toBeCloseTo(8.75, 6);
    pace.succeed(1_000);
    const beforeRate = pace.ratePerSecond;
    pace.throttle(0, 10, 1_999);
    expect(pace.ratePerSecond).toBeCloseTo(beforeRate * 0.7, 6);
    expect(pace.throttles).toBe(3);
  });

  it('takes what comes in the same moment, and within a second at any time, for one throttle', () => {
    const pace = createPace();
    pace.throttle(0, 10, 5_000);
    pace.succeed(5_000);
    pace.throttle(0, 10, 5_000);
    pace.throttle(0, 10, 5_900);
    expect(pace.ratePerSecond).toBe(7);
  });

  it('knows what was usual from the first throttle alone', () => {
    const pace = createPace();
    pace.throttle(0, 10, 0);
    pace.succeed(5_000);
    pace.throttle(0, 2, 10_000);
    expect(pace.ratePerSecond).toBeCloseTo(10.5 * 0.7, 6);
    pace.succeed(11_000);
    expect(pace.ratePerSecond).toBeCloseTo(10.5 * 0.7 * 1.5, 6);
  });

  it('grows slowly from the usual rate on', () => {
    const pace = createPace({ minRatePerSecond: 2, increasePerSecond: 0.5 });
    pace.throttle(0, 2, 0);
    pace.succeed(1_000);
    expect(pace.ratePerSecond).toBe(2.5);
  });

  it('does not slow down again before a call went well', () => {
    const pace = createPace();
    pace.throttle(0, 10, 0);
    pace.throttle(0, 10, 5_000);
    expect(pace.ratePerSecond).toBe(7);
    pace.succeed(5_000);
    pace.throttle(0, 10, 10_000);
    expect(pace.ratePerSecond).toBeCloseTo(4.9, 6);
    pace.throttle(0, 10, 15_000);
    expect(pace.ratePerSecond).toBeCloseTo(4.9, 6);
  });

  it('never goes below the lowest rate, whatever was measured', () => {
    const pace = createPace({ minRatePerSecond: 0.5 });
    pace.throttle(0, 0, 0);
    expect(pace.ratePerSecond).toBe(0.5);
  });

  it('draws a longer wait for each throttle without a time, and a short one after a success', () => {
    const pace = createPace({ baseDelayMs: 1_000, maxDelayMs: 6_000 });
    const waits: number[] = [];
    for (let nowMs = 0; nowMs < 50_000; nowMs += 10_000) {
      pace.throttle(undefined, 10, nowMs);
      waits.push(pace.waitMs(nowMs));
    }
    expect(waits).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
    pace.succeed(60_000);
    pace.throttle(undefined, 10, 70_000);
    expect(pace.waitMs(70_000)).toBe(500);
  });

  it('draws no further wait while it is held, and doubles none for what was throttled together', () => {
    const pace = createPace();
    pace.throttle(undefined, 10, 0);
    pace.throttle(undefined, 10, 100);
    expect(pace.waitMs(100)).toBe(400);
    pace.throttle(undefined, 10, 600);
    expect(pace.waitMs(600)).toBe(500);
  });

  it('keeps the longer of two waits', () => {
    const pace = createPace({}, () => 0);
    pace.throttle(5_000, 10, 0);
    pace.throttle(3_000, 10, 1_000);
    expect(pace.waitMs(1_000)).toBe(4_000);
    pace.throttle(4_001, 10, 1_000);
    expect(pace.waitMs(1_000)).toBe(4_001);
  });

  it('spreads what the server named by up to a tenth, and cuts it before', () => {
    const pace = createPace({ maxRetryAfterMs: 10_000 }, () => 1);
    pace.throttle(20_000, 10, 0);
    expect(pace.waitMs(0)).toBeCloseTo(11_000, 6);
  });

  it('starts its waits anew when the clock is set back, and none that is over', () => {
    const pace = createPace({}, () => 0);
    pace.throttle(5_000, 10, 100_000);
    expect(pace.waitMs(50_000)).toBe(5_000);
    expect(pace.isHeld(50_000)).toBe(true);
    expect(pace.waitMs(55_000)).toBe(0);
    pace.take(55_000);
    expect(pace.isHeld(10)).toBe(false);
    expect(pace.waitMs(10)).toBeCloseTo(142.86, 2);
    expect(pace.waitMs(160)).toBe(0);
  });

  it('slows down for a throttle after the clock was set back', () => {
    const pace = createPace({}, () => 0);
    pace.throttle(0, 10, 100_000);
    pace.succeed(101_000);
    const beforeRate = pace.ratePerSecond;
    pace.throttle(0, 10, 50_000);
    expect(pace.ratePerSecond).toBeCloseTo(beforeRate * 0.7, 6);
  });

  it('is forgotten a minute after the last throttle, once its rate is twice the use', () => {
    const pace = createPace({ forgetAfterMs: 60_000, minRatePerSecond: 1 }, () => 0);
    pace.throttle(0, 0, 0);
    expect(pace.isForgotten(59_999)).toBe(false);
    expect(pace.isForgotten(60_000)).toBe(true);
    for (let call = 0; call < 2; call += 1) pace.take(60_000);
    // Two calls in three seconds: 0.67 a second, and half of 1 is less.
    expect(pace.isForgotten(60_000)).toBe(false);
    expect(pace.isForgotten(62_000)).toBe(false);
    expect(pace.isForgotten(64_000)).toBe(true);
  });

  it('is not forgotten while it is held, nor earlier when the clock is set back', () => {
    const held = createPace({}, () => 0);
    held.throttle(100_000, 0, 0);
    expect([held.isForgotten(99_999), held.isForgotten(100_000)]).toEqual([false, true]);
    const pace = createPace({ forgetAfterMs: 60_000 }, () => 0);
    pace.throttle(0, 0, 500_000);
    expect([pace.isForgotten(100_000), pace.isForgotten(159_999), pace.isForgotten(160_000)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
