import type { ObservationStore } from '@seawall/core/base';
import type { EventSubscription } from '../logs/log-events.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { EventMetrics } from './event-metrics.ts';
import { readGauges } from './gauges.ts';

/**
 * Counts what happens, and tells it in the text format of Prometheus.
 *
 * Whatever names servers and hosts choose, labels and their number are bounded. Nothing is computed until somebody scrapes.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const { subscribe, tracker, store, parked } = options;
  const { version, maxTools } = { ...METRICS_DEFAULTS, ...options };
  const events = new EventMetrics(maxTools);
  const { families } = events;
  const unsubscribe = subscribe((event) => events.note(event));
  const droppedSeries = (): number => families.reduce((sum, { dropped }) => sum + dropped, 0);
  const sources = {
    version,
    droppedSeries,
    ...(tracker === undefined ? {} : { tracker }),
    ...(store === undefined ? {} : { store }),
    ...(parked === undefined ? {} : { parked }),
  };
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    scrape: async () => [...families, ...(await readGauges(sources))].map((family) => family.render()).join(''),
    close: unsubscribe,
  };
}

/** What metrics are made of. */
export interface MetricsOptions {
  /** Where events come from, as `seawall.subscribe`. */
  readonly subscribe: EventSubscription;
  /** Tells of health and groups. */
  readonly tracker?: Pick<Tracker, 'servers' | 'groups' | 'status'>;
  /** Tells of what was written and dropped. */
  readonly store?: Pick<ObservationStore, 'status'>;
  /** How many writes wait for each server; what it rejects with, the scrape rejects with. */
  readonly parked?: () => Promise<ReadonlyMap<string, number>>;
  /** Of the program.
   * @default 'unknown' */
  readonly version?: string;
  /** Tools of a server that are told apart; all others together are called `other`.
   * @default 500 */
  readonly maxTools?: number;
}

/** What {@link createMetrics} uses where an option is absent. */
export const METRICS_DEFAULTS = { version: 'unknown', maxTools: 500 } as const;

/** Metrics of a process. */
export interface Metrics {
  /** Of what {@link Metrics.scrape} gives. */
  readonly contentType: string;
  /** Everything as text. */
  scrape(): Promise<string>;
  /** Ends the subscription. May be called twice. */
  close(): void;
}
