import type { GroupRecord } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { errorOf, openTracked, type Tracked } from '../support/tracked.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const locked = errorOf('SERVER_ERROR', 'Row 1 is locked.');
const gone = errorOf('SERVER_ERROR', 'The table is gone.');

function fail(tracked: Tracked, count = 1, error = locked): void {
  for (let done = 0; done < count; done += 1) tracked.call({ errors: [error] });
}

function only(tracked: Tracked): GroupRecord {
  const [group, ...others] = tracked.tracker.groups.list();
  expect(others).toEqual([]);
  if (group === undefined) throw new Error('There is no group.');
  return group;
}

function states(tracked: Tracked): readonly string[] {
  return tracked.changes.flatMap((change) => (change.kind === 'groupChanged' ? [change.group.state] : []));
}

describe('a group of errors', () => {
  it('is told of once when it is new, with what it is about', async () => {
    await using tracked = await openTracked();
    fail(tracked, 3);
    tracked.call({ errors: [locked], end: 'upstream', session: 's1', tool: 'search' });
    await tracked.clock.settle();
    expect(states(tracked)).toEqual(['new']);
    expect(only(tracked)).toMatchObject({
      title: 'SERVER_ERROR: Row <n> is locked.',
      server: 'jira',
      target: 'search',
      kind: 'server_error',
      code: 'SERVER_ERROR',
      state: 'new',
      count: 4,
      recoveredCount: 1,
      targets: ['search'],
      sessions: ['s1'],
      trend: [[1_767_225_600_000, 4]],
      latest: { message: 'Row 1 is locked.' },
    });
  });

  it('is handed to the store in time, and not for each error', async () => {
    await using tracked = await openTracked();
    fail(tracked, 1000);
    expect(tracked.store.all('group')).toEqual([]);
    await tracked.clock.advance(5000);
    expect(tracked.store.all('group')).toMatchObject([{ count: 1000 }]);
  });

  it('is ongoing after a day', async () => {
    await using tracked = await openTracked();
    fail(tracked);
    await tracked.clock.advance(DAY_MS + HOUR_MS);
    expect(only(tracked).state).toBe('ongoing');
  });

  it('escalates when an hour has far more than the same hours of the week before, and not when each day is like that', async () => {
    await using tracked = await openTracked();
    for (let day = 0; day < 8; day += 1) {
      fail(tracked, 40);
      await tracked.clock.advance(DAY_MS);
    }
    fail(tracked, 40);
    expect(only(tracked).state).toBe('ongoing');
    expect(states(tracked)).not.toContain('escalating');
    // By chance alone an hour may have one more than every hour before.
    fail(tracked, 18);
    expect(only(tracked).state).toBe('ongoing');
    fail(tracked, 1);
    expect(only(tracked).state).toBe('escalating');
    await tracked.clock.advance(3 * HOUR_MS);
    expect(only(tracked).state).toBe('ongoing');
  });

  it('escalates in its first day when it grows, and not while it goes on as it began', async () => {
    await using tracked = await openTracked();
    for (let hour = 0; hour < 4; hour += 1) {
      fail(tracked, 30);
      await tracked.clock.advance(HOUR_MS);
    }
    expect(states(tracked)).toEqual(['new']);
    fail(tracked, 300);
    expect(only(tracked).state).toBe('escalating');
  });

  it('is resolved by hand, and comes back with an error of a later time only', async () => {
    await using tracked = await openTracked();
    fail(tracked);
    await tracked.clock.settle();
    const { id } = only(tracked);
    await tracked.tracker.groups.resolve(id);
    fail(tracked); // In the very moment at which it was resolved: it may have begun before.
    expect(only(tracked).state).toBe('resolved');
    await tracked.clock.advance(1);
    fail(tracked);
    expect(only(tracked)).toMatchObject({ state: 'regressed', count: 3 });
    expect(states(tracked)).toEqual(['new', 'resolved', 'regressed']);
  });

  it('is resolved by itself after a fortnight of quiet', async () => {
    await using tracked = await openTracked();
    fail(tracked);
    await tracked.clock.advance(13 * DAY_MS);
    expect(only(tracked).state).toBe('ongoing');
    await tracked.clock.advance(DAY_MS + HOUR_MS);
    expect(only(tracked).state).toBe('resolved');
    fail(tracked);
    expect(only(tracked).state).toBe('regressed');
  });

  it('is archived until so many more errors came', async () => {
    await using tracked = await openTracked();
    fail(tracked);
    await tracked.clock.settle();
    await tracked.tracker.groups.archive(only(tracked).id, { count: 3 });
    fail(tracked, 2);
    expect(only(tracked)).toMatchObject({ state: 'archived', archivedUntil: { count: 1 } });
    fail(tracked);
    expect(only(tracked).state).toBe('ongoing');
  });

  it('is archived until a time, until it escalates, or for ever', async () => {
    await using tracked = await openTracked({ groups: { resolveAfterMs: 365 * DAY_MS } });
    fail(tracked);
    await tracked.clock.settle();
    const { id } = only(tracked);
    await tracked.tracker.groups.archive(id, { atMs: tracked.clock.now() + DAY_MS });
    fail(tracked);
    expect(only(tracked).state).toBe('archived');
    await tracked.clock.advance(DAY_MS + HOUR_MS);
    expect(only(tracked).state).toBe('ongoing');
    await tracked.tracker.groups.archive(id, { escalating: true });
    fail(tracked, 5);
    expect(only(tracked).state).toBe('archived');
    fail(tracked, 20);
    expect(only(tracked).state).toBe('escalating');
    await tracked.tracker.groups.archive(id);
    await tracked.clock.advance(20 * DAY_MS);
    fail(tracked, 100);
    expect(only(tracked).state).toBe('archived');
    await tracked.tracker.groups.reopen(id);
    expect(only(tracked).state).toBe('ongoing');
  });

  it('takes the errors of another one that is merged into it, until that is split off again', async () => {
    await using tracked = await openTracked();
    fail(tracked, 2);
    fail(tracked, 3, gone);
    await tracked.clock.settle();
    const { groups } = tracked.tracker;
    const [second, first] = groups.list();
    await groups.merge(second?.id ?? '', first?.id ?? '');
    fail(tracked, 1, gone);
    expect(groups.get(first?.id ?? '')).toMatchObject({ count: 6, trend: [[expect.any(Number), 6]] });
    expect(groups.get(second?.id ?? '')).toMatchObject({ state: 'archived', mergedInto: first?.id, count: 3 });
    await groups.split(second?.id ?? '');
    fail(tracked, 1, gone);
    expect(groups.get(first?.id ?? '')?.count).toBe(3);
    expect(groups.get(second?.id ?? '')).toMatchObject({ state: 'ongoing', count: 4 });
    expect(await groups.split(first?.id ?? '')).toBeUndefined();
    expect(await groups.merge('nowhere', first?.id ?? '')).toBeUndefined();
    expect(await groups.merge(first?.id ?? '', first?.id ?? '')).toBeUndefined();
  });

  it('is the one that a rule of the user names', async () => {
    const rules = [{ group: 'Locks', server: 'ji*', message: '*IS LOCKED*' }];
    await using tracked = await openTracked({ groups: { rules } });
    fail(tracked, 1, errorOf('SERVER_ERROR', 'Row 1 is locked.'));
    tracked.call({ tool: 'create', errors: [errorOf('CALL_TIMEOUT', 'The file is locked by ann.')] });
    fail(tracked, 1, gone);
    const titles = tracked.tracker.groups.list().map(({ title, count }) => [title.split(':')[0], count]);
    expect(titles).toEqual([
      ['SERVER_ERROR', 1],
      ['Locks', 2],
    ]);
  });
});

