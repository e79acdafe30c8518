import type { ServedBy } from '../call/call.ts';
import type { ErrorKind } from '../errors/error-kind.ts';
import type {
  AlertRecord,
  AlertState,
  CallOutcome,
  CallRecord,
  DeliveryRecord,
  ErrorOutcome,
  ErrorRecord,
  GroupRecord,
  GroupState,
  HealthRecord,
  MinuteRecord,
  SilenceRecord,
} from './records.ts';

/** What is written without anyone waiting for it; a record with the id (or the minute) of an earlier one takes its place. */
export type Observation =
  | { readonly kind: 'call'; readonly record: CallRecord }
  | { readonly kind: 'error'; readonly record: ErrorRecord }
  | { readonly kind: 'group'; readonly record: GroupRecord }
  | { readonly kind: 'minute'; readonly record: MinuteRecord }
  | { readonly kind: 'health'; readonly record: HealthRecord }
  | { readonly kind: 'delivery'; readonly record: DeliveryRecord };

/**
 * Where what was seen is kept: `@seawall/store` has a file, `@seawall/telemetry` one in memory.
 *
 * Lists are in descending order of time, newest first, with pages that stay right while records are added (keyset).
 * Reading rejects with an `MCPError` when it can't be done, and never waits for ever.
 */
export interface ObservationStore {
  /** Takes records to write later, in order and in batches. Returns at once, never throws; when too many wait, the oldest are dropped and counted. */
  append(observations: readonly Observation[]): void;
  /** Resolves once everything appended before is written or dropped; while nothing can be written, after one more try. Never rejects. */
  flush(): Promise<void>;

  /** Writes these alerts; they survive the end of the process from the moment this resolves. */
  putAlerts(alerts: readonly AlertRecord[]): Promise<void>;
  /** Writes a silence, as durable as alerts. One that ends early is written again with its end. */
  putSilence(silence: SilenceRecord): Promise<void>;

  calls(query: CallQuery): Promise<Page<CallRecord>>;
  errors(query: ErrorQuery): Promise<Page<ErrorRecord>>;
  groups(query: GroupQuery): Promise<Page<GroupRecord>>;
  alerts(query: AlertQuery): Promise<Page<AlertRecord>>;
  deliveries(query: PageQuery & { readonly sink?: string }): Promise<Page<DeliveryRecord>>;
  /** Those that end after `endsAfterMs`, at most 1000, the one that ends first in front. */
  silences(query: { readonly endsAfterMs: number }): Promise<readonly SilenceRecord[]>;
  health(query: PageQuery & TimeRange & { readonly server?: string }): Promise<Page<HealthRecord>>;

  call(id: string): Promise<CallRecord | undefined>;
  error(id: string): Promise<ErrorRecord | undefined>;
  group(id: string): Promise<GroupRecord | undefined>;

  /**
   * Sums of minutes: one record for each step of time, counted from `fromMs`, and for each server or tool where that is asked
   * for. In order of time; steps in which nothing was called are left out.
   */
  series(query: SeriesQuery): Promise<readonly SeriesPoint[]>;
  /**
   * How many errors the filter finds for each value of a field, most first. Where it asks for words, at least the latest 10,000
   * that have them are counted, and not all of them have to be.
   */
  countErrors(query: ErrorFilter & { readonly by: ErrorFacet; readonly limit: number }): Promise<readonly ErrorCount[]>;

  /** Forgets what is older or more than is to be kept. @returns how many records went */
  prune(retention: Retention): Promise<number>;
  /**
   * Forgets everything of these kinds, what waits to be written included; the space on the disk is given back. Groups go with
   * their errors. Of one server, `everything` leaves silences and deliveries, which belong to none.
   *
   * @returns how many records went; for `payloads` how many calls lost theirs
   */
  purge(what: PurgeQuery): Promise<number>;

  readonly status: ObservationStoreStatus;
  /** Writes what waits, within two seconds, and closes. May be called twice; never rejects. */
  close(): Promise<void>;
}

