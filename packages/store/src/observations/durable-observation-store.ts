import {
  type AlertQuery,
  type AlertRecord,
  assertSeriesQuery,
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
  type Logger,
  type Observation,
  type ObservationStore,
  type ObservationStoreStatus,
  type Page,
  type PagePosition,
  type PageQuery,
  type PurgeQuery,
  type Retention,
  readPageQuery,
  type SeriesPoint,
  type SeriesQuery,
  type SilenceRecord,
  sleep,
  type TimeRange,
  toPageCursor,
} from '@seawall/core/base';
import { type StoreName, storeClosed } from '../store-errors.ts';
import type { ListName, ListRequest, ObservationOperation, ObservationRow } from './observation-protocol.ts';
import { toListFilter } from './to-list-filter.ts';
import { WriteQueue } from './write-queue.ts';
import { WriteTrouble } from './write-trouble.ts';

/** Whatever does operations on the tables, one after the other. */
export interface ObservationBackend {
  ask(operation: ObservationOperation): Promise<unknown>;
  /** Closes after everything that was asked for. */
  close(): Promise<void>;
  /** Ends without waiting for what is under way. */
  abandon(): void;
}

/** What {@link DurableObservationStore} needs. */
export interface DurableObservationStoreOptions {
  readonly backend: ObservationBackend;
  readonly name: StoreName;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Records that were lost with a damaged file. */
  readonly countUnreadable: () => number;
  readonly maxWaiting: number;
  readonly maxWaitingCharacters: number;
}

/** The port of observations over a database that somebody else has open. */
export class DurableObservationStore implements ObservationStore {
  readonly #backend: ObservationBackend;
  readonly #name: StoreName;
  readonly #clock: Clock;
  readonly #trouble: WriteTrouble;
  readonly #queue: WriteQueue;
  readonly #countUnreadable: () => number;
  #closing: Promise<void> | undefined;

  constructor(options: DurableObservationStoreOptions) {
    const { backend, name, clock, logger, maxWaiting, maxWaitingCharacters } = options;
    this.#backend = backend;
    this.#countUnreadable = options.countUnreadable;
    this.#name = name;
    this.#clock = clock;
    this.#trouble = new WriteTrouble({ clock, logger, file: name.file });
    const write = (rows: readonly ObservationRow[]): Promise<unknown> => backend.ask({ kind: 'write', rows });
    this.#queue = new WriteQueue({ clock, trouble: this.#trouble, maxWaiting, maxWaitingCharacters, write });
  }

  append(observations: readonly Observation[]): void {
    this.#queue.append(observations);
  }

  flush(): Promise<void> {
    return this.#queue.flush();
  }

  async putAlerts(alerts: readonly AlertRecord[]): Promise<void> {
    await this.#put(alerts.map((alert) => ({ kind: 'alert', json: JSON.stringify(alert), searchText: '' })));
  }

  async putSilence(silence: SilenceRecord): Promise<void> {
    await this.#put([{ kind: 'silence', json: JSON.stringify(silence), searchText: '' }]);
  }

  async calls(query: CallQuery): Promise<Page<CallRecord>> {
    return this.#page('calls', query, ({ id, startedAtMs }: CallRecord) => ({ id, atMs: startedAtMs }));
  }

  async errors(query: ErrorQuery): Promise<Page<ErrorRecord>> {
    return this.#page<ErrorRecord>('errors', query, positionOf, query.order === 'oldest-first' ? 'asc' : 'desc');
  }

  async groups(query: GroupQuery): Promise<Page<GroupRecord>> {
    return this.#page('groups', query, ({ id, lastSeenMs }: GroupRecord) => ({ id, atMs: lastSeenMs }));
  }

  async alerts(query: AlertQuery): Promise<Page<AlertRecord>> {
    return this.#page('alerts', query, ({ id, startedAtMs }: AlertRecord) => ({ id, atMs: startedAtMs }));
  }

  async deliveries(query: PageQuery & { readonly sink?: string }): Promise<Page<DeliveryRecord>> {
    return this.#page<DeliveryRecord>('deliveries', query, positionOf);
  }

  async silences({ endsAfterMs }: { readonly endsAfterMs: number }): Promise<readonly SilenceRecord[]> {
    // The time of a silence is its end, in whole milliseconds.
    const filter = { fromMs: Math.floor(endsAfterMs) + 1, words: [] };
    return this.#list({ list: 'silences', filter, order: 'asc', limit: MAX_SILENCES });
  }

  async health(query: PageQuery & TimeRange & { readonly server?: string }): Promise<Page<HealthRecord>> {
    return this.#page<HealthRecord>('health', query, positionOf);
  }

  call(id: string): Promise<CallRecord | undefined> {
    return this.#find('calls', id);
  }

  error(id: string): Promise<ErrorRecord | undefined> {
    return this.#find('errors', id);
  }

