import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EARLY_CEILING_MS,
  EARLY_PERIOD_MS,
  LATE_CEILING_MS,
  reconnectDelayMs,
} from '../../src/supervision/reconnect-delay.ts';

const never = (): number => 0;

describe('the delay before the next attempt to connect', () => {
  it('doubles from a quarter of a second up to one second', () => {
    const delays = [1, 2, 3, 4, 50].map((failures) => reconnectDelayMs({ failures, downForMs: 0, random: never }));
    expect(delays).toEqual([250, 500, 1000, 1000, 1000]);
  });

  it('grows to half a minute after the first minute', () => {
    const delays = [60_000, 150_000, 300_000, 86_400_000].map((downForMs) =>
      reconnectDelayMs({ failures: 100, downForMs, random: never }),
    );
    expect(delays).toEqual([6000, 15_000, 30_000, 30_000]);
  });

  it('is positive and never above its ceiling, whatever failed and however long', () => {
    const cases = fc.record({
      failures: fc.integer({ min: 1, max: 1_000_000 }),
      downForMs: fc.double({ min: 0, max: 1e12, noNaN: true }),
      chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ failures, downForMs, chance }) => {
        const delayMs = reconnectDelayMs({ failures, downForMs, random: () => chance });
        const ceilingMs = downForMs < EARLY_PERIOD_MS ? EARLY_CEILING_MS : LATE_CEILING_MS;
        expect(delayMs).toBeGreaterThanOrEqual(200);
        expect(delayMs).toBeLessThanOrEqual(ceilingMs);
      }),
    );
  });
});
