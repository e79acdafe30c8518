import {
  ALERT_DEFAULTS,
  type AlertChanged,
  type AlertRecord,
  type AlertRule,
  type AlertRulesOptions,
  type AlertSettings,
  resolveAlertRules,
  type SilenceRecord,
} from '@seawall/core';
import { createFakeClock, createSequentialId, type FakeClock } from '@seawall/testkit';
import {
  AlertEngine,
  type AlertSignals,
  type AlertStore,
  type CircuitSignal,
  type GroupSignal,
  type Notice,
  type NoticeSink,
  type SendOutcome,
  type ServerSignal,
  type StoreSignal,
  type WindowSignal,
} from '../../src/index.ts';

/** What rules see; a test sets it. */
export class SettableSignals implements AlertSignals {
  watchedMs = Number.POSITIVE_INFINITY;
  readonly state = new Map<
    string,
    { connection: ServerSignal['connection']; reason: string; circuits: CircuitSignal[] }
  >();
  readonly windows = new Map<string, WindowSignal>();
  groupList: GroupSignal[] = [];
  waiting = 0;
  oldestAgeMs = 0;
  drops = 0;

  set(server: string, connection: ServerSignal['connection'], reason = ''): void {
    this.state.set(server, { connection, reason, circuits: this.state.get(server)?.circuits ?? [] });
  }

  open(server: string, ...circuits: CircuitSignal[]): void {
    const connection = this.state.get(server)?.connection ?? 'ready';
    this.state.set(server, { connection, reason: '', circuits });
  }

  watchedForMs(): number {
    return this.watchedMs;
  }

  servers(): readonly ServerSignal[] {
    return [...this.state].map(([server, { connection, reason, circuits }]) => ({
      server,
      health: connection === 'ready' ? 'healthy' : 'unhealthy',
      reason,
      connection,
      circuits,
    }));
  }

  window(server: string): WindowSignal {
    return this.windows.get(server) ?? { calls: 0, failures: 0, recovered: 0, errors: 0 };
  }

  groups(): readonly GroupSignal[] {
    return this.groupList;
  }

  parked(): { readonly waiting: number; readonly oldestAgeMs: number } {
    return { waiting: this.waiting, oldestAgeMs: this.oldestAgeMs };
  }

  storeDrops(): StoreSignal {
    return { lost: this.drops };
  }
}

/** Keeps records as JSON, as a store does: what is not in the text is lost. */
export class KeptRecords implements AlertStore {
  readonly records = new Map<string, string>();
  readonly silenceTexts = new Map<string, string>();
  fails = false;
  writes = 0;

  putAlerts(alerts: readonly AlertRecord[]): Promise<void> {
    if (this.fails) return Promise.reject(new Error('The disk is full.'));
    this.writes += 1;
    for (const alert of alerts) this.records.set(alert.id, JSON.stringify(alert));
    return Promise.resolve();
  }

  putSilence(silence: SilenceRecord): Promise<void> {
    if (this.fails) return Promise.reject(new Error('The disk is full.'));
    this.silenceTexts.set(silence.id, JSON.stringify(silence));
    return Promise.resolve();
  }

  alerts(query: Parameters<AlertStore['alerts']>[0]): ReturnType<AlertStore['alerts']> {
    const items = this.all()
      .filter(({ state }) => query.states?.includes(state) ?? true)
      .sort((one, other) => other.startedAtMs - one.startedAtMs)
      .slice(0, query.limit);
    return Promise.resolve({ items });
  }

  silences(query: { readonly endsAfterMs: number }): Promise<readonly SilenceRecord[]> {
    const all = [...this.silenceTexts.values()].map((text): SilenceRecord => JSON.parse(text));
    return Promise.resolve(all.filter(({ endsAtMs }) => endsAtMs > query.endsAfterMs));
  }

  all(): readonly AlertRecord[] {
    return [...this.records.values()].map((text): AlertRecord => JSON.parse(text));
  }
}

