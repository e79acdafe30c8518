import { describe, expect, it } from 'vitest';
import { failuresByServer, HOUR_STEP_MS } from '../../src/screens/servers/failures-by-server.ts';

const point = (server: string | undefined, step: number, failures: number) => ({
  atMs: 1_000_000 * HOUR_STEP_MS + step * HOUR_STEP_MS,
  ...(server === undefined ? {} : { server }),
  calls: failures + 1,
  failures,
  recovered: 0,
  attempts: failures + 1,
  totalDurationMs: 0,
  durations: [],
});

describe('the last hour of each server', () => {
  it('has a step for each five minutes, also those without failures, and nothing from outside of it', () => {
    const points = [point('a', 0, 2), point('a', 11, 1), point('a', 11, 1), point('b', 3, 0), point('a', 12, 9)];
    const found = failuresByServer([...points, point('a', -1, 9), point(undefined, 0, 9)], 1_000_000 * HOUR_STEP_MS);
    expect(found.get('a')).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(found.get('b')).toEqual(new Array(12).fill(0));
    expect(found.size).toBe(2);
  });
});
