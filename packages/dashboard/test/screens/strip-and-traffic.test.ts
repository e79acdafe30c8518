import type { RouteAnswer } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { dayCells, STRIP_STEP_MS } from '../../src/screens/overview/strip-cells.ts';
import { annotationsOf, isAlone, trafficOf } from '../../src/screens/overview/traffic.ts';

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
      ],
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

  it('are told when servers went down and came back, circuits opened, and what somebody did', () => {
    const change = (atMs: number, health: string) => ({ id: `${atMs}`, atMs, server: 'jira', health, reason: '' });
    const found = annotationsOf({
      changes: [change(900, 'healthy'), change(500, 'unhealthy'), change(400, 'unknown')],
      moments: [
        { atMs: 100, kind: 'started' },
        { atMs: 450, kind: 'circuitOpened', server: 'jira', tool: 'search' },
        { atMs: 600, kind: 'circuitOpened', server: 'jira' },
        { atMs: 700, kind: 'restarted', server: 'jira' },
        { atMs: 800, kind: 'circuitClosed', server: 'jira' },
        { atMs: 950, kind: 'reloaded' },
      ],
    });
    expect(found.map(({ atMs, text, isBad }) => [atMs, text, isBad])).toEqual([
      [100, 'gateway started', false],
      [450, 'circuit of search opened', true],
      [500, 'jira unhealthy', true],
      [600, 'circuit of jira opened', true],
      [700, 'jira restarted by hand', false],
      [800, 'circuit of jira closed', false],
      [900, 'jira healthy', false],
      [950, 'configuration read', false],
    ]);
  });

  it('show a point by itself where no line leads to it', () => {
    const values = [1, null, 2, null, 3, 4, null, 0];
    expect(values.map((_value, index) => isAlone(values, index))).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