/** Takes notices, and answers as the test says. */
export class RecordingSink implements NoticeSink {
  readonly name: string;
  readonly sendResolved = true;
  readonly takesAcknowledgements: boolean;
  readonly notices: Notice[] = [];
  answer: (notice: Notice) => Promise<SendOutcome> = () => Promise.resolve({ kind: 'delivered' });

  constructor(name = 'sink', options: { readonly takesAcknowledgements?: boolean } = {}) {
    this.name = name;
    this.takesAcknowledgements = options.takesAcknowledgements ?? false;
  }

  accepts(): boolean {
    return true;
  }

  send(notice: Notice): Promise<SendOutcome> {
    this.notices.push(notice);
    return this.answer(notice);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Each notice as `firing server-down:firing`. */
  get lines(): readonly string[] {
    return this.notices.map(
      ({ status, kind, alerts }) =>
        `${kind === 'changed' ? status : kind} ${alerts.map((alert) => `${alert.labels.alertname}:${alert.status}`).join(' ')}`,
    );
  }
}

/** Everything around an engine. */
export interface AlertWorld extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly signals: SettableSignals;
  readonly store: KeptRecords;
  readonly sink: RecordingSink;
  readonly changes: AlertChanged[];
  readonly logged: string[];
  readonly engine: AlertEngine;
  /** Ends the process: nothing more is written, no timer runs. */
  kill(): void;
  /** Begins a process with what is in the store. */
  restart(): Promise<void>;
}

/** A world with an engine that has begun. */
export async function createAlertWorld(
  options: {
    readonly rules?: AlertRulesOptions;
    readonly only?: readonly string[];
    readonly settings?: Partial<AlertSettings>;
    readonly sinks?: readonly RecordingSink[];
  } = {},
): Promise<AlertWorld> {
  const clock = createFakeClock();
  const signals = new SettableSignals();
  const store = new KeptRecords();
  const sinks = options.sinks ?? [new RecordingSink()];
  const [sink = new RecordingSink()] = sinks;
  const changes: AlertChanged[] = [];
  const logged: string[] = [];
  const createId = createSequentialId();
  const rules: readonly AlertRule[] = resolveAlertRules(options.rules).filter(
    ({ name }) => options.only?.includes(name) ?? true,
  );
  const begin = (): { readonly engine: AlertEngine; readonly kill: () => void } => {
    let isDead = false;
    const engine = new AlertEngine({
      settings: {
        rules,
        sinks: [],
        grouping: ALERT_DEFAULTS.grouping,
        flapping: ALERT_DEFAULTS.flapping,
        silences: [],
        ...options.settings,
      },
      signals,
      // Of a dead process nothing is heard any more.
      store: {
        putAlerts: (alerts) => (isDead ? new Promise(() => undefined) : store.putAlerts(alerts)),
        putSilence: (silence) => store.putSilence(silence),
        alerts: (query) => store.alerts(query),
        silences: (query) => store.silences(query),
      },
      sinks: sinks.map((real) => ({
        name: real.name,
        sendResolved: real.sendResolved,
        takesAcknowledgements: real.takesAcknowledgements,
        accepts: () => true,
        send: (notice) => (isDead ? new Promise(() => undefined) : real.send(notice)),
        close: () => real.close(),
      })),
      clock: {
        now: () => clock.now(),
        monotonicMs: () => clock.monotonicMs(),
        setTimer: (callback, delayMs) => clock.setTimer(() => (isDead ? undefined : callback()), delayMs),
      },
      createId,
      logger: { log: (_level, message) => void logged.push(message) },
      onChange: (change) => void changes.push(change),
    });
    return {
      engine,
      kill: () => {
        isDead = true;
      },
    };
  };
  let current = begin();
  await current.engine.start();
  return {
    clock,
    signals,
    store,
    sink,
    changes,
    logged,
    get engine() {
      return current.engine;
    },
    kill: () => current.kill(),
    restart: async () => {
      current.kill();
      current = begin();
      await current.engine.start();
      await clock.settle();
    },
    [Symbol.asyncDispose]: () => current.engine.close(),
  };
}

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
