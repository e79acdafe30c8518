import { describe, expect, it } from 'vitest';
import { trendSteps } from '../../src/parts/trend-steps.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 1000 * 24 * HOUR_MS + 90_000;
const THIS_HOUR_MS = 1000 * 24 * HOUR_MS;

describe('the trend of a cause', () => {
  it('is the last day by hours, quiet hours too, the hour that runs last', () => {
    const steps = trendSteps(
      [
        [THIS_HOUR_MS - 30 * HOUR_MS, 50],
        [THIS_HOUR_MS - 23 * HOUR_MS, 2],
        [THIS_HOUR_MS, 3],
      ],
      NOW_MS,
    );
    expect(steps).toHaveLength(24);
    expect(steps[0]).toEqual([THIS_HOUR_MS - 23 * HOUR_MS, 2]);
    expect(steps.at(-1)).toEqual([THIS_HOUR_MS, 3]);
    expect(steps.reduce((sum, [, count]) => sum + count, 0)).toBe(5);
  });

  it('is two weeks by quarters of a day where it began long ago, and two days by hours where not', () => {
    const old = trendSteps([[THIS_HOUR_MS - 72 * HOUR_MS, 4]], NOW_MS, 14);
    expect([old.length, old.reduce((sum, [, count]) => sum + count, 0)]).toEqual([56, 4]);
    expect((old[1]?.[0] ?? 0) - (old[0]?.[0] ?? 0)).toBe(6 * HOUR_MS);
    expect(trendSteps([[THIS_HOUR_MS - 5 * HOUR_MS, 4]], NOW_MS, 14)).toHaveLength(48);
  });

  it('is quiet where nothing is known, or what is known is of the future', () => {
    const steps = trendSteps([[THIS_HOUR_MS + 48 * HOUR_MS, 4]], NOW_MS);
    expect(steps.every(([, count]) => count === 0)).toBe(true);
    expect(trendSteps([], NOW_MS)).toHaveLength(24);
  });
});
