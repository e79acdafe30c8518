import {
  type AlertRule,
  type ErrorRecord,
  type HealthRecord,
  MCPError,
  MCPValidationError,
  resolveAlertRules,
  type SeriesPoint,
} from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { backtest, type HistoryStore } from '../../src/index.ts';
import { HOUR, MINUTE } from './alert-world.ts';

const START = Date.parse('2026-01-02T00:00:00Z');

function rule(name: string): AlertRule {
  const found = resolveAlertRules().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

function point(minute: number, calls: number, failures: number): SeriesPoint {
  const durations = Array.from({ length: 15 }, (_, index) => (index === 5 ? calls : 0));
  return {
    atMs: START + minute * MINUTE,
    server: 'jira',
    calls,
    failures,
    recovered: 0,
    attempts: calls,
    totalDurationMs: calls * 400,
    durations,
  };
}

function errorAt(atMs: number, kind: 'server_error' | 'not_found' = 'server_error'): ErrorRecord {
  const error = new MCPError({ message: 'It failed.', kind });
  return { id: String(atMs), atMs, server: 'jira', group: 'g', outcome: 'failed', error: error.toJSON() };
}

/** A store with these records, which gives pages of two so that paging is met. */
function history(records: {
  readonly points?: readonly SeriesPoint[];
  readonly errors?: readonly ErrorRecord[];
  readonly health?: readonly HealthRecord[];
}): HistoryStore {
  const page = <T extends { readonly atMs: number }>(
    all: readonly T[],
    query: { readonly fromMs?: number; readonly toMs?: number; readonly cursor?: string },
  ) => {
    const fits = all.filter(({ atMs }) => atMs >= (query.fromMs ?? 0) && atMs < (query.toMs ?? Infinity));
    const from = Number(query.cursor ?? 0);
    const items = fits.sort((one, other) => other.atMs - one.atMs).slice(from, from + 2);
    return Promise.resolve(from + 2 < fits.length ? { items, next: String(from + 2) } : { items });
  };
  return {
    series: ({ fromMs, toMs }) =>
      Promise.resolve((records.points ?? []).filter(({ atMs }) => atMs >= fromMs && atMs < toMs)),
    errors: (query) => page([...(records.errors ?? [])], query),
    health: (query) => page([...(records.health ?? [])], query),
  };
}

describe('backtest', () => {
  it('tells when a share of failures would have fired and been over', async () => {
    const points = Array.from({ length: 120 }, (_, minute) => point(minute, 10, minute >= 30 && minute < 60 ? 9 : 0));
    const range = { fromMs: START, toMs: START + 2 * HOUR };
    const result = await backtest({ rule: rule('error-rate'), range, store: history({ points }) });
    expect(result).toMatchObject({ kind: 'tested', isComplete: true });
    const incidents = result.kind === 'tested' ? result.incidents : [];
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ labels: { server: 'jira', alertname: 'error-rate' }, peakValue: 0.9 });
    expect(incidents[0]?.firedAtMs).toBe(START + 35 * MINUTE);
    expect(incidents[0]?.resolvedAtMs).toBe(START + 63 * MINUTE);
  });

  it('counts errors as the live rule does, and leaves out those that say nothing about the server', async () => {
    const burst = [10, 11, 12, 13, 14].map((minute) => errorAt(START + minute * MINUTE));
    const harmless = Array.from({ length: 9 }, (_, index) => errorAt(START + (60 + index) * MINUTE, 'not_found'));
    const range = { fromMs: START, toMs: START + 2 * HOUR };
    const store = history({ errors: [...burst, ...harmless] });
    const result = await backtest({ rule: rule('server-unhealthy'), range, store });
    expect(result).toMatchObject({
      incidents: [{ firedAtMs: START + 14 * MINUTE, resolvedAtMs: START + 25 * MINUTE, peakValue: 5 }],
    });
  });

  it('tells of what would still fire at the end', async () => {
    const health = [
      { id: '1', atMs: START + MINUTE, server: 'jira', health: 'healthy', reason: '' },
      { id: '2', atMs: START + 10 * MINUTE, server: 'jira', health: 'unhealthy', reason: 'Refused.' },
    ];
    const range = { fromMs: START, toMs: START + HOUR };
    const result = await backtest({ rule: rule('server-down'), range, store: history({ health }) });
    const incidents = result.kind === 'tested' ? result.incidents : [];
    expect(incidents).toMatchObject([{ firedAtMs: START + 11 * MINUTE }]);
    expect(incidents[0]).not.toHaveProperty('resolvedAtMs');
  });

  it('says that nobody knows where what the rule looks at is not kept', async () => {
    const range = { fromMs: START, toMs: START + HOUR };
    const result = await backtest({ rule: rule('circuit-open'), range, store: history({}) });
    expect(result).toMatchObject({ kind: 'untestable', reason: expect.stringContaining('circuit-open') });
  });

  it.each([0, -HOUR, 32 * 24 * HOUR, Number.NaN])('refuses a range of %d ms', async (lengthMs) => {
    const range = { fromMs: START, toMs: START + lengthMs };
    await expect(backtest({ rule: rule('latency'), range, store: history({}) })).rejects.toThrow(MCPValidationError);
  });
});