describe('groups after a restart', () => {
  it('are known from the store, so that nothing is new twice', async () => {
    await using before = await openTracked();
    fail(before, 3);
    await before.clock.settle();
    await before.tracker.close();
    await using after = await openTracked({ groupsBefore: before.store.all('group') });
    expect(only(after)).toMatchObject({ count: 3, state: 'new' });
    fail(after, 2);
    await after.clock.settle();
    expect(only(after)).toMatchObject({ count: 5, state: 'new' });
    expect(states(after)).toEqual([]);
  });

  it('are read back when an error of them comes, also where they were resolved or merged', async () => {
    await using before = await openTracked();
    fail(before, 3);
    await before.clock.settle();
    await before.tracker.groups.resolve(only(before).id);
    await before.tracker.close();
    const [record] = before.store.all('group').slice(-1);
    if (record === undefined) throw new Error('Nothing was written.');
    // One group in memory: the other one is only in the store.
    const newer = { ...record, id: 'f'.repeat(32), lastSeenMs: record.lastSeenMs + 1 };
    await using after = await openTracked({ groupsBefore: [record, newer], groups: { maxGroups: 1 } });
    await after.clock.advance(5000);
    fail(after, 2);
    await after.clock.settle();
    expect(after.tracker.groups.get(record.id)).toMatchObject({
      count: 5,
      state: 'regressed',
      firstSeenMs: record.firstSeenMs,
    });
    expect(states(after)).toEqual(['regressed']);
  });
});

