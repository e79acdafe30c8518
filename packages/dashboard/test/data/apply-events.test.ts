import type { RouteAnswer } from '@seawall/admin-api';
import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { type Arrivals, applyEvents } from '../../src/data/apply-events.ts';

type Group = RouteAnswer<'getGroup'>;
type Server = RouteAnswer<'listServers'>['items'][number];

const LIST = ['listServers', {}, {}];

function targets() {
  const arrivals: Arrivals = { errors: 0, groups: new Set() };
  const queries = new QueryClient();
  const observed: number[] = [];
  const time = { now: () => 0, observe: (atMs: number) => observed.push(atMs) };
  const later: QueryKey[] = [];
  const lane = { later: (key: QueryKey) => later.push(key), close: () => undefined };
  return {
    queries,
    lane,
    later,
    time,
    arrivals,
    observed,
    arrived: (change: (of: Arrivals) => void) => change(arrivals),
  };
}

const server = (name: string, tools = 1): Server => ({
  name,
  transport: 'http',
  health: { state: 'healthy', sinceMs: 0, reason: 'It answers.' },
  connection: { state: 'ready' },
  circuit: { state: 'closed', sinceMs: 0, calls: 0, failures: 0 },
  isPaused: false,
  tools,
  toolsDown: [],
  inFlight: 0,
  queued: 0,
  window: { calls: 0, errors: 0, errorRatio: 0 },
  lifetime: { calls: 0, failures: 0, recovered: 0, refused: 0, errors: 0 },
  errorsByKind: {},
});

const group = (id: string, count: number): Group => ({
  id,
  title: id,
  because: [],
  server: 'jira',
  kind: 'timeout',
  code: 'REQUEST_TIMEOUT',
  state: 'new',
  stateSinceMs: 0,
  firstSeenMs: 0,
  lastSeenMs: 0,
  count,
  recoveredCount: 0,
  targets: [],
  sessions: [],
  trend: [],
  latest: {
    errorType: 'MCPTimeoutError',
    kind: 'timeout',
    code: 'REQUEST_TIMEOUT',
    message: 'm',
    context: {},
    timestamp: '',
    retryable: true,
  },
});

describe('what the stream tells', () => {
  it('changes servers in their place, adds new ones at the end, and takes away those that are gone (A214)', () => {
    const given = targets();
    given.queries.setQueryData(LIST, { items: [server('a'), server('b'), server('c')] });
    applyEvents(given, [
      { kind: 'server', server: server('d') },
      { kind: 'server', server: server('b', 9) },
      { kind: 'serverRemoved', name: 'a' },
    ]);
    const found = given.queries.getQueryData<{ items: Server[] }>(LIST)?.items;
    expect(found?.map(({ name, tools }) => [name, tools])).toEqual([
      ['b', 9],
      ['c', 1],
      ['d', 1],
    ]);
  });

  it('brings the page of a server up to date, and has the rest of it read again soon', () => {
    const given = targets();
    const key = ['getServer', { server: 'a' }, {}];
    given.queries.setQueryData(key, { ...server('a'), stderrTail: 'kept' });
    given.queries.setQueryData(LIST, { items: [server('a')] });
    applyEvents(given, [{ kind: 'server', server: server('a', 7) }]);
    expect(given.queries.getQueryData(key)).toMatchObject({ tools: 7, stderrTail: 'kept' });
    expect(given.later).toEqual([
      ['getServer', { server: 'a' }],
      ['listTools', {}, { server: 'a' }],
    ]);
  });

  it('has the changes of health read again only when there is one', () => {
    const given = targets();
    given.queries.setQueryData(LIST, { items: [server('a')] });
    const turned: Server = { ...server('a'), health: { state: 'unhealthy', sinceMs: 5, reason: 'It is gone.' } };
    applyEvents(given, [{ kind: 'server', server: turned }]);
    expect(given.later).toContainEqual(['listHealthChanges']);
    given.later.length = 0;
    applyEvents(given, [{ kind: 'server', server: { ...turned, inFlight: 3 } }]);
    expect(given.later).not.toContainEqual(['listHealthChanges']);
  });

  it('keeps nothing of groups that nobody looked at', () => {
    const given = targets();
    applyEvents(given, [{ kind: 'errorGroup', group: group('g1', 1) }]);
    expect(given.queries.getQueryCache().getAll()).toEqual([]);
    given.queries.setQueryData(['getGroup', { id: 'g1' }, {}], group('g1', 1));
    applyEvents(given, [{ kind: 'errorGroup', group: group('g1', 2) }]);
    expect(given.queries.getQueryData(['getGroup', { id: 'g1' }, {}])).toMatchObject({ count: 2 });
  });

  it('has everything read again after a gap', () => {
    const given = targets();
    given.queries.setQueryData(LIST, { items: [server('a')] });
    applyEvents(given, [{ kind: 'serverRemoved', name: 'a' }, { kind: 'resync' }]);
    expect(given.queries.getQueryState(LIST)?.isInvalidated).toBe(true);
  });

  it('renews groups that are shown, in pages too, and only counts those that are not', () => {
    const given = targets();
    const pages = ['listGroups', {}, { states: 'new' }, 'pages'];
    given.queries.setQueryData(pages, { pages: [{ items: [group('g1', 1)] }], pageParams: [undefined] });
    applyEvents(given, [
      { kind: 'errorGroup', group: group('g1', 2) },
      { kind: 'errorGroup', group: group('g2', 1) },
      { kind: 'errors', count: 3 },
    ]);
    const known = given.queries.getQueryData<{ pages: { items: Group[] }[] }>(pages);
    expect(known?.pages[0]?.items.map(({ id, count }) => [id, count])).toEqual([['g1', 2]]);
    expect([...given.arrivals.groups, given.arrivals.errors]).toEqual(['g2', 3]);
  });

  it('has the latest groups read again when there is one more, unless somebody pages through them', () => {
    const given = targets();
    const latest = ['listGroups', {}, { limit: 6 }];
    given.queries.setQueryData(latest, { items: [group('g1', 1)] });
    given.queries.setQueryData(['listGroups', {}, {}, 'pages'], { pages: [{ items: [] }], pageParams: [undefined] });
    applyEvents(given, [{ kind: 'errorGroup', group: group('g1', 2) }]);
    expect(given.later).toEqual([]);
    applyEvents(given, [{ kind: 'errorGroup', group: group('g2', 1) }]);
    expect(given.later).toEqual([latest]);
  });

  it('learns the time of the gateway from its heartbeat', () => {
    const given = targets();
    applyEvents(given, [{ kind: 'heartbeat', atMs: 77 }]);
    expect(given.observed).toEqual([77]);
  });
});
