import type { ObservationStore } from '@seawall/core/base';
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
const HOUR_START_MS = Math.ceil(START_MS / HOUR_MS) * HOUR_MS;
const all = { limit: 1000 } as const;
const none = { olderThanMs: 0, maxRows: 1_000_000 } as const;
const ids = ({ items }: { readonly items: readonly { readonly id: string }[] }): readonly string[] =>
  items.map(({ id }) => id);

afterAll(closeSubjects);

describe.each(Object.entries(SUBJECTS))('a store of observations %s', (_name, create) => {
  it('forgets what is too old, and keeps alerts and silences that are active', async () => {
    const clock = createFakeClock({ startMs: START_MS + HOUR_MS });
    await using subject = await create(clock);
    const { store } = subject;
    const border = START_MS + 10;
    store.append([
      ...observed('error', error({ id: 'old' }), error({ id: 'new', atMs: border })),
      ...observed('call', call({ id: 'old' }), call({ id: 'new', startedAtMs: border })),
      ...observed('group', group({ id: 'old' }), group({ id: 'new', stateSinceMs: border })),
      ...observed('health', health({ id: 'old' }), health({ id: 'new', atMs: border })),
      ...observed('delivery', delivery({ id: 'old' }), delivery({ id: 'new', atMs: border })),
      ...observed('minute', minute({}), minute({ minuteMs: START_MS + MINUTE_MS })),
    ]);
    await store.putAlerts([
      alert({ id: 'old', state: 'resolved', resolvedAtMs: START_MS + 1 }),
      alert({ id: 'active' }),
      alert({ id: 'new', state: 'resolved', resolvedAtMs: border }),
    ]);
    await store.putSilence(silence({ id: 'old', endsAtMs: border - 1 }));
    await store.putSilence(silence({ id: 'new' }));
    await store.flush();
    expect(await store.prune({ ...none, olderThanMs: border })).toBe(8);
    expect(await store.prune({ ...none, olderThanMs: border })).toBe(0);
    for (const page of [store.errors(all), store.calls(all), store.groups(all), store.health(all)]) {
      expect(ids(await page)).toEqual(['new']);
    }
    expect(ids(await store.deliveries(all))).toEqual(['new']);
    expect([...ids(await store.alerts(all))].toSorted()).toEqual(['active', 'new']);
    expect((await store.silences({ endsAfterMs: 0 })).map(({ id }) => id)).toEqual(['new']);
    const sums = await store.series({ fromMs: START_MS, toMs: START_MS + HOUR_MS, stepMs: MINUTE_MS });
    expect(sums.map(({ atMs }) => atMs)).toEqual([START_MS + MINUTE_MS]);
    expect(await store.error('old')).toBe(undefined);
    expect(await store.call('old')).toBe(undefined);
  });

  it('keeps the latest when there are too many, more than one step removes', async () => {
    await using subject = await create();
    const { store } = subject;
    const errors = Array.from({ length: 700 }, (_, index) => error({ id: `e${index}`, atMs: START_MS + index }));
    store.append(observed('error', ...errors));
    store.append(observed('call', call({ id: 'c1' }), call({ id: 'c2' }), call({ id: 'c3' })));
    await store.flush();
    expect(await store.prune({ olderThanMs: 0, maxRows: 2 })).toBe(699);
    expect(ids(await store.errors(all))).toEqual(['e699', 'e698']);
    expect(ids(await store.calls(all))).toEqual(['c3', 'c2']);
    expect(await store.prune({ olderThanMs: 0, maxRows: 0 })).toBe(4);
  });

  describe('that is purged', () => {
    async function filled(store: ObservationStore): Promise<void> {
      const secret = { argumentsText: '{"a":1}', resultText: '{"b":2}' };
      for (const server of ['jira', 'wiki']) {
        store.append([
          ...observed('error', error({ id: `e-${server}`, server })),
          ...observed('call', call({ id: `c-${server}`, server, ...secret })),
          ...observed('group', group({ id: `g-${server}`, server })),
          ...observed('health', health({ id: `h-${server}`, server })),
          ...observed('minute', minute({ server })),
        ]);
        await store.putAlerts([alert({ id: `a-${server}`, labels: { server } })]);
      }
      store.append(observed('delivery', delivery({ id: 'd' })));
      await store.putSilence(silence({ id: 's' }));
    }
    async function left(store: ObservationStore): Promise<readonly string[]> {
      const pages = [store.errors(all), store.calls(all), store.groups(all), store.health(all)];
      const read = await Promise.all([...pages, store.alerts(all), store.deliveries(all)]);
      return [...read.flatMap(ids), ...(await store.silences({ endsAfterMs: 0 })).map(({ id }) => id)].toSorted();
    }
    const EVERYTHING = 'a-jira a-wiki c-jira c-wiki d e-jira e-wiki g-jira g-wiki h-jira h-wiki s'.split(' ');
    const clock = createFakeClock({ startMs: START_MS });
    const sums = (store: ObservationStore) =>
      store.series({ fromMs: START_MS, toMs: START_MS + HOUR_MS, stepMs: HOUR_MS, by: 'server' });

    it.each([
      ['what is written', true],
      ['what waits to be written', false],
    ])('forgets everything of %s', async (_what, isWritten) => {
      await using subject = await create(clock);
      const { store } = subject;
      await filled(store);
      if (isWritten) await store.flush();
      expect(await store.purge({ what: 'everything' })).toBe(14);
      await store.flush();
      expect(await left(store)).toEqual([]);
      expect(await sums(store)).toEqual([]);
      store.append(observed('error', error({ id: 'later' })));
      await store.flush();
      expect(await left(store)).toEqual(['later']);
    });

    it.each([
      ['everything', (id: string) => !id.endsWith('-wiki'), 6],
      ['calls', (id: string) => id !== 'c-wiki', 1],
      ['errors', (id: string) => id !== 'e-wiki' && id !== 'g-wiki', 2],
    ] as const)('forgets %s of one server', async (what, isLeft, count) => {
      await using subject = await create(clock);
      const { store } = subject;
      await filled(store);
      await store.flush();
      expect(await store.purge({ what, server: 'wiki' })).toBe(count);
      expect(await left(store)).toEqual(EVERYTHING.filter(isLeft));
      const servers = (await sums(store)).map(({ server }) => server);
      expect(servers.toSorted()).toEqual(what === 'everything' ? ['jira'] : ['jira', 'wiki']);
    });

    it.each([
      ['written', true],
      ['waiting', false],
    ])('forgets arguments and results of %s calls alone', async (_what, isWritten) => {
      await using subject = await create(clock);
      const { store } = subject;
      await filled(store);
      if (isWritten) await store.flush();
      expect(await store.purge({ what: 'payloads', server: 'wiki' })).toBe(1);
      await store.flush();
      expect(await store.call('c-wiki')).toEqual(call({ id: 'c-wiki', server: 'wiki' }));
      expect(await store.call('c-jira')).toMatchObject({ argumentsText: '{"a":1}', resultText: '{"b":2}' });
      expect(await left(store)).toEqual(EVERYTHING);
      expect(await store.purge({ what: 'payloads' })).toBe(1);
      expect(await store.purge({ what: 'payloads' })).toBe(0);
    });
  });
});

