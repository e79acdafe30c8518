import type { AdminEvent, RouteAnswer, RouteId } from '@seawall/admin-api';
import type { QueryClient } from '@tanstack/react-query';
import { isShort, type RefreshLane } from './refresh-lane.ts';
import type { ServerTime } from './server-time.ts';

/** What came while somebody reads a list: it does not shift under the reader, but says how much is new. */
export interface Arrivals {
  errors: number;
  readonly groups: Set<string>;
}

/** Where events go. */
export interface EventTargets {
  readonly queries: QueryClient;
  readonly lane: RefreshLane;
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
  if (servers.length > 0) applyServers(targets, servers);
  const groups = events.filter((event) => event.kind === 'errorGroup').map(({ group }) => group);
  if (groups.length > 0) applyGroups(targets, groups);
  for (const event of events) applyOne(targets, event);
}

function applyOne({ queries, lane, time, arrived }: EventTargets, event: AdminEvent): void {
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
      for (const id of ALERT_ROUTES) lane.later([id]);
      return;
    case 'parked':
      for (const id of PARKED_ROUTES) lane.later([id]);
      return;
    case 'configuration':
      for (const id of CONFIGURATION_ROUTES) lane.later([id]);
      return;
    case 'heartbeat':
      time.observe(event.atMs);
      return;
    default:
  }
}

const ALERT_ROUTES: readonly RouteId[] = ['listAlerts', 'listRules', 'listDeliveries', 'listSinks'];
const PARKED_ROUTES: readonly RouteId[] = ['listParked', 'getParked'];
const CONFIGURATION_ROUTES: readonly RouteId[] = ['getConfiguration', 'listServers', 'listTools', 'listMoments'];

type ServerEvent = Extract<AdminEvent, { readonly kind: 'server' | 'serverRemoved' }>;

function applyServers({ queries, lane }: EventTargets, events: readonly ServerEvent[]): void {
  const changed = new Map(events.map((event) => [event.kind === 'server' ? event.server.name : event.name, event]));
  const list = ['listServers', {}, {}];
  // Where the list is not known nobody can tell.
  let hasTurned = queries.getQueryData(list) === undefined;
  queries.setQueryData<RouteAnswer<'listServers'>>(list, (known) => {
    if (known === undefined) return undefined;
    const names = new Set(known.items.map(({ name }) => name));
    const kept = known.items.flatMap((server) => {
      const event = changed.get(server.name);
      if (event === undefined) return [server];
      hasTurned ||= event.kind !== 'server' || isTurn(server, event.server);
      return event.kind === 'server' ? [event.server] : [];
    });
    const added = events.flatMap((event) =>
      event.kind === 'server' && !names.has(event.server.name) ? [event.server] : [],
    );
    return { items: [...kept, ...added] };
  });
  for (const [name, event] of changed) {
    // What the event does not tell of it, as its errors, comes with the next reading.
    if (event.kind === 'server')
      queries.setQueryData<RouteAnswer<'getServer'>>(['getServer', { server: name }, {}], (known) =>
        known === undefined ? undefined : { ...known, ...event.server },
      );
    lane.later(['getServer', { server: name }]);
    lane.later(['listTools', {}, { server: name }]);
  }
  if (!hasTurned) return;
  lane.later(['listHealthChanges']);
  lane.later(['listMoments']);
}

type Server = RouteAnswer<'listServers'>['items'][number];

/** Whether a server came into another health, or its circuit into another state. */
function isTurn(before: Server, after: Server): boolean {
  return before.health.sinceMs !== after.health.sinceMs || before.circuit.state !== after.circuit.state;
}

type Group = RouteAnswer<'getGroup'>;
type GroupList = RouteAnswer<'listGroups'>;
/** A list as one page, or as the pages that were read so far. */
type KnownGroups = GroupList | { readonly pages: readonly GroupList[] };

function applyGroups({ queries, lane, arrived }: EventTargets, groups: readonly Group[]): void {
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
  for (const { queryKey, state } of queries.getQueryCache().findAll({ queryKey: ['listGroups'] })) {
    const known = state.data as KnownGroups | undefined;
    // What somebody pages through does not shift under the reader.
    if (known === undefined || 'pages' in known) continue;
    const ids = new Set(known.items.map(({ id }) => id));
    if (groups.some(({ id }) => !ids.has(id))) lane.later(queryKey);
  }
  // Only what was looked at: there may be thousands of others.
  for (const group of groups)
    queries.setQueryData<Group>(['getGroup', { id: group.id }, {}], (known) => (known === undefined ? known : group));
  arrived((arrivals) => {
    for (const id of changed.keys()) if (!shown.has(id)) arrivals.groups.add(id);
  });
}

/** Has everything be read again that is not too long for it. */
export function invalidate(queries: QueryClient): void {
  // A query that fails says so itself, where its data is shown.
  void queries.invalidateQueries({ predicate: isShort });
}