  group(id: string): Promise<GroupRecord | undefined> {
    return this.#find('groups', id);
  }

  async series(query: SeriesQuery): Promise<readonly SeriesPoint[]> {
    assertSeriesQuery(query);
    const points = await this.#ask({ kind: 'series', query });
    // Our own thread made them, of numbers that it had summed up.
    return points as readonly SeriesPoint[];
  }

  async countErrors(
    query: ErrorFilter & { readonly by: ErrorFacet; readonly limit: number },
  ): Promise<readonly ErrorCount[]> {
    const { by, limit } = query;
    readPageQuery('counts', { limit });
    const counts = await this.#ask({ kind: 'count', by, filter: toListFilter(query), limit });
    // Our own thread made them, each with a text and a number.
    return counts as readonly ErrorCount[];
  }

  async prune(retention: Retention): Promise<number> {
    return this.#removeAll(() => this.#ask({ kind: 'prune', retention, limit: STEP }));
  }

  async purge(purge: PurgeQuery): Promise<number> {
    const unwritten = this.#queue.purge(purge);
    const removed = await this.#removeAll(() => this.#ask({ kind: 'purge', purge, limit: STEP }));
    let hasMore: unknown = true;
    // Ends when no page is free, of which each step takes some.
    while (hasMore === true) hasMore = await this.#ask({ kind: 'reclaim' });
    return unwritten + removed;
  }

  get status(): ObservationStoreStatus {
    const { waiting, written } = this.#queue;
    const dropped = this.#queue.dropped + this.#countUnreadable();
    const trouble = this.#trouble.now;
    return { where: 'file', waiting, written, dropped, ...(trouble === undefined ? {} : { trouble }) };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #ask(operation: ObservationOperation): Promise<unknown> {
    if (this.#closing !== undefined) throw storeClosed(this.#name);
    return this.#backend.ask(operation);
  }

  async #put(rows: readonly ObservationRow[]): Promise<void> {
    try {
      await this.#ask({ kind: 'write', rows });
    } catch (error) {
      if (this.#closing === undefined) this.#trouble.begin(error);
      throw error;
    }
    if (this.#queue.waiting === 0) this.#trouble.end(this.#queue.dropped);
  }

  async #page<T>(
    list: ListName,
    query: PageQuery & Parameters<typeof toListFilter>[0],
    toPosition: (record: T) => PagePosition,
    order: 'asc' | 'desc' = 'desc',
  ): Promise<Page<T>> {
    // A cursor leads on in its own direction only.
    const name = `${list} ${order}`;
    const after = readPageQuery(name, query);
    const { limit } = query;
    const request = { list, filter: toListFilter(query), order, limit: limit + 1 };
    const found = await this.#list<T>(after === undefined ? request : { ...request, after });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    if (found.length <= limit || last === undefined) return { items };
    return { items, next: toPageCursor(name, toPosition(last)) };
  }

  async #list<T>(request: ListRequest): Promise<readonly T[]> {
    const found = await this.#ask({ kind: 'list', request });
    return Array.isArray(found) ? found.map((json: unknown) => parse<T>(json)) : [];
  }

  async #find<T>(list: ListName, id: string): Promise<T | undefined> {
    const json = await this.#ask({ kind: 'find', list, id });
    return json === undefined ? undefined : parse<T>(json);
  }

  /** In small steps, so that what has to be written meanwhile does not wait. */
  async #removeAll(step: () => Promise<unknown>): Promise<number> {
    let all = 0;
    for (;;) {
      // Ends when a step finds less than it may take.
      const { removed, isDone } = toRemoval(await step());
      all += removed;
      if (isDone) return all;
    }
  }

  async #close(): Promise<void> {
    const patience = new AbortController();
    const isClosed = this.#finish().then(
      () => true,
      () => true,
    );
    const isLate = sleep(this.#clock, CLOSING_TIMEOUT_MS, patience.signal).then(() => false);
    if (!(await Promise.race([isClosed, isLate]))) this.#backend.abandon();
    this.#queue.close();
    patience.abort();
  }

  async #finish(): Promise<void> {
    await this.#queue.flush();
    this.#queue.close();
    await this.#backend.close();
  }
}

/** The most silences that are read. */
const MAX_SILENCES = 1000;
/** How many records are removed at once. */
const STEP = 500;
/** How long the end may take. */
const CLOSING_TIMEOUT_MS = 2000;

function positionOf({ id, atMs }: PagePosition): PagePosition {
  return { id, atMs };
}

function parse<T>(json: unknown): T {
  // Its checksum says that this is what we wrote, and migrations keep what an earlier version wrote in shape.
  return JSON.parse(String(json)) as T;
}

function toRemoval(value: unknown): { readonly removed: number; readonly isDone: boolean } {
  const removed = Number(Reflect.get(Object(value), 'removed'));
  return { removed, isDone: Reflect.get(Object(value), 'isDone') !== false };
}