describe('groups under hostile errors', () => {
  it('are bounded: causes beyond the limit share a group that says so', async () => {
    await using tracked = await openTracked({ groups: { maxGroupsPerServer: 20 } });
    for (let count = 0; count < 500; count += 1) {
      const word = [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
      fail(tracked, 1, errorOf('SERVER_ERROR', `No ${word} today`));
    }
    const groups = tracked.tracker.groups.list();
    expect(groups.length).toBeLessThanOrEqual(21);
    expect(groups.find(({ title }) => title.includes('many different'))).toMatchObject({
      count: 480,
      because: expect.arrayContaining(['more different causes than are told apart']),
    });
  });

  it('leave the memory in the order in which they were seen, and nothing of them is lost', async () => {
    await using tracked = await openTracked({ groups: { maxGroups: 5 } });
    for (let count = 0; count < 20; count += 1) tracked.call({ server: `s${count}`, errors: [locked] });
    await tracked.clock.advance(5000);
    expect(tracked.tracker.groups.list()).toHaveLength(5);
    expect(new Set(tracked.store.all('group').map(({ id }) => id))).toHaveLength(20);
    tracked.call({ server: 's0', errors: [locked] });
    await tracked.clock.settle();
    expect(tracked.tracker.groups.list()[0]).toMatchObject({ server: 's0', count: 2 });
  });
});

describe('patterns in errors (A244)', () => {
  it('name one cause that several servers share', async () => {
    await using tracked = await openTracked({
      servers: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, tools: [] })),
    });
    const lost = errorOf('HOST_NOT_FOUND', 'No such host.');
    for (const server of ['a', 'b', 'c']) {
      tracked.call({ server, errors: [lost, lost] });
      await tracked.clock.advance(20_000);
    }
    expect(tracked.tracker.findings()).toMatchObject([
      {
        pattern: 'shared-cause',
        servers: ['a', 'b', 'c'],
        text: expect.stringMatching(/^3 of 5 servers \("a", "b", "c"\) began to fail with HOST_NOT_FOUND within 40 s/),
      },
    ]);
  });

  it('do not name servers that failed at other times', async () => {
    await using tracked = await openTracked({
      servers: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, tools: [] })),
    });
    for (const server of ['a', 'b', 'c']) {
      tracked.call({ server, errors: [errorOf('HOST_NOT_FOUND')] });
      await tracked.clock.advance(HOUR_MS);
    }
    expect(tracked.tracker.findings()).toEqual([]);
  });

  it('name errors that come like a clock while calls in between succeed', async () => {
    await using tracked = await openTracked();
    for (let hour = 0; hour < 6; hour += 1) {
      fail(tracked, 3);
      await tracked.clock.advance(HOUR_MS / 2);
      tracked.call({});
      await tracked.clock.advance(HOUR_MS / 2 + (hour % 2) * 30_000);
    }
    expect(tracked.tracker.findings()).toMatchObject([
      { pattern: 'periodic', text: expect.stringContaining('comes about every 60 minutes') },
    ]);
  });

  it('do not take the rhythm of the calls for one of the errors', async () => {
    await using tracked = await openTracked();
    for (let hour = 0; hour < 8; hour += 1) {
      fail(tracked);
      await tracked.clock.advance(HOUR_MS);
    }
    expect(tracked.tracker.findings()).toEqual([]);
  });

  it('name errors that began with a change of the configuration', async () => {
    await using tracked = await openTracked();
    const outcome = { kind: 'applied', added: [], removed: [], changed: ['jira'] } as const;
    tracked.bus.emit({ kind: 'configReloaded', atMs: tracked.clock.now(), outcome });
    await tracked.clock.advance(45_000);
    fail(tracked);
    await tracked.clock.settle();
    expect(tracked.tracker.findings()).toMatchObject([
      {
        pattern: 'after-reload',
        text: expect.stringMatching(/began 45 s after its configuration was changed at 2026/),
      },
    ]);
    expect(tracked.changes.map(({ kind }) => kind)).toContain('found');
  });

  it('name errors that began with another version of the server', async () => {
    await using tracked = await openTracked({ servers: [{ name: 'jira', tools: [], version: '1.0.0' }] });
    tracked.servers = [{ name: 'jira', tools: [], version: '2.0.0' }];
    tracked.ready('jira');
    tracked.tracker.servers();
    fail(tracked);
    await tracked.clock.settle();
    expect(tracked.tracker.findings()).toMatchObject([
      { pattern: 'after-version-change', text: expect.stringContaining('from version 1.0.0 to 2.0.0') },
    ]);
  });

  it('do not name a change for errors that were there before it', async () => {
    await using tracked = await openTracked();
    fail(tracked);
    await tracked.clock.advance(1000);
    const outcome = { kind: 'applied', added: [], removed: [], changed: ['jira'] } as const;
    tracked.bus.emit({ kind: 'configReloaded', atMs: tracked.clock.now(), outcome });
    fail(tracked, 5);
    await tracked.clock.settle();
    expect(tracked.tracker.findings()).toEqual([]);
  });
});
