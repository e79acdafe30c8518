import type { ObservationStore } from '@seawall/core/base';
import type { ActiveAlert } from '../alerts/alert-engine.ts';
import { HEALTH_ORDER } from '../tracker/health.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { type Family, NumberFamily } from './family.ts';

/** What is read when somebody asks, and not counted. */
export interface GaugeSources {
  readonly tracker?: Pick<Tracker, 'servers' | 'groups' | 'status'>;
  readonly store?: Pick<ObservationStore, 'status'>;
  /** How many writes wait for each server. */
  readonly parked?: () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>;
  readonly alerts?: () => readonly ActiveAlert[];
  readonly missedEvents?: () => number;
  readonly lostLines?: () => { readonly audit: number; readonly errors: number };
  readonly version: string;
  /** Series of all families that there was no room for. */
  readonly droppedSeries: () => number;
}

/** Reads everything that has a value now. */
export async function readGauges(sources: GaugeSources): Promise<readonly Family[]> {
  return [
    ...trackerGauges(sources.tracker),
    ...storeGauges(sources.store),
    ...(sources.alerts === undefined ? [] : [alertGauge(sources.alerts())]),
    ...(sources.parked === undefined ? [] : [parkedGauge(await sources.parked())]),
    droppedCounter(sources),
    ...processGauges(sources.version),
  ];
}

function trackerGauges(tracker: GaugeSources['tracker']): readonly Family[] {
  if (tracker === undefined) return [];
  const health = new NumberFamily('gauge', 'seawall_server_health', ['server', 'health']);
  for (const view of tracker.servers()) {
    for (const state of HEALTH_ORDER) health.set([view.name, state], view.health === state ? 1 : 0);
  }
  const groups = new NumberFamily('gauge', 'seawall_error_groups', ['state']);
  for (const state of ['new', 'ongoing', 'escalating', 'regressed', 'resolved', 'archived']) groups.set([state], 0);
  for (const { state } of tracker.groups.list()) groups.add([state]);
  return [health, groups];
}

function storeGauges(store: GaugeSources['store']): readonly Family[] {
  if (store === undefined) return [];
  const waiting = new NumberFamily('gauge', 'seawall_store_waiting');
  waiting.set([], store.status.waiting);
  const written = new NumberFamily('counter', 'seawall_store_written_total');
  written.set([], store.status.written);
  return [waiting, written];
}

function parkedGauge(parked: ReadonlyMap<string, number>): Family {
  const family = new NumberFamily('gauge', 'seawall_parked_calls', ['server']);
  for (const [server, count] of parked) family.set([server], count);
  return family;
}

function alertGauge(alerts: readonly ActiveAlert[]): Family {
  const family = new NumberFamily('gauge', 'seawall_alerts_firing', ['rule', 'severity']);
  for (const { alert } of alerts) if (alert.state === 'firing') family.add([alert.rule, alert.severity]);
  return family;
}

function droppedCounter({ tracker, store, missedEvents, lostLines, droppedSeries }: GaugeSources): Family {
  const family = new NumberFamily('counter', 'seawall_events_dropped_total', ['where']);
  family.set(['metrics'], droppedSeries());
  if (tracker !== undefined) {
    family.set(['tracker'], tracker.status.ignoredEvents);
    family.set(['calls'], tracker.status.unkeptCalls);
    family.set(['errors'], tracker.status.unkeptErrors);
  }
  if (missedEvents !== undefined) family.set(['backlog'], missedEvents());
  if (store !== undefined) family.set(['store'], store.status.dropped);
  if (lostLines !== undefined) {
    const { audit, errors } = lostLines();
    family.set(['audit'], audit);
    family.set(['export'], errors);
  }
  return family;
}

function processGauges(version: string): readonly Family[] {
  const info = new NumberFamily('gauge', 'seawall_build_info', ['version', 'node']);
  info.set([version, process.versions.node], 1);
  const memory = new NumberFamily('gauge', 'seawall_process_resident_memory_bytes');
  memory.set([], process.memoryUsage.rss());
  const { user, system } = process.cpuUsage();
  const cpu = new NumberFamily('counter', 'seawall_process_cpu_seconds_total');
  cpu.set([], (user + system) / 1_000_000);
  return [info, memory, cpu];
}