// The one in memory has a limit of its own for minutes, and no sums of them.
const SUMMING = Object.entries(SUBJECTS).filter(([name]) => name !== 'in memory');

describe.each(SUMMING)('a store of observations %s, of minutes', (_name, create) => {
  it('keeps the latest minutes when there are too many, and what they came to', async () => {
    await using subject = await create();
    const { store } = subject;
    const minutes = Array.from({ length: 300 }, (_, index) => minute({ minuteMs: HOUR_START_MS + index * MINUTE_MS }));
    store.append(observed('minute', ...minutes));
    await store.flush();
    const range = { fromMs: HOUR_START_MS, toMs: HOUR_START_MS + 5 * HOUR_MS };
    const before = await store.series({ ...range, stepMs: HOUR_MS });
    expect(await store.prune({ olderThanMs: 0, maxRows: 150 })).toBe(150);
    expect((await store.series({ ...range, stepMs: MINUTE_MS })).at(0)?.atMs).toBe(HOUR_START_MS + 150 * MINUTE_MS);
    // What is written last stays whole, however few are to be kept.
    expect(await store.prune({ olderThanMs: 0, maxRows: 10 })).toBe(30);
    expect(await store.series({ ...range, stepMs: HOUR_MS })).toEqual(before);
    store.append(observed('minute', minute({ minuteMs: HOUR_START_MS + 299 * MINUTE_MS })));
    await store.flush();
    expect(await store.series({ ...range, stepMs: HOUR_MS })).toEqual(before);
  });
});
