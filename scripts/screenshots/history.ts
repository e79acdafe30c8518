import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DURATION_BOUNDS_MS, type Observation } from '@seawall/core';
import { openObservationStore } from '@seawall/store';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SERVERS = ['files', 'memory', 'tavily', 'wiki'] as const;
/** For how long `tavily` has been failing. */
const OUTAGE_MS = 14 * MINUTE_MS;

/** Leaves in a data folder what a gateway would have seen within the last day: without it the charts are empty. */
export async function leaveHistory(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const store = await openObservationStore({ file: join(dataDir, 'observations.db') });
  const nowMs = Date.now();
  store.append([...minutes(nowMs), ...healths(nowMs)]);
  await store.flush();
  await store.close();
}

function* minutes(nowMs: number): Generator<Observation> {
  const last = Math.floor(nowMs / MINUTE_MS);
  for (let back = 90; back > 0; back -= 1) {
    for (const [index, server] of SERVERS.entries()) {
      const minuteMs = (last - back) * MINUTE_MS;
      const calls = Math.round(24 + 14 * Math.sin(back / 9 + index) + 5 * Math.sin(back * 1.7));
      const isOut = server === 'tavily' && back * MINUTE_MS < OUTAGE_MS;
      const failures = isOut ? Math.round(calls * 0.8) : back % 23 === index ? 1 : 0;
      const slow = isOut ? Math.round(calls / 2) : Math.round(calls / 12);
      const durations = [...DURATION_BOUNDS_MS, Number.POSITIVE_INFINITY].map((bound) =>
        bound === 50 ? calls - slow : bound === 500 ? slow : 0,
      );
      yield {
        kind: 'minute',
        record: {
          minuteMs,
          server,
          target: 'search',
          calls,
          failures,
          recovered: server === 'wiki' ? 2 : 0,
          attempts: calls + failures,
          totalDurationMs: calls * 45,
          durations,
        },
      };
    }
  }
}

/** When which server became what, in hours before now. */
const CHANGES = [
  ['files', 24, 'healthy'],
  ['memory', 24, 'healthy'],
  ['wiki', 24, 'healthy'],
  ['tavily', 24, 'healthy'],
  ['jira', 24, 'healthy'],
  ['memory', 15, 'unhealthy'],
  ['memory', 14, 'healthy'],
  ['wiki', 9, 'degraded'],
  ['wiki', 7, 'healthy'],
  ['jira', 5, 'auth-required'],
  ['tavily', OUTAGE_MS / HOUR_MS, 'unhealthy'],
] as const;

function healths(nowMs: number): readonly Observation[] {
  return CHANGES.map(([server, hours, health], index) => ({
    kind: 'health',
    record: { id: `change-${index}`, atMs: nowMs - hours * HOUR_MS, server, health, reason: 'As it was then.' },
  }));
}
