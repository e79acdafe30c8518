import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../src/policies/rate-gate/rate-meter.ts';

function countMany(meter: RateMeter, times: number, nowMs: number): void {
  for (let call = 0; call < times; call += 1) meter.count(nowMs);
}

describe('RateMeter', () => {
  it('takes three seconds for the least that says something about a rate', () => {
    const meter = new RateMeter(1_000);
    countMany(meter, 6, 1_000);
    expect(meter.perSecond(1_000)).toBe(2);
    expect(meter.perSecond(4_000)).toBe(2);
    expect(meter.perSecond(5_000)).toBe(1.5);
    expect(meter.perSecond(10_999)).toBeCloseTo(0.6, 3);
  });

  it('weighs the ten seconds before these by how much of them still counts', () => {
    const meter = new RateMeter(0);
    countMany(meter, 100, 9_999);
    countMany(meter, 10, 10_000);
    expect(meter.perSecond(10_000)).toBe(11);
    expect(meter.perSecond(12_500)).toBe(8.5);
    expect(meter.perSecond(19_999)).toBeCloseTo(1.001, 3);
    // Then the ten of them are all that counts.
    expect(meter.perSecond(20_000)).toBe(1);
    countMany(meter, 20, 25_000);
    expect(meter.perSecond(25_000)).toBe(2.5);
  });

  it('begins anew after a time without calls', () => {
    const meter = new RateMeter(0);
    countMany(meter, 100, 0);
    expect(meter.perSecond(20_000)).toBe(0);
    countMany(meter, 3, 21_000);
    expect(meter.perSecond(21_000)).toBe(1);
    const counted = new RateMeter(0);
    countMany(counted, 100, 0);
    countMany(counted, 3, 20_000);
    expect(counted.perSecond(20_000)).toBe(1);
    expect(counted.perSecond(24_000)).toBe(0.75);
  });

  it('begins anew when the clock is set back', () => {
    const meter = new RateMeter(50_000);
    countMany(meter, 100, 50_000);
    expect(meter.perSecond(49_999)).toBe(0);
    countMany(meter, 6, 40_000);
    expect(meter.perSecond(40_000)).toBe(2);
    expect(meter.perSecond(43_000)).toBe(2);
  });
});
