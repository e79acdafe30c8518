import { createOutbound, type Seawall } from '@seawall/client';
import {
  createEventBus,
  type EventBus,
  type ObservationStore,
  type Outbound,
  type SeawallEvent,
} from '@seawall/core/base';
import {
  type AlertEngine,
  type AuditTrail,
  createMetrics,
  createTracker,
  type Metrics,
  type ObservedServer,
  type Sinks,
  type Tracker,
} from '@seawall/telemetry';
import { Alerting } from './alerting.ts';
import type { ObservingOptions } from './observing-options.ts';
import { openStore } from './open-store.ts';
import { Retention } from './retention.ts';
import { WrittenRecords } from './written-records.ts';

/** What watches a gateway. A reload may put others in the place of `alerts` and `sinks`: ask for them anew. */
export interface Observed {
  readonly store: ObservationStore;
  readonly tracker: Tracker;
  readonly alerts: AlertEngine;
  readonly sinks: Sinks;
  readonly metrics: Metrics;
  readonly audit: AuditTrail;
}

/** It, with the strings that move it. */
export interface OpenObserved {
  readonly observed: Observed;
  /** Takes an event; to be called in the order in which they happened. */
  emit(event: SeawallEvent): void;
  /** Begins to look at the rules; after the events that happened before. Never rejects. */
  start(): Promise<void>;
  /** Ends alerts, sinks, written records, tracker and store, in this order. Never rejects. */
  close(): Promise<void>;
}

/** What opening it needs. */
export interface OpenObservedOptions extends ObservingOptions {
  /** Events that happened before and were not kept. */
  readonly countMissed: () => number;
}

/** Opens the store and builds what watches. Loaded only when there is something to watch. */
export async function openObserved(options: OpenObservedOptions): Promise<OpenObserved> {
  const { place, clock, logger, seawall } = options;
  const store = await openStore({ place, settings: seawall.settings.store, clock, logger });
  return new OpenParts(options, store);
}

class OpenParts implements OpenObserved {
  readonly observed: Observed;
  readonly #options: OpenObservedOptions;
  readonly #store: ObservationStore;
  readonly #relay: EventBus;
  readonly #outbound: Outbound;
  readonly #tracker: Tracker;
  readonly #metrics: Metrics;
  readonly #alerting: Alerting;
  readonly #retention: Retention;
  readonly #written: WrittenRecords;
  /** One reload after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: OpenObservedOptions, store: ObservationStore) {
    const { clock, random, createId, logger, seawall, place, environment, version, countMissed } = options;
    const { settings } = seawall;
    this.#options = options;
    this.#store = store;
    this.#relay = createEventBus({
      onListenerError: (error, event) => logger.log('error', `What watches "${event.kind}" failed.`, { error }),
    });
    const { subscribe } = this.#relay;
    this.#outbound = createOutbound({ environment });
    const { payloads, maxPayloadLength } = settings.store;
    this.#tracker = createTracker({
      clock,
      createId,
      subscribe,
      servers: () => observedServers(seawall),
      store,
      options: { payloads, maxPayloadLength },
      groups: settings.errorGroups,
    });
    this.#metrics = createMetrics({
      subscribe,
      tracker: this.#tracker,
      store,
      version,
      maxTools: settings.metrics.maxTools,
      parked: () => this.#alerting.parked,
      alerts: () => this.#alerting.engine.active(),
      missedEvents: countMissed,
      lostLines: () => this.#written.lost,
    });
    this.#alerting = new Alerting({
      settings: settings.alerts,
      isSecond: place.kind === 'memory' && place.isSecond,
      store,
      tracker: this.#tracker,
      subscribe,
      outbound: this.#outbound,
      clock,
      random,
      createId,
      logger,
      onChange: options.emit,
      onDelivery: (record) => this.#metrics.countDelivery(record),
    });
    this.#retention = new Retention({ store, settings: () => seawall.settings.store, clock, logger });
    this.#written = new WrittenRecords({ settings, place, subscribe, tracker: this.#tracker, clock, logger });
    this.observed = this.#view();
  }

  emit(event: SeawallEvent): void {
    // Nobody here counts an attempt before it ended, and there are as many of these events as of any.
    if (event.kind === 'attemptStarted') return;
    this.#relay.emit(event);
    const isReload = event.kind === 'configReloaded' && event.outcome.kind === 'applied';
    // It never rejects.
    if (isReload) void this.#inTurn(() => this.#reconfigure());
  }

  start(): Promise<void> {
    // It never rejects, and the next one waits for it.
    void this.#inTurn(async () => {
      const parked = await this.#options.seawall.parkedCalls();
      const waiting = await parked?.list({ states: ['parked', 'leased', 'sent'], limit: MAX_PARKED });
      this.#alerting.addParked(waiting ?? []);
    });
    return this.#inTurn(() => this.#alerting.start());
  }

  async close(): Promise<void> {
    this.#retention.close();
    await this.#inTurn(() => this.#alerting.close());
    this.#metrics.close();
    await this.#written.close();
    await this.#tracker.close();
    await this.#store.close();
    await this.#outbound.close();
  }

  #view(): Observed {
    const alerting = this.#alerting;
    return {
      store: this.#store,
      tracker: this.#tracker,
      metrics: this.#metrics,
      audit: this.#written.audit,
      get alerts() {
        return alerting.engine;
      },
      get sinks() {
        return alerting.sinks;
      },
    };
  }

  async #reconfigure(): Promise<void> {
    const { alerts, store, errorGroups } = this.#options.seawall.settings;
    this.#tracker.keepPayloads(store);
    this.#tracker.groupBy(errorGroups);
    await this.#alerting.reconfigure(alerts);
  }

  /** What goes wrong is logged. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#options.logger.log('error', 'What watches the servers could not be brought up to date.', { error });
    });
    return this.#work;
  }
}

/** The most parked writes whose age is known from the start; so many hardly ever wait. */
const MAX_PARKED = 1000;

function observedServers(seawall: Pick<Seawall, 'servers' | 'listTools'>): readonly ObservedServer[] {
  const tools = new Map<string, string[]>();
  for (const { server, definition } of seawall.listTools()) {
    const names = tools.get(server) ?? [];
    names.push(definition.name);
    tools.set(server, names);
  }
  return seawall.servers().map(({ name, status, info }) => ({
    name,
    status,
    tools: tools.get(name) ?? [],
    ...(info?.serverInfo === undefined ? {} : { version: info.serverInfo.version }),
  }));
}
