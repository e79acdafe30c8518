import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Observation, ObservationStore } from '@seawall/core';
import { openObservationStore } from '@seawall/store';
import { type Figure, type Sample, toSample } from '../figure.ts';
import type { Scratch } from '../scratch.ts';
import { benchCall, benchError, benchMinute, START_MS } from './records.ts';

const ERRORS = 100_000;
const MINUTES = 24 * 60;
const APPENDED = 5000;
const ROUNDS = 9;
const MAX_QUERY_MS = 50;
const MAX_OPENING_MS = 100;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Questions to a file with many errors, each in every round. */
const QUERIES: Readonly<Record<string, (store: ObservationStore) => Promise<unknown>>> = {
  'latest 100 errors': (store) => store.errors({ limit: 100 }),
  'latest 1000 errors': (store) => store.errors({ limit: 1000 }),
  '100 errors from the middle on': (store) => store.errors({ limit: 100, toMs: START_MS + (ERRORS / 2) * 600 }),
  '100 errors of a server': (store) => store.errors({ limit: 100, servers: ['wiki'] }),
  '100 errors of two servers and a code': (store) =>
    store.errors({ limit: 100, servers: ['wiki', 'mail'], codes: ['RATE_LIMITED'] }),
  'errors of a group': (store) => store.errors({ limit: 100, group: 'group-7' }),
  'errors of a call': (store) => store.errors({ limit: 100, callId: 'call-000050000' }),
  'errors with frequent words': (store) => store.errors({ limit: 100, text: 'billing answered' }),
  'errors with a rare word': (store) => store.errors({ limit: 100, text: String(7919 * 50_000) }),
  'errors of a value that none has': (store) => store.errors({ limit: 100, kinds: ['conflict'] }),
  'errors by server': (store) => store.countErrors({ by: 'server', limit: 20 }),
  'errors by tool': (store) => store.countErrors({ by: 'target', limit: 20 }),
  'errors by code, one server': (store) => store.countErrors({ by: 'code', limit: 20, servers: ['wiki'] }),
  'errors by group': (store) => store.countErrors({ by: 'group', limit: 20 }),
  'errors by kind, with a word': (store) => store.countErrors({ by: 'kind', limit: 20, text: 'answered' }),
  'a day of 32 tools in steps of 5 minutes': (store) =>
    store.series({ fromMs: START_MS, toMs: START_MS + DAY_MS, stepMs: 5 * MINUTE_MS }),
  'a day of 32 tools by the hour and server': (store) =>
    store.series({ fromMs: START_MS, toMs: START_MS + DAY_MS, stepMs: 60 * MINUTE_MS, by: 'server' }),
  'an hour of 32 tools by the minute': (store) =>
    store.series({ fromMs: START_MS, toMs: START_MS + 60 * MINUTE_MS, stepMs: MINUTE_MS }),
};

/** A file with 100,000 errors and the minutes of a day: what is asked of it, opening it, writing to it. */
export async function measureStore(scratch: Scratch): Promise<Figure[]> {
  const file = scratch.path('observations.db');
  const store = await openObservationStore({ file, limits: { maxWaiting: 1_000_000, maxWaitingCharacters: 1e9 } });
  try {
    await fill(store);
    const queries = await measureQueries(store);
    const writing = await measureWriting(store);
    await store.close();
    const opening = toSample(Array.from({ length: ROUNDS }, () => openingMs(file)));
    return [
      ...queries,
      {
        name: 'opening it in a new process',
        unit: 'ms',
        ours: opening,
        limit: { kind: 'median', most: MAX_OPENING_MS },
      },
      ...writing,
    ];
  } finally {
    await store.close();
  }
}

async function fill(store: ObservationStore): Promise<void> {
  for (let from = 0; from < ERRORS; from += APPENDED) {
    store.append(errorsFrom(from, APPENDED));
    await store.flush();
  }
  for (let minute = 0; minute < MINUTES; minute += 1) {
    store.append(benchMinute(minute));
    if (minute % 100 === 0) await store.flush();
  }
  await store.flush();
}

function errorsFrom(from: number, count: number): readonly Observation[] {
  return Array.from({ length: count }, (_, index) => ({ kind: 'error', record: benchError(from + index) }));
}

async function measureQueries(store: ObservationStore): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, ask] of Object.entries(QUERIES)) {
    await ask(store);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOf(() => ask(store)));
    figures.push({ name, unit: 'ms', ours: toSample(times), limit: { kind: 'median', most: MAX_QUERY_MS } });
  }
  return figures;
}

async function measureWriting(store: ObservationStore): Promise<Figure[]> {
  const appending: number[] = [];
  const perCall: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const calls: readonly Observation[] = Array.from({ length: APPENDED }, (_, index) => ({
      kind: 'call',
      record: benchCall(round * APPENDED + index),
    }));
    const before = process.cpuUsage();
    const startedMs = performance.now();
    // As they come: one at a time.
    for (const call of calls) store.append([call]);
    appending.push(((performance.now() - startedMs) / APPENDED) * 1000);
    await store.flush();
    perCall.push(((performance.now() - startedMs) / APPENDED) * 1000);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / APPENDED);
  }
  const figure = (name: string, sample: Sample): Figure => ({ name, unit: 'µs', ours: sample });
  return [
    figure('appending a call, on the thread that calls', toSample(appending)),
    figure('writing a call, until it is committed', toSample(perCall)),
    figure('writing a call, CPU time of both threads', toSample(cpu)),
  ];
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}

/** A thread that starts while nothing is loaded yet. */
function openingMs(file: string): number {
  const program = fileURLToPath(new URL('open-file-main.mjs', import.meta.url));
  return Number(execFileSync(process.execPath, [program, file], { encoding: 'utf8' }));
}
