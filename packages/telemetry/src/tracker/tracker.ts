import type {
  Clock,
  ConnectionStatus,
  CreateId,
  ErrorRecord,
  GroupRecord,
  GroupState,
  ObservationStore,
  PurgeQuery,
} from '@seawall/core/base';
import type { Finding } from '../groups/findings.ts';
import type { ArchiveUntil } from '../groups/group.ts';
import type { GroupOptions } from '../groups/group-options.ts';
import type { EventSubscription } from '../logs/log-events.ts';
import type { HealthStatus } from './health.ts';
import type { TrackerOptions } from './tracker-options.ts';
import type { ErrorSummary, Overview, RecentError, ServerView, ToolView } from './views.ts';

/** What a tracker works with. */
export interface TrackerDependencies {
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Where events come from, as `seawall.subscribe`. */
  readonly subscribe: EventSubscription;
  /** Every server of the configuration, asked at the start and when something changed. */
  readonly servers: () => readonly ObservedServer[];
  readonly store: ObservationStore;
  readonly options?: TrackerOptions;
  readonly groups?: GroupOptions;
}

/** A server as the configuration and its last connection tell of it. */
export interface ObservedServer {
  readonly name: string;
  /** The names of the tools that it lists. */
  readonly tools: readonly string[];
  /** What it calls its version. */
  readonly version?: string;
  /** How its connection stands; for a tracker that comes after the first events. */
  readonly status?: ConnectionStatus;
}

/** Tells how servers and tools do. */
export interface Tracker {
  /** Every server, those of the configuration first. */
  servers(): readonly ServerView[];
  server(name: string): ServerView | undefined;
  /** Every tool of a server, those that were never called too. */
  tools(server: string): readonly ToolView[];
  /** The latest errors of a server, at most 100, the latest first. */
  recentErrors(server: string): readonly RecentError[];
  /** What errors come to, by server; those without any are left out. */
  errorSummary(): Readonly<Record<string, ErrorSummary>>;
  /** Everything at a glance, with one sentence at the top. */
  overview(): Overview;
  /** Patterns in the errors, the latest first, at most 100. */
  findings(): readonly Finding[];
  readonly groups: ErrorGroups;
  readonly status: TrackerStatus;
  /** Subscribes to changes. A listener must be quick; what it throws is dropped. @returns a function that ends it */
  subscribe(listener: (change: TrackerChange) => void): () => void;
  /** Changes what is kept of arguments and results, from the calls on that begin now. */
  keepPayloads(setting: Required<Pick<TrackerOptions, 'payloads' | 'maxPayloadLength'>>): void;
  /**
   * Changes how errors are grouped, from the next one on; what was counted stays where it is.
   *
   * @throws {@link MCPConfigurationError} with `OPTION_INVALID` for an option that can't be.
   */
  groupBy(options: GroupOptions): void;
  /**
   * Forgets what it holds in memory of what is purged: groups, the words of the latest errors, counts that are not handed on yet.
   * To be called before the store is purged. How servers do, and how often they failed, stays.
   */
  forget(purge: PurgeQuery): void;
  /** Resolves once the groups of the store are known; never rejects. Everything works before that too. */
  readonly ready: Promise<void>;
  /** Hands what it has to the store and ends the subscription. May be called twice; never rejects. */
  close(): Promise<void>;
}

/** Errors with one cause, kept together. */
export interface ErrorGroups {
  /** Those in memory, the one seen last first. */
  list(): readonly GroupRecord[];
  /** One of those in memory. */
  get(id: string): GroupRecord | undefined;
  /** Says that the cause is mended: an error of a later time makes it regressed. @returns `undefined` for an unknown one */
  resolve(id: string): Promise<GroupRecord | undefined>;
  /** Keeps it quiet until so many more errors came, until a time, until it escalates, or for ever. */
  archive(id: string, until?: ArchiveUntil): Promise<GroupRecord | undefined>;
  /** Takes a resolution or an archive back. */
  reopen(id: string): Promise<GroupRecord | undefined>;
  /** Counts the errors of one group in another one. @returns the other one, or `undefined` where that can't be */
  merge(id: string, intoId: string): Promise<GroupRecord | undefined>;
  /** Takes a merge back. @returns the group, or `undefined` where it is not merged */
  split(id: string): Promise<GroupRecord | undefined>;
}

/** What changed. */
export type TrackerChange =
  | { readonly kind: 'healthChanged'; readonly server: string; readonly from: HealthStatus; readonly to: HealthStatus }
  | {
      readonly kind: 'groupChanged';
      readonly group: GroupRecord;
      /** Absent for a group that was never seen before. */
      readonly from?: GroupState;
    }
  /** Of each error, also one of which no record is kept. */
  | { readonly kind: 'errorRecorded'; readonly record: ErrorRecord }
  | { readonly kind: 'found'; readonly finding: Finding };

/** How a tracker itself does. */
export interface TrackerStatus {
  /** Calls that did not end yet. */
  readonly openCalls: number;
  /** Events of servers beyond `maxServers`, which were left out. */
  readonly ignoredEvents: number;
  /** Calls that went well, or of whose errors none is kept, and that are no records because there were more than `maxGoodCallsPerSecond`. */
  readonly unkeptCalls: number;
  /** Errors that are not kept as records, because there were more than `maxErrorsPerSecond` of one group. */
  readonly unkeptErrors: number;
}
