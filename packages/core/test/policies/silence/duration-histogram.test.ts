import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DurationHistogram } from '../../../src/policies/silence/duration-histogram.ts';
import { MAX_TIMED_TOOLS, UsualDurations } from '../../../src/policies/silence/usual-durations.ts';

function histogramOf(durations: readonly number[]): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const duration of durations) histogram.record(duration);
  return histogram;
}

describe('DurationHistogram', () => {
  it('knows nothing before the first duration', () => {
    const histogram = new DurationHistogram();
    expect([histogram.p50Ms, histogram.p95Ms, histogram.samples]).toEqual([undefined, undefined, 0]);
  });

  it('tells how long half and nearly all took, rounded up by a quarter or 4 ms at most', () => {
    const duration = fc.double({ min: 0, max: 450_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (durations) => {
        const histogram = histogramOf(durations);
        // A fresh copy: quantiles are looked up anew only when enough came.
        const ordered = [...durations].sort((first, second) => first - second);
        for (const [share, told] of [
          [0.5, histogram.p50Ms],
          [0.95, histogram.p95Ms],
        ] as const) {
          const exact = ordered[Math.ceil(ordered.length * share) - 1] ?? Number.NaN;
          expect(told).toBeGreaterThanOrEqual(exact);
          expect(told).toBeLessThanOrEqual(Math.max(exact * 1.25, exact + 4) + 4);
        }
      }),
    );
  });

  it('takes the slowest for the usual one while there are few', () => {
    expect(histogramOf([10, 10, 10, 9_000]).p95Ms).toBeGreaterThanOrEqual(9_000);
    expect(histogramOf([...Array.from({ length: 19 }, () => 10), 9_000]).p95Ms).toBe(12);
  });

  it.each([Number.NaN, -5, Number.NEGATIVE_INFINITY])('counts %s as no time at all', (duration) => {
    expect(histogramOf([duration]).p95Ms).toBe(4);
  });

  it.each([600_000, 1e12, Number.POSITIVE_INFINITY])('counts %s as the longest time that it knows', (duration) => {
    expect(histogramOf([duration]).p95Ms).toBe(524_288);
  });

  it('forgets the past: after as many others, what was long ago does not count', () => {
    const histogram = histogramOf(Array.from({ length: 500 }, () => 9_000));
    expect(histogram.p50Ms).toBeGreaterThanOrEqual(9_000);
    for (let call = 0; call < 2_000; call += 1) histogram.record(20);
    expect(histogram.p50Ms).toBe(24);
    expect(histogram.p95Ms).toBe(24);
    expect(histogram.samples).toBeLessThanOrEqual(512);
  });

  it('halves what it knows at 512 durations', () => {
    const histogram = histogramOf(Array.from({ length: 511 }, () => 20));
    expect(histogram.samples).toBe(511);
    histogram.record(20);
    expect(histogram.samples).toBe(256);
    histogram.record(20);
    expect([histogram.samples, histogram.p50Ms]).toEqual([257, 24]);
  });

  it('looks anew when an eighth of the durations is new', () => {
    const histogram = histogramOf(Array.from({ length: 16 }, () => 20));
    expect(histogram.p95Ms).toBe(24);
    for (let call = 0; call < 2; call += 1) histogram.record(9_000);
    expect(histogram.p95Ms).toBe(24);
    histogram.record(9_000);
    expect(histogram.p95Ms).toBeGreaterThanOrEqual(9_000);
  });

  it('tells the shortest times apart from all others', () => {
    const histogram = histogramOf([1, 1, 1, 9_000]);
    expect(histogram.p50Ms).toBe(4);
    expect(histogramOf([16]).p95Ms).toBe(20);
  });

  it('follows a tool that became slower', () => {
    const histogram = histogramOf(Array.from({ length: 400 }, () => 20));
    expect(histogram.p95Ms).toBe(24);
    for (let call = 0; call < 60; call += 1) histogram.record(5_000);
    expect(histogram.p95Ms).toBeGreaterThanOrEqual(5_000);
  });
});

describe('UsualDurations', () => {
  it('keeps the durations of each tool apart', () => {
    const usual = new UsualDurations();
    usual.of('slow').record(9_000);
    expect(usual.of('fast').p95Ms).toBeUndefined();
    expect(usual.of('slow').p95Ms).toBeGreaterThanOrEqual(9_000);
  });

  it('keeps so many tools and no more', () => {
    const usual = new UsualDurations();
    for (let tool = 0; tool <= MAX_TIMED_TOOLS; tool += 1) usual.of(`tool-${tool}`).record(10);
    expect(usual.of('tool-1').samples).toBe(1);
    expect(usual.of('tool-0').samples).toBe(0);
  });
});
