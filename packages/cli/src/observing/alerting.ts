import {
  type AlertChanged,
  type AlertSettings,
  type Clock,
  type CreateId,
  type DeliveryRecord,
  defaultAlertSettings,
  type Logger,
  type Observation,
  type ObservationStore,
  type Outbound,
  type Random,
} from '@seawall/core/base';
import {
  AlertEngine,
  createSinks,
  type EventSubscription,
  type ParkedBefore,
  type Sinks,
  type Tracker,
  type WatchedSignals,
  watchForAlerts,
} from '@seawall/telemetry';

/** What telling people needs. */
export interface AlertingOptions {
  /** What the configuration says; the built-in rules where it says nothing. */
  readonly settings: AlertSettings | undefined;
  /** Whether another gateway tells people: this one only writes to its log. */
  readonly isSecond: boolean;
  readonly store: ObservationStore;
  readonly tracker: Tracker;
  readonly subscribe: EventSubscription;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
  readonly logger: Logger;
  readonly onChange: (change: AlertChanged) => void;
  readonly onDelivery: (record: DeliveryRecord) => void;
}

/** The alerts and those who are told of them, by the configuration in force. */
export class Alerting {
  readonly #options: AlertingOptions;
  #settings: AlertSettings;
  #signals: WatchedSignals;
  #parts: Parts;

  constructor(options: AlertingOptions) {
    this.#options = options;
    this.#settings = this.#resolve(options.settings);
    this.#signals = this.#watch(undefined);
    this.#parts = this.#build();
  }

  get engine(): AlertEngine {
    return this.#parts.engine;
  }

  get sinks(): Sinks {
    return this.#parts.sinks;
  }

  /** How many parked writes wait for each server. */
  get parked(): ReadonlyMap<string, number> {
    return this.#signals.parkedByServer();
  }

  /** Takes over what an earlier process left, and begins to look at the rules. */
  start(): Promise<void> {
    return this.#parts.engine.start();
  }

  /** Tells of writes that were parked before; once. */
  addParked(calls: readonly ParkedBefore[]): void {
    this.#signals.addParked(calls);
  }

  /** Takes over other settings: what fires goes on, and nobody is told of it again. */
  async reconfigure(given: AlertSettings | undefined): Promise<void> {
    const settings = this.#resolve(given);
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    // The state of all alerts is in the store: the next engine reads it there.
    await this.#end(this.#parts);
    if (!this.#signals.reaches(settings.rules)) {
      const before = this.#signals;
      this.#signals = this.#watch(before);
      before.close();
    }
    this.#parts = this.#build();
    await this.#parts.engine.start();
  }

  async close(): Promise<void> {
    await this.#end(this.#parts);
    this.#signals.close();
  }

  #resolve(settings: AlertSettings = defaultAlertSettings()): AlertSettings {
    if (!this.#options.isSecond) return settings;
    return { ...settings, sinks: settings.sinks.filter(({ type }) => type === 'log') };
  }

  #watch(before: WatchedSignals | undefined): WatchedSignals {
    const { clock, subscribe, tracker, store } = this.#options;
    const { rules } = this.#settings;
    return watchForAlerts({ clock, subscribe, tracker, store, rules, ...(before === undefined ? {} : { before }) });
  }

  #build(): Parts {
    const { outbound, store, clock, random, createId, logger, onChange, onDelivery } = this.#options;
    const settings = this.#settings;
    const append = (observations: readonly Observation[]): void => {
      for (const { kind, record } of observations) if (kind === 'delivery') onDelivery(record);
      store.append(observations);
    };
    const sinks = createSinks({ settings, outbound, store: { append }, logger, clock, random, createId });
    const signals = this.#signals;
    const engine = new AlertEngine({ settings, signals, store, sinks: sinks.all, clock, createId, logger, onChange });
    return { engine, sinks };
  }

  async #end({ engine, sinks }: Parts): Promise<void> {
    await engine.close();
    await sinks.close();
  }
}

interface Parts {
  readonly engine: AlertEngine;
  readonly sinks: Sinks;
}
