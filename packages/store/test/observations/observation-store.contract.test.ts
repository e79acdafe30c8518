import { DURATION_BOUNDS_MS, type ErrorRecord, type ObservationStore } from '@seawall/core/base';
import { createFakeClock } from '@seawall/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import {
  alert,
  call,
  delivery,
  error,
  group,
  health,
  minute,
  observed,
  START_MS,
  silence,
} from './observation-records.ts';
import { closeSubjects, SUBJECTS } from './subjects.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const all = { limit: 1000 } as const;
const ids = ({ items }: { readonly items: readonly { readonly id: string }[] }): readonly string[] =>
  items.map(({ id }) => id);

/** Appends errors and waits until they can be read. */
async function withErrors(store: ObservationStore, ...records: readonly ErrorRecord[]): Promise<void> {
  store.append(observed('error', ...records));
  await store.flush();
}

afterAll(closeSubjects);

describe.each(Object.entries(SUBJECTS))('a store of observations %s', (_name, create) => {
  it('gives back whole what was appended', async () => {
    await using subject = await create();
    const { store } = subject;
    const one = call({
      id: 'call-1',
      session: 'session-1',
      traceId: 'ab'.repeat(16),
      durationMs: 12.5,
      argumentsText: '{"query":"Ünïcode 😀 \\u0000 \\ud800"}',
      resultText: '{"issues":[]}',
      tries: [{ attempt: 1, startedAfterMs: 0, durationMs: 12.5, outcome: 'failed', code: 'CALL_TIMEOUT' }],
    });
    const broken = error({ id: 'error-1', callId: 'call-1', error: { message: 'Nul \u0000, half \ud800, 😀 %_\\' } });
    const together = group({ id: 'a1', archivedUntil: { count: 5 }, mergedInto: 'b2' });
    store.append([
      ...observed('call', one, call({ id: 'call-2', startedAtMs: START_MS - 1 })),
      ...observed('error', broken),
      ...observed('group', together),
      ...observed('health', health({ id: 'health-1' })),
      ...observed('delivery', delivery({ id: 'delivery-1', error: broken.error })),
    ]);
    await store.flush();
    expect(await store.call('call-1')).toEqual(one);
    expect(await store.error('error-1')).toEqual(broken);
    expect(await store.group('a1')).toEqual(together);
    expect((await store.calls(all)).items).toEqual([one, call({ id: 'call-2', startedAtMs: START_MS - 1 })]);
    expect((await store.errors(all)).items).toEqual([broken]);
    expect((await store.groups(all)).items).toEqual([together]);
    expect((await store.health(all)).items).toEqual([health({ id: 'health-1' })]);
    expect((await store.deliveries(all)).items).toEqual([delivery({ id: 'delivery-1', error: broken.error })]);
    expect(store.status).toMatchObject({ waiting: 0, written: 6, dropped: 0 });
    expect(store.status.trouble).toBe(undefined);
  });

  it('has nothing where nothing was put', async () => {
    await using subject = await create();
    const { store } = subject;
    expect(await store.call('a')).toBe(undefined);
    expect(await store.error('a')).toBe(undefined);
    expect(await store.group('a')).toBe(undefined);
    expect(await store.errors(all)).toEqual({ items: [] });
    expect(await store.silences({ endsAfterMs: 0 })).toEqual([]);
    expect(await store.countErrors({ by: 'server', limit: 10 })).toEqual([]);
    expect(await store.series({ fromMs: START_MS, toMs: START_MS + HOUR_MS, stepMs: MINUTE_MS })).toEqual([]);
    await store.flush();
  });

  it('puts a record in place of the one with the same id', async () => {
    await using subject = await create();
    const { store } = subject;
    store.append(observed('call', call({ id: 'a', argumentsText: '{}' }), call({ id: 'a', outcome: 'failed' })));
    store.append(observed('group', group({ id: 'g' }), group({ id: 'g', count: 2, state: 'ongoing' })));
    await store.putAlerts([alert({ id: 'a' })]);
    await store.putAlerts([alert({ id: 'a', state: 'resolved', resolvedAtMs: START_MS + 5 })]);
    await store.putSilence(silence({ id: 's' }));
    await store.putSilence(silence({ id: 's', endsAtMs: START_MS + 1 }));
    await store.flush();
    expect((await store.calls(all)).items).toEqual([call({ id: 'a', outcome: 'failed' })]);
    expect((await store.groups(all)).items).toEqual([group({ id: 'g', count: 2, state: 'ongoing' })]);
    expect((await store.alerts(all)).items).toEqual([
      alert({ id: 'a', state: 'resolved', resolvedAtMs: START_MS + 5 }),
    ]);
    expect(await store.silences({ endsAfterMs: START_MS })).toEqual([silence({ id: 's', endsAtMs: START_MS + 1 })]);
  });

  it('lists newest first in pages that stay right while records are added (A130)', async () => {
    await using subject = await create();
    const { store } = subject;
    // Some have the same time: their ids decide.
    const records = Array.from({ length: 25 }, (_, index) =>
      error({ id: `error-${String(index).padStart(2, '0')}`, atMs: START_MS + Math.floor(index / 3) }),
    );
    await withErrors(store, ...records);
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.errors({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      read.push(...ids(page));
      cursor = page.next;
      await withErrors(store, error({ id: `later-${read.length}`, atMs: START_MS + 1000 }));
    } while (cursor !== undefined);
    expect(read).toEqual(records.map(({ id }) => id).toReversed());
  });

  it('reads on from a time, oldest first', async () => {
    await using subject = await create();
    const { store } = subject;
    await withErrors(store, ...[4, 2, 3, 1].map((at) => error({ id: `e${at}`, atMs: START_MS + at })));
    const first = await store.errors({ fromMs: START_MS + 2, order: 'oldest-first', limit: 2 });
    expect(ids(first)).toEqual(['e2', 'e3']);
    const second = await store.errors({
      fromMs: START_MS + 2,
      order: 'oldest-first',
      limit: 2,
      cursor: String(first.next),
    });
    expect(ids(second)).toEqual(['e4']);
    expect(second.next).toBe(undefined);
  });

  it('refuses a cursor or a limit that it did not hand out', async () => {
    await using subject = await create();
    const { store } = subject;
    await withErrors(store, error({ id: 'a' }), error({ id: 'b' }));
    const { next = '' } = await store.errors({ limit: 1 });
    const refusal = { name: 'MCPValidationError', code: 'PARAMETER_INVALID' };
    for (const cursor of ['', 'x', '%%%', 'WzFd', next.slice(1), `${next}A`, 'x'.repeat(100_000)]) {
      await expect(store.errors({ limit: 1, cursor }), cursor).rejects.toMatchObject({ ...refusal, field: 'cursor' });
    }
    await expect(store.calls({ limit: 1, cursor: next })).rejects.toMatchObject(refusal);
    await expect(store.errors({ limit: 1, cursor: next, order: 'oldest-first' })).rejects.toMatchObject(refusal);
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
      await expect(store.groups({ limit })).rejects.toMatchObject({ ...refusal, field: 'limit' });
      await expect(store.countErrors({ by: 'kind', limit })).rejects.toMatchObject({ ...refusal, field: 'limit' });
    }
  });

  it('filters errors by each of their fields (A41, A135)', async () => {
    await using subject = await create();
    const { store } = subject;
    await withErrors(
      store,
      error({ id: 'a', atMs: START_MS + 1 }),
      error({ id: 'b', atMs: START_MS + 2, server: 'wiki', target: 'get_page', group: 'b2', outcome: 'recovered' }),
      error({ id: 'c', atMs: START_MS + 3, callId: 'call-1', error: { kind: 'connection', code: 'CONNECTION_RESET' } }),
    );
    const found = async (filter: object): Promise<readonly string[]> => ids(await store.errors({ ...all, ...filter }));
    expect(await found({ servers: ['jira', 'none'] })).toEqual(['c', 'a']);
    expect(await found({ servers: [] })).toEqual([]);
    expect(await found({ target: 'get_page' })).toEqual(['b']);
    expect(await found({ group: 'b2' })).toEqual(['b']);
    expect(await found({ callId: 'call-1' })).toEqual(['c']);
    expect(await found({ kinds: ['timeout', 'connection'], outcomes: ['failed'] })).toEqual(['c', 'a']);
    expect(await found({ codes: ['CONNECTION_RESET'] })).toEqual(['c']);
    expect(await found({ fromMs: START_MS + 2, toMs: START_MS + 3 })).toEqual(['b']);
    expect(await found({ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY })).toHaveLength(3);
    expect(await found({ target: "x' OR 1=1 --" })).toEqual([]);
  });

  it('finds errors by words, whatever their case, and takes wildcards as they stand', async () => {
    await using subject = await create();
    const { store } = subject;
    await withErrors(
      store,
      error({ id: 'a', error: { message: 'The disk is 100% full, see C:\\temp_1' } }),
      error({ id: 'b', server: 'wiki', error: { message: 'ÜBERLAUF of the Disk' } }),
      error({ id: 'c', error: { message: `${'x'.repeat(2000)} beyond` } }),
    );
    const found = async (text: string): Promise<readonly string[]> =>
      [...ids(await store.errors({ ...all, text }))].toSorted();
    expect(await found('DISK')).toEqual(['a', 'b']);
    expect(await found('disk wiki')).toEqual(['b']);
    expect(await found('überlauf')).toEqual(['b']);
    expect(await found('100%')).toEqual(['a']);
    expect(await found('0%f')).toEqual([]);
    expect(await found('temp_1')).toEqual(['a']);
    expect(await found('temp%1')).toEqual([]);
    expect(await found('c:\\temp')).toEqual(['a']);
    expect(await found('call_timeout search_issues')).toEqual(['a', 'b', 'c']);
    expect(await found('   ')).toEqual(['a', 'b', 'c']);
    // Only the beginning of a record is looked through.
    expect(await found('beyond')).toEqual([]);
  });

  it('filters calls, groups, alerts, deliveries, silences and health', async () => {
    await using subject = await create();
    const { store } = subject;
    store.append([
      ...observed(
        'call',
        call({ id: 'c1', session: 's1', durationMs: 99.5 }),
        call({ id: 'c2', server: 'wiki', target: 'get_page', durationMs: 100, servedBy: 'stale' }),
      ),
      ...observed(
        'group',
        group({ id: 'g1', lastSeenMs: START_MS + 1 }),
        group({ id: 'g2', server: 'wiki', state: 'archived', kind: 'connection', title: 'Refused' }),
      ),
      ...observed('delivery', delivery({ id: 'd1' }), delivery({ id: 'd2', sink: 'slack' })),
      ...observed('health', health({ id: 'h1' }), health({ id: 'h2', server: 'wiki', atMs: START_MS + 9 })),
    ]);
    await store.putAlerts([alert({ id: 'a1' }), alert({ id: 'a2', state: 'resolved', rule: 'Slow', labels: {} })]);
    for (const [id, endsAtMs] of [
      ['s3', 30],
      ['s1', 10],
      ['s2', 20],
    ] as const) {
      await store.putSilence(silence({ id, endsAtMs: START_MS + endsAtMs }));
    }
    await store.flush();
    expect(ids(await store.calls({ ...all, minDurationMs: 100 }))).toEqual(['c2']);
    expect(ids(await store.calls({ ...all, session: 's1' }))).toEqual(['c1']);
    expect(ids(await store.calls({ ...all, servedBy: ['stale'], servers: ['wiki'] }))).toEqual(['c2']);
    expect(ids(await store.calls({ ...all, outcomes: ['failed'] }))).toEqual([]);
    expect(ids(await store.calls({ ...all, text: 'GET_PAGE' }))).toEqual(['c2']);
    expect(ids(await store.groups({ ...all, seenSinceMs: START_MS + 1 }))).toEqual(['g1']);
    expect(ids(await store.groups({ ...all, states: ['archived'], kinds: ['connection'] }))).toEqual(['g2']);
    expect(ids(await store.groups({ ...all, text: 'refused' }))).toEqual(['g2']);
    expect(ids(await store.alerts({ ...all, states: ['firing'] }))).toEqual(['a1']);
    expect(ids(await store.alerts({ ...all, server: 'jira' }))).toEqual(['a1']);
    expect(ids(await store.alerts({ ...all, rule: 'Slow' }))).toEqual(['a2']);
    expect(ids(await store.deliveries({ ...all, sink: 'slack' }))).toEqual(['d2']);
    expect(ids(await store.health({ ...all, server: 'jira' }))).toEqual(['h1']);
    expect(ids(await store.health({ ...all, fromMs: START_MS + 1 }))).toEqual(['h2']);
    const silences = await store.silences({ endsAfterMs: START_MS + 10 });
    expect(silences.map(({ id }) => id)).toEqual(['s2', 's3']);
  });

  it('keeps names that are made to do harm apart', async () => {
    await using subject = await create();
    const { store } = subject;
    const names = ['../../etc/passwd', '<script>', "'; drop table errors; --", '\u001b[31m', '名前', ' ', '%'];
    await withErrors(store, ...names.map((server, index) => error({ id: `e${index}`, server, target: server })));
    for (const [index, server] of names.entries()) {
      expect(ids(await store.errors({ ...all, servers: [server], target: server }))).toEqual([`e${index}`]);
    }
    const counts = await store.countErrors({ by: 'server', limit: 100 });
    expect(counts.map(({ value }) => value).toSorted()).toEqual(names.toSorted());
  });

  it('counts errors by a field, most first (A40, A148)', async () => {
    await using subject = await create();
    const { store } = subject;
    const { target: _target, ...ofConnection } = error({ id: 'e4', server: 'wiki' });
    await withErrors(
      store,
      error({ id: 'e1' }),
      error({ id: 'e2' }),
      error({ id: 'e3', server: 'wiki', target: 'get_page', error: { code: 'CONNECTION_RESET', kind: 'connection' } }),
      ofConnection,
      error({ id: 'e5', server: 'mail', group: 'b2', outcome: 'recovered' }),
    );
    expect(await store.countErrors({ by: 'server', limit: 2 })).toEqual([
      { value: 'jira', count: 2 },
      { value: 'wiki', count: 2 },
    ]);
    // An error of a connection has no target.
    expect(await store.countErrors({ by: 'target', limit: 10 })).toEqual([
      { value: 'search_issues', count: 3 },
      { value: 'get_page', count: 1 },
    ]);
    expect(await store.countErrors({ by: 'code', limit: 10, servers: ['wiki'] })).toEqual([
      { value: 'CALL_TIMEOUT', count: 1 },
      { value: 'CONNECTION_RESET', count: 1 },
    ]);
    expect(await store.countErrors({ by: 'group', limit: 1 })).toEqual([{ value: 'a1', count: 4 }]);
    expect(await store.countErrors({ by: 'outcome', limit: 9, text: 'mail' })).toEqual([
      { value: 'recovered', count: 1 },
    ]);
    expect(await store.countErrors({ by: 'kind', limit: 9, fromMs: START_MS + 1 })).toEqual([]);
  });

  it('has a count for every bound of durations', () => {
    expect(minute({}).durations).toHaveLength(DURATION_BOUNDS_MS.length + 1);
  });

  it('sums up minutes over steps of time, by server and tool where asked for', async () => {
    const clock = createFakeClock({ startMs: START_MS + 2 * HOUR_MS });
    await using subject = await create(clock);
    const { store } = subject;
    store.append(
      observed(
        'minute',
        minute({ calls: 1, failures: 1 }),
        // A minute that is told again replaces the first.
        minute({}),
        minute({ minuteMs: START_MS + 4 * MINUTE_MS }),
        minute({ minuteMs: START_MS + 5 * MINUTE_MS, target: 'create_issue' }),
        minute({ minuteMs: START_MS + 90 * MINUTE_MS, server: 'wiki', target: 'get_page' }),
      ),
    );
    await store.flush();
    const range = { fromMs: START_MS, toMs: START_MS + 2 * HOUR_MS };
    const times = (count: number) => ({
      calls: 10 * count,
      failures: count,
      recovered: 2 * count,
      attempts: 13 * count,
      totalDurationMs: 400 * count,
      durations: minute({}).durations.map((of) => of * count),
    });
    expect(await store.series({ ...range, stepMs: 5 * MINUTE_MS })).toEqual([
      { atMs: START_MS, ...times(2) },
      { atMs: START_MS + 5 * MINUTE_MS, ...times(1) },
      { atMs: START_MS + 90 * MINUTE_MS, ...times(1) },
    ]);
    expect(await store.series({ ...range, stepMs: HOUR_MS })).toEqual([
      { atMs: START_MS, ...times(3) },
      { atMs: START_MS + HOUR_MS, ...times(1) },
    ]);
    expect(await store.series({ ...range, stepMs: 2 * HOUR_MS, by: 'server' })).toEqual([
      { atMs: START_MS, server: 'jira', ...times(3) },
      { atMs: START_MS, server: 'wiki', ...times(1) },
    ]);
    const byTarget = await store.series({ ...range, stepMs: HOUR_MS, by: 'target', servers: ['jira'] });
    expect(byTarget.map(({ server, target, calls }) => [server, target, calls]).toSorted()).toEqual([
      ['jira', 'create_issue', 10],
      ['jira', 'search_issues', 20],
    ]);
    expect(await store.series({ ...range, stepMs: HOUR_MS, target: 'create_issue' })).toEqual([
      { atMs: START_MS, ...times(1) },
    ]);
    expect(await store.series({ ...range, stepMs: HOUR_MS, servers: [] })).toEqual([]);
  });

  it('sums up to the minute also where steps are hours', async () => {
    const clock = createFakeClock({ startMs: START_MS + 2 * HOUR_MS });
    await using subject = await create(clock);
    const { store } = subject;
    const at = [0, 59, 60, 61].map((number) => minute({ minuteMs: START_MS + number * MINUTE_MS }));
    store.append(observed('minute', ...at));
    await store.flush();
    const calls = async (toMs: number): Promise<readonly number[]> =>
      (await store.series({ fromMs: START_MS, toMs, stepMs: 2 * HOUR_MS })).map((point) => point.calls);
    expect(await calls(START_MS + 59 * MINUTE_MS)).toEqual([10]);
    expect(await calls(START_MS + 61 * MINUTE_MS)).toEqual([30]);
    expect(await calls(START_MS + 2 * HOUR_MS)).toEqual([40]);
    expect(await calls(START_MS)).toEqual([]);
  });

  it('refuses sums that would be too many', async () => {
    await using subject = await create();
    const { store } = subject;
    const day = { fromMs: START_MS, toMs: START_MS + 24 * HOUR_MS };
    for (const stepMs of [0, 1000, 90_000, Number.NaN]) {
      await expect(store.series({ ...day, stepMs })).rejects.toMatchObject({ code: 'PARAMETER_INVALID' });
    }
    const long = { fromMs: START_MS, toMs: START_MS + 2001 * MINUTE_MS, stepMs: MINUTE_MS };
    await expect(store.series(long)).rejects.toMatchObject({ code: 'PARAMETER_INVALID' });
    await expect(store.series({ ...day, fromMs: 0.5, stepMs: HOUR_MS })).rejects.toMatchObject({ field: 'fromMs' });
  });

  it('refuses what is asked after it was closed, and may be closed twice', async () => {
    await using subject = await create();
    const { store } = subject;
    await withErrors(store, error({ id: 'a' }));
    await Promise.all([store.close(), store.close()]);
    store.append(observed('error', error({ id: 'b' })));
    await store.flush();
    expect(store.status).toMatchObject({ waiting: 0, written: 1, dropped: 1 });
    await expect(store.errors(all)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(store.putAlerts([alert({ id: 'a' })])).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(store.purge({ what: 'calls' })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
