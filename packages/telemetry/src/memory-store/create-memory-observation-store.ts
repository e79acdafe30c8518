import {
  type AlertQuery,
  type AlertRecord,
  assertNumbers,
  type CallQuery,
  type CallRecord,
  type Clock,
  type DeliveryRecord,
  type ErrorCount,
  type ErrorFacet,
  type ErrorFilter,
  type ErrorQuery,
  type ErrorRecord,
  type GroupQuery,
  type GroupRecord,
  type HealthRecord,
  MCPRejectedError,
  type Observation,
  type ObservationStore,
  type ObservationStoreStatus,
  type Page,
  type PageQuery,
  type PurgeQuery,
  type Retention,
  readPageQuery,
  type SeriesPoint,
  type SeriesQuery,
  type SilenceRecord,
  systemClock,
  type TimeRange,
} from '@seawall/core/base';
import { MinuteSums } from './minute-sums.ts';
import {
  alertCondition,
  callCondition,
  errorCondition,
  groupCondition,
  isEqual,
  isWithin,
} from './query-conditions.ts';
import { RecordRing } from './record-ring.ts';

/** Options of {@link createMemoryObservationStore}. */
export interface MemoryObservationStoreOptions {
  /** Tells which minutes are too old.
   * @default systemClock */
  readonly clock?: Clock;
  /** How many errors are kept; the oldest go first.
   * @default 10000 */
  readonly maxErrors?: number;
  /** How many calls are kept; the oldest go first.
   * @default 10000 */
  readonly maxCalls?: number;
  /** Why it stands in for a file: what its status tells as its trouble.
   * @default nothing is wrong */
  readonly trouble?: ObservationStoreStatus['trouble'];
}

/** What {@link createMemoryObservationStore} uses where an option is absent. */
export const MEMORY_OBSERVATION_STORE_DEFAULTS = {
  maxErrors: 10_000,
  maxCalls: 10_000,
} as const satisfies MemoryObservationStoreOptions;

/**
 * Makes a store of observations that ends with the process: for the library, and for a second gateway on one data folder.
 *
 * It keeps the latest errors and calls, at most 1,000 groups, alerts that are over, silences, deliveries and changes of health
 * each, and the minutes of the last 24 hours.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID` when a number is out of range.
 */
export function createMemoryObservationStore(options: MemoryObservationStoreOptions = {}): ObservationStore {
  const range = { min: 1, max: 1_000_000, isInteger: true };
  assertNumbers(options, { maxErrors: range, maxCalls: range }, 'store');
  return new MemoryObservationStore(options);
}

/** The most of everything that comes rarely. */
const MAX_FEW = 1000;

class MemoryObservationStore implements ObservationStore {
  readonly #clock: Clock;
  readonly #calls: RecordRing<CallRecord>;
  readonly #errors: RecordRing<ErrorRecord>;
  readonly #groups = few<GroupRecord>('groups', ({ lastSeenMs }) => lastSeenMs);
  readonly #alerts = few<AlertRecord>('alerts', ({ startedAtMs }) => startedAtMs, isActive);
  readonly #silences = few<SilenceRecord>('silences', ({ endsAtMs }) => endsAtMs);
  readonly #deliveries = few<DeliveryRecord>('deliveries', ({ atMs }) => atMs);
  readonly #health = few<HealthRecord>('health', ({ atMs }) => atMs);
  readonly #minutes = new MinuteSums();
  readonly #trouble: ObservationStoreStatus['trouble'];
  #written = 0;
  #dropped = 0;
  #isClosed = false;

  constructor(options: MemoryObservationStoreOptions) {
    const { maxCalls, maxErrors } = { ...MEMORY_OBSERVATION_STORE_DEFAULTS, ...options };
    this.#clock = options.clock ?? systemClock;
    this.#trouble = options.trouble;
    this.#calls = new RecordRing({ name: 'calls', maxRecords: maxCalls, atMs: ({ startedAtMs }) => startedAtMs });
    this.#errors = new RecordRing({ name: 'errors', maxRecords: maxErrors, atMs: ({ atMs }) => atMs });
  }

  append(observations: readonly Observation[]): void {
    if (this.#isClosed) {
      this.#dropped += observations.length;
      return;
    }
    for (const observation of observations) this.#put(observation);
    this.#written += observations.length;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  async putAlerts(alerts: readonly AlertRecord[]): Promise<void> {
    this.#assertOpen();
    for (const alert of alerts) this.#alerts.put(alert);
  }

  async putSilence(silence: SilenceRecord): Promise<void> {
    this.#assertOpen();
    this.#silences.put(silence);
  }

  async calls(query: CallQuery): Promise<Page<CallRecord>> {
    this.#assertOpen();
    return this.#calls.page(query, callCondition(query));
  }

  async errors(query: ErrorQuery): Promise<Page<ErrorRecord>> {
    this.#assertOpen();
    return this.#errors.page(query, errorCondition(query), query.order === 'oldest-first' ? 'asc' : 'desc');
  }

  async groups(query: GroupQuery): Promise<Page<GroupRecord>> {
    this.#assertOpen();
    return this.#groups.page(query, groupCondition(query));
  }

  async alerts(query: AlertQuery): Promise<Page<AlertRecord>> {
    this.#assertOpen();
    return this.#alerts.page(query, alertCondition(query));
  }

