import type { RouteAnswer } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { dayCells, STRIP_STEP_MS } from '../../src/screens/overview/strip-cells.ts';
import { annotationsOf, trafficOf } from '../../src/screens/overview/traffic.ts';

type Point = RouteAnswer<'getSeries'>['points'][number];

const point = (given: Partial<Point>): Point => ({
  atMs: 0,
  calls: 0,
  failures: 0,
  recovered: 0,
  attempts: 0,
  totalDurationMs: 0,
  durations: [],
  ...given,
});

describe('the strip of a day', () => {
  const toMs = 100 * STRIP_STEP_MS;

  it('has a cell for each half hour, toned by the share of failures, also where nothing was called', () => {
    const cells = dayCells(
      [
        point({ server: 'a', atMs: toMs - STRIP_STEP_MS, calls: 10, failures: 5 }),
        point({ server: 'a', atMs: toMs - 2 * STRIP_STEP_MS, calls: 100, failures: 2 }),
        point({ server: 'a', atMs: toMs - 3 * STRIP_STEP_MS, calls: 100, failures: 0 }),
        point({ server: 'b', atMs: toMs - 4 * STRIP_STEP_MS, calls: 9, failures: 9 }),
      ],
      'a',
      toMs,
    );
    expect(cells).toHaveLength(48);
    expect(cells.slice(-4).map(({ tone }) => tone)).toEqual(['none', 'good', 'warn', 'bad']);
  });
});

describe('the curves', () => {
  it('have a gap where nothing was called, and are no zero there', () => {
    const points = [point({ atMs: 60_000, calls: 4, failures: 1, durations: [4, 0] })];
    expect(trafficOf({ boundsMs: [10], points }, 0, 120_000, 60_000)).toEqual([
      { atMs: 0, calls: 0, errorRatio: null, p50Ms: null, p95Ms: null },
      { atMs: 60_000, calls: 4, errorRatio: 0.25, p50Ms: 5, p95Ms: 9.5 },
    ]);
  });

  it('are told when servers went down and came back, and when the gateway started', () => {
    const change = (atMs: number, health: string) => ({ id: `${atMs}`, atMs, server: 'jira', health, reason: '' });
    const found = annotationsOf([change(900, 'healthy'), change(500, 'unhealthy'), change(400, 'unknown')], 100, 50);
    expect(found.map(({ atMs, text }) => [atMs, text])).toEqual([
      [100, 'gateway started'],
      [500, 'jira unhealthy'],
      [900, 'jira healthy'],
    ]);
    expect(annotationsOf([], 100, 200)).toEqual([]);
  });
});