/** Which part of a list is wanted. */
export interface PageQuery {
  /** From 1 to 1000. */
  readonly limit: number;
  /** `next` of the page before. @throws {@link MCPValidationError} with `PARAMETER_INVALID` where it is not one */
  readonly cursor?: string;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** From `fromMs` on, and before `toMs`. */
export interface TimeRange {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Which calls are wanted. */
export interface CallQuery extends PageQuery, TimeRange {
  readonly servers?: readonly string[];
  readonly target?: string;
  readonly session?: string;
  readonly outcomes?: readonly CallOutcome[];
  readonly servedBy?: readonly ServedBy[];
  /** That took at least so long. */
  readonly minDurationMs?: number;
  readonly text?: string;
}

/** Which errors count. */
export interface ErrorFilter extends TimeRange {
  readonly servers?: readonly string[];
  readonly target?: string;
  readonly group?: string;
  readonly callId?: string;
  readonly kinds?: readonly ErrorKind[];
  readonly codes?: readonly string[];
  readonly outcomes?: readonly ErrorOutcome[];
  /** Every word of it has to be in the record: server, target, code or message, whatever the case. */
  readonly text?: string;
}

/** Which errors are wanted. */
export interface ErrorQuery extends ErrorFilter, PageQuery {
  /** `oldest-first` reads on from a time, as somebody who follows does. @default newest-first */
  readonly order?: 'newest-first' | 'oldest-first';
}

/** By what errors are counted. */
export type ErrorFacet = 'server' | 'target' | 'kind' | 'code' | 'outcome' | 'group';

/** How many errors have one value of a facet. */
export interface ErrorCount {
  readonly value: string;
  readonly count: number;
}

/** Which groups are wanted, by the time of their latest error. */
export interface GroupQuery extends PageQuery {
  readonly servers?: readonly string[];
  readonly states?: readonly GroupState[];
  readonly kinds?: readonly ErrorKind[];
  /** Seen since then. */
  readonly seenSinceMs?: number;
  readonly text?: string;
}

/** Which alerts are wanted, by the time at which they began. */
export interface AlertQuery extends PageQuery, TimeRange {
  readonly states?: readonly AlertState[];
  readonly rule?: string;
  readonly server?: string;
}

/** Which sums are wanted. */
export interface SeriesQuery {
  readonly fromMs: number;
  readonly toMs: number;
  /** How long each step is: a whole number of minutes, at most 2000 steps. */
  readonly stepMs: number;
  readonly servers?: readonly string[];
  readonly target?: string;
  /** @default one sum over all */
  readonly by?: 'server' | 'target';
}

/** What calls came to in one step of time. */
export interface SeriesPoint extends Omit<MinuteRecord, 'minuteMs' | 'server' | 'target'> {
  readonly atMs: number;
  /** Of the grouping that was asked for: by target, both are there. */
  readonly server?: string;
  readonly target?: string;
}

/** How much is kept. Groups, alerts and silences count by their latest change; alerts and silences that are active stay. */
export interface Retention {
  /** Records that are older than this time go. */
  readonly olderThanMs: number;
  /** How many errors, how many calls, and how many of everything else are kept at most; the minutes of two hours in any case. */
  readonly maxRows: number;
}

/** What is to be forgotten. */
export interface PurgeQuery {
  readonly what: 'everything' | 'calls' | 'errors' | 'payloads';
  /** @default all */
  readonly server?: string;
}

/** How a store does. */
export interface ObservationStoreStatus {
  readonly where: 'file' | 'memory';
  /** Records that wait to be written. */
  readonly waiting: number;
  /** Since the start. */
  readonly written: number;
  /** Records lost because the disk did not take them, or not fast enough, or gave them back damaged; since the start. */
  readonly dropped: number;
  /** Why nothing can be written now; absent while it can. */
  readonly trouble?: { readonly sinceMs: number; readonly code: string; readonly message: string };
}
