import type { AlertRule, Clock, GroupRecord, ObservationStore, SeawallEvent } from '@seawall/core/base';
import type { EventSubscription } from '../logs/log-events.ts';
import { isRefusal, weightOf } from '../tracker/error-weight.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { ServerView } from '../tracker/views.ts';
import { DropWatch } from './drop-watch.ts';
import { momentOf } from './moment.ts';
import { type ParkedBefore, ParkedWatch } from './parked-watch.ts';
import type { AlertSignals, CircuitSignal, GroupSignal, ServerSignal, StoreSignal } from './signals.ts';
import { WindowBook } from './window-book.ts';

/** What rules are given to look at, and where it comes from. */
export interface WatchForAlertsOptions {
  readonly clock: Clock;
  readonly subscribe: EventSubscription;
  readonly tracker: Pick<Tracker, 'servers' | 'groups' | 'subscribe'>;
  readonly store: Pick<ObservationStore, 'status'>;
  /** The rules in force: the longest of their windows says how far back calls are counted. */
  readonly rules: readonly AlertRule[];
}

/** What rules look at, for as long as somebody watches. */
export interface WatchedSignals extends AlertSignals {
  /** Tells of writes that were parked before; once. */
  addParked(calls: readonly ParkedBefore[]): void;
  /** How many parked writes wait for each server that any wait for. */
  parkedByServer(): ReadonlyMap<string, number>;
  /** Goes on with other rules, and ends this one. What has to be counted over a longer time begins anew; parked writes
   * are known, and what was lost is not lost again. */
  withRules(rules: readonly AlertRule[]): WatchedSignals;
  /** Ends it. May be called twice. */
  close(): void;
}

/** Counts what rules for alerts look at, beside what the tracker knows. */
export function watchForAlerts(options: WatchForAlertsOptions): WatchedSignals {
  return watch(options, { parked: new ParkedWatch(), droppedBefore: 0 });
}

/** What goes on where others are watched for. */
interface Handover {
  readonly parked: ParkedWatch;
  /** Observations that were dropped before it began. */
  readonly droppedBefore: number;
}

function watch(options: WatchForAlertsOptions, { parked, droppedBefore }: Handover): WatchedSignals {
  const { clock, subscribe, tracker, store, rules } = options;
  const keepMs = longestWindowMs(rules);
  const startedMs = clock.monotonicMs();
  const windows = new WindowBook({ keepMs });
  const dropped = (): number => store.status.dropped;
  const drops = new DropWatch({ dropped, keepMs, before: droppedBefore });
  const stopEvents = subscribe((event) => {
    if (event.kind === 'callFinished') windows.noteCall(event.call.server, toEndedCall(event), clock.monotonicMs());
    else if (event.kind === 'callParked' || event.kind === 'parkedChanged') parked.onEvent(event, momentOf(clock));
  });
  const stopTracker = tracker.subscribe((change) => {
    if (change.kind !== 'errorRecorded' || weightOf(change.record.error.kind) !== 'fault') return;
    windows.noteError(change.record.server, clock.monotonicMs());
  });
  const close = (): void => {
    stopEvents();
    stopTracker();
  };
  const signals: WatchedSignals = {
    watchedForMs: () => clock.monotonicMs() - startedMs,
    servers: () => tracker.servers().flatMap((server) => (isWatched(server) ? [toSignal(server)] : [])),
    window: (server, windowMs) => windows.read(server, windowMs, clock.monotonicMs()),
    groups: () => tracker.groups.list().flatMap(toGroupSignal),
    parked: () => parked.read(clock.monotonicMs()),
    storeDrops: (windowMs) => lostBy(store, drops.lost(windowMs, clock.monotonicMs())),
    addParked: (calls) => parked.add(calls, momentOf(clock)),
    parkedByServer: () => parked.byServer(),
    withRules: (others) => {
      if (longestWindowMs(others) <= keepMs) return signals;
      close();
      return watch({ ...options, rules: others }, { parked, droppedBefore: dropped() });
    },
    close,
  };
  return signals;
}

const SHORTEST_WINDOW_MS = 300_000;

function longestWindowMs(rules: readonly AlertRule[]): number {
  return Math.max(...rules.map(({ windowMs }) => windowMs), SHORTEST_WINDOW_MS);
}

/** Where memory stands in for a file, all of it goes with the process. */
function lostBy({ status }: Pick<ObservationStore, 'status'>, lost: number): StoreSignal {
  const { where, trouble, written } = status;
  if (where === 'file' || trouble === undefined) return { lost };
  return { lost: Math.max(1, written), reason: `They are in memory only. ${trouble.message}` };
}

function toEndedCall({ outcome, attempts, durationMs }: Extract<SeawallEvent, { kind: 'callFinished' }>) {
  const isFailed = outcome.kind === 'failure' && outcome.error.kind !== 'cancelled';
  const isRecovered = outcome.kind === 'success' && (attempts > 1 || outcome.servedBy !== 'upstream');
  return { durationMs, isFailed, isRecovered };
}

function isWatched({ isConfigured, health }: ServerView): boolean {
  return isConfigured && health !== 'disabled';
}

function toSignal(view: ServerView): ServerSignal {
  const { name, health, reason, connection, circuit, openTools } = view;
  const circuits: CircuitSignal[] = openTools.map((tool) => ({
    tool,
    reason: `Its tool "${tool}" failed again and again.`,
  }));
  if (OPEN.has(circuit.state)) circuits.unshift({ reason });
  return {
    server: name,
    health,
    reason: health === 'healthy' ? '' : reason,
    connection: connection.state === 'unknown' ? 'idle' : connection.state,
    circuits,
  };
}

/** One that somebody isolated is no news to them; a half-open one has not shown that it is mended. */
const OPEN: ReadonlySet<string> = new Set(['open', 'half-open', 'forced-open']);

/** What Seawall refuses itself follows from another cause, of which the group of that cause tells. */
function toGroupSignal({ id, server, title, state, kind }: GroupRecord): readonly GroupSignal[] {
  if (isRefusal(kind)) return [];
  return state === 'new' || state === 'escalating' || state === 'regressed' ? [{ id, server, title, state }] : [];
}
