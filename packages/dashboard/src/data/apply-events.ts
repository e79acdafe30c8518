import type { AdminEvent, RouteAnswer, RouteId } from '@seawall/admin-api';
import type { QueryClient } from '@tanstack/react-query';
import type { ServerTime } from './server-time.ts';

/** What came while somebody reads a list: it does not shift under the reader, but says how much is new. */
export interface Arrivals {
  errors: number;
  readonly groups: Set<string>;
}

/** Where events go. */
export interface EventTargets {
  readonly queries: QueryClient;
  readonly time: ServerTime;
  readonly arrived: (change: (arrivals: Arrivals) => void) => void;
}

/** Brings what the page knows up to date with what happened. */
export function applyEvents(targets: EventTargets, events: readonly AdminEvent[]): void {
  if (events.some(({ kind }) => kind === 'resync')) {
    invalidate(targets.queries);
    return;
  }
  const servers = events.filter((event) => event.kind === 'server' || event.kind === 'serverRemoved');
  if (servers.length > 0) applyServers(targets.queries, servers);
  const groups = events.filter((event) => event.kind === 'errorGroup').map(({ group }) => group);
  if (groups.length > 0) applyGroups(targets, groups);
  for (const event of events) applyOne(targets, event);
}

function applyOne({ queries, time, arrived }: EventTargets, event: AdminEvent): void {
  switch (event.kind) {
    case 'overview':
      queries.setQueryData(['getOverview', {}, {}], event.overview);
      return;
    case 'errors':
      arrived((arrivals) => {
        arrivals.errors += event.count;
      });
      return;
    case 'alert':
      invalidate(queries, 'listAlerts', 'listRules', 'listDeliveries', 'listSinks');
      return;
    case 'parked':
      invalidate(queries, 'listParked', 'getParked');
      return;
    case 'configuration':
      invalidate(queries, 'getConfiguration', 'listServers', 'listTools');
      return;
    case 'heartbeat':
      time.observe(event.atMs);
      return;
    default:
  }
}

type ServerEvent = Extract<AdminEvent, { readonly kind: 'server' | 'serverRemoved' }>;

function applyServers(queries: QueryClient, events: readonly ServerEvent[]): void {
  const changed = new Map(events.map((event) => [event.kind === 'server' ? event.server.name : event.name, event]));
  queries.setQueryData<RouteAnswer<'listServers'>>(['listServers', {}, {}], (known) => {
    if (known === undefined) return undefined;
    const names = new Set(known.items.map(({ name }) => name));
    const kept = known.items.flatMap((server) => {
      const event = changed.get(server.name);
      if (event === undefined) return [server];
      return event.kind === 'server' ? [event.server] : [];
    });
    const added = events.flatMap((event) =>
      event.kind === 'server' && !names.has(event.server.name) ? [event.server] : [],
    );
    return { items: [...kept, ...added] };
  });
  for (const name of changed.keys()) {
    void queries.invalidateQueries({ queryKey: ['getServer', { server: name }] });
    void queries.invalidateQueries({ queryKey: ['listTools', {}, { server: name }] });
  }
  invalidate(queries, 'listHealthChanges');
}

type Group = RouteAnswer<'getGroup'>;
type GroupList = RouteAnswer<'listGroups'>;
/** A list as one page, or as the pages that were read so far. */
type KnownGroups = GroupList | { readonly pages: readonly GroupList[] };

function applyGroups({ queries, arrived }: EventTargets, groups: readonly Group[]): void {
  const changed = new Map(groups.map((group) => [group.id, group]));
  const shown = new Set<string>();
  const renew = (list: GroupList): GroupList => {
    for (const { id } of list.items) shown.add(id);
    return { ...list, items: list.items.map((group) => changed.get(group.id) ?? group) };
  };
  queries.setQueriesData<KnownGroups>({ queryKey: ['listGroups'] }, (known) => {
    if (known === undefined) return undefined;
    return 'pages' in known ? { ...known, pages: known.pages.map(renew) } : renew(known);
  });
  for (const group of groups) queries.setQueryData<Group>(['getGroup', { id: group.id }, {}], group);
  arrived((arrivals) => {
    for (const id of changed.keys()) if (!shown.has(id)) arrivals.groups.add(id);
  });
}

/** Has everything that an operation told be read again; without one, everything. */
export function invalidate(queries: QueryClient, ...ids: readonly RouteId[]): void {
  // A query that fails says so itself, where its data is shown.
  if (ids.length === 0) void queries.invalidateQueries();
  for (const id of ids) void queries.invalidateQueries({ queryKey: [id] });
}