  async deliveries(query: PageQuery & { readonly sink?: string }): Promise<Page<DeliveryRecord>> {
    this.#assertOpen();
    return this.#deliveries.page(query, ({ sink }) => isEqual(query.sink, sink));
  }

  async silences({ endsAfterMs }: { readonly endsAfterMs: number }): Promise<readonly SilenceRecord[]> {
    this.#assertOpen();
    return this.#silences.page({ limit: MAX_FEW }, ({ endsAtMs }) => endsAtMs > endsAfterMs, 'asc').items;
  }

  async health(query: PageQuery & TimeRange & { readonly server?: string }): Promise<Page<HealthRecord>> {
    this.#assertOpen();
    return this.#health.page(query, ({ atMs, server }) => isWithin(query, atMs) && isEqual(query.server, server));
  }

  async call(id: string): Promise<CallRecord | undefined> {
    this.#assertOpen();
    return this.#calls.find(id);
  }

  async error(id: string): Promise<ErrorRecord | undefined> {
    this.#assertOpen();
    return this.#errors.find(id);
  }

  async group(id: string): Promise<GroupRecord | undefined> {
    this.#assertOpen();
    return this.#groups.find(id);
  }

  async series(query: SeriesQuery): Promise<readonly SeriesPoint[]> {
    this.#assertOpen();
    return this.#minutes.series(query);
  }

  async countErrors(
    query: ErrorFilter & { readonly by: ErrorFacet; readonly limit: number },
  ): Promise<readonly ErrorCount[]> {
    this.#assertOpen();
    readPageQuery('counts', { limit: query.limit });
    const counts = new Map<string, number>();
    for (const record of this.#errors.select(errorCondition(query))) {
      const value = facetOf(record, query.by);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, query.limit);
  }

  async prune({ olderThanMs, maxRows }: Retention): Promise<number> {
    this.#assertOpen();
    const removed = [
      this.#calls.remove(({ startedAtMs }) => startedAtMs < olderThanMs),
      this.#errors.remove(({ atMs }) => atMs < olderThanMs),
      this.#groups.remove(({ lastSeenMs, stateSinceMs }) => Math.max(lastSeenMs, stateSinceMs) < olderThanMs),
      this.#alerts.remove((alert) => !isActive(alert) && (alert.resolvedAtMs ?? alert.startedAtMs) < olderThanMs),
      this.#silences.remove(({ endsAtMs }) => endsAtMs < olderThanMs),
      this.#deliveries.remove(({ atMs }) => atMs < olderThanMs),
      this.#health.remove(({ atMs }) => atMs < olderThanMs),
      this.#minutes.remove(({ minuteMs }) => minuteMs < olderThanMs),
      ...[this.#calls, this.#errors, this.#groups, this.#alerts, this.#deliveries, this.#health].map((ring) =>
        ring.keepLatest(maxRows),
      ),
    ];
    return sum(removed);
  }

  async purge({ what, server }: PurgeQuery): Promise<number> {
    this.#assertOpen();
    const isMeant = (record: { readonly server?: string }): boolean => isEqual(server, record.server);
    switch (what) {
      case 'payloads':
        return this.#calls.change((call) => (isMeant(call) ? withoutPayload(call) : call));
      case 'calls':
        return this.#calls.remove(isMeant);
      case 'errors':
        return this.#errors.remove(isMeant) + this.#groups.remove(isMeant);
      case 'everything':
        return sum([
          this.#calls.remove(isMeant),
          this.#errors.remove(isMeant),
          this.#groups.remove(isMeant),
          this.#alerts.remove(({ labels }) => isEqual(server, labels.server)),
          this.#health.remove(isMeant),
          this.#minutes.remove(isMeant),
          ...(server === undefined ? [this.#silences.remove(() => true), this.#deliveries.remove(() => true)] : []),
        ]);
    }
  }

  get status(): ObservationStoreStatus {
    const status = { where: 'memory', waiting: 0, written: this.#written, dropped: this.#dropped } as const;
    return this.#trouble === undefined ? status : { ...status, trouble: this.#trouble };
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #put(observation: Observation): void {
    switch (observation.kind) {
      case 'call':
        this.#calls.put(observation.record);
        break;
      case 'error':
        this.#errors.put(observation.record);
        break;
      case 'group':
        this.#groups.put(observation.record);
        break;
      case 'minute':
        this.#minutes.put(observation.record, this.#clock.now());
        break;
      case 'health':
        this.#health.put(observation.record);
        break;
      case 'delivery':
        this.#deliveries.put(observation.record);
        break;
    }
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw new MCPRejectedError({ code: 'SHUTTING_DOWN', message: 'The store of observations in memory is closed.' });
  }
}

function few<T extends { readonly id: string }>(
  name: string,
  atMs: (record: T) => number,
  isKept: (record: T) => boolean = () => false,
): RecordRing<T> {
  return new RecordRing({ name, maxRecords: MAX_FEW, atMs, isActive: isKept });
}

function isActive({ state }: AlertRecord): boolean {
  return state !== 'resolved';
}

function withoutPayload(call: CallRecord): CallRecord {
  if (call.argumentsText === undefined && call.resultText === undefined) return call;
  const { argumentsText: _arguments, resultText: _result, ...rest } = call;
  return rest;
}

function facetOf({ server, target, error, outcome, group }: ErrorRecord, by: ErrorFacet): string | undefined {
  const facets = { server, target, kind: error.kind, code: error.code, outcome, group };
  return facets[by];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
