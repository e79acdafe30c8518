import type { DeliveryRecord, ObservationStore } from '@seawall/core/base';
import type { ActiveAlert } from '../alerts/alert-engine.ts';
import type { EventSubscription } from '../logs/log-events.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { EventMetrics } from './event-metrics.ts';
import { NumberFamily } from './family.ts';
import { readGauges } from './gauges.ts';
import { RedactionMetrics } from './redaction-metrics.ts';

/**
 * Counts what happens, and tells it in the text format of Prometheus.
 *
 * Whatever names servers and hosts choose, labels and their number are bounded. Nothing is computed until somebody scrapes.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const { subscribe, tracker, store, parked, alerts, missedEvents, lostLines } = options;
  const { version, maxTools } = { ...METRICS_DEFAULTS, ...options };
  const events = new EventMetrics(maxTools);
  const notifications = new NumberFamily('counter', 'seawall_notifications_total', ['sink', 'outcome']);
  const redactions = new RedactionMetrics();
  const families = [...events.families, notifications, redactions.family];
  const endEvents = subscribe((event) => events.note(event));
  const endErrors = tracker?.subscribe((change) => {
    if (change.kind === 'errorRecorded') redactions.note(change.record);
  });
  const droppedSeries = (): number => families.reduce((sum, { dropped }) => sum + dropped, 0);
  const sources = {
    version,
    droppedSeries,
    ...(tracker === undefined ? {} : { tracker }),
    ...(store === undefined ? {} : { store }),
    ...(parked === undefined ? {} : { parked }),
    ...(alerts === undefined ? {} : { alerts }),
    ...(missedEvents === undefined ? {} : { missedEvents }),
    ...(lostLines === undefined ? {} : { lostLines }),
  };
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    scrape: async () => [...families, ...(await readGauges(sources))].map((family) => family.render()).join(''),
    countDelivery: ({ sink, outcome }) => notifications.add([sink, outcome]),
    close: () => {
      endEvents();
      endErrors?.();
    },
  };
}

/** What metrics are made of. */
export interface MetricsOptions {
  /** Where events come from, as `seawall.subscribe`. */
  readonly subscribe: EventSubscription;
  /** Tells of health, groups and errors. */
  readonly tracker?: Pick<Tracker, 'servers' | 'groups' | 'status' | 'subscribe'>;
  /** Tells of what was written and dropped. */
  readonly store?: Pick<ObservationStore, 'status'>;
  /** How many writes wait for each server; what it rejects with, the scrape rejects with. */
  readonly parked?: () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>;
  /** The alerts that are there now. */
  readonly alerts?: () => readonly ActiveAlert[];
  /** How many events happened before anybody read them, and were not kept. */
  readonly missedEvents?: () => number;
  /** How many lines did not come into the audit trail, or into the files of errors. */
  readonly lostLines?: () => LostLines;
  /** Of the program.
   * @default 'unknown' */
  readonly version?: string;
  /** Tools of a server that are told apart; all others together are called `other`.
   * @default 500 */
  readonly maxTools?: number;
}

/** Lines that were dropped since the start, by where they belong. */
export interface LostLines {
  readonly audit: number;
  readonly errors: number;
}

/** What {@link createMetrics} uses where an option is absent. */
export const METRICS_DEFAULTS = { version: 'unknown', maxTools: 500 } as const;

/** Metrics of a process. */
export interface Metrics {
  /** Of what {@link Metrics.scrape} gives. */
  readonly contentType: string;
  /** Everything as text. */
  scrape(): Promise<string>;
  /** Counts a notification of which it is known how it ended. */
  countDelivery(delivery: Pick<DeliveryRecord, 'sink' | 'outcome'>): void;
  /** Ends the subscriptions. May be called twice. */
  close(): void;
}
