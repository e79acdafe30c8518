import type { CircuitState, ConnectionState, ErrorCode, ErrorKind, ErrorOutcome } from '@seawall/core/base';
import type { Counters } from './counters.ts';
import type { Health, HealthStatus } from './health.ts';
import type { Quantiles } from './latency.ts';

/** The latest error of a server or a tool, in few words. */
export interface LastError {
  readonly atMs: number;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  /** Redacted and bounded. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** The tool, prompt or resource; absent for an error of the connection. */
  readonly target?: string;
  /** The group it belongs to. */
  readonly group: string;
}

/** One of the latest errors of a server. */
export interface RecentError extends LastError {
  readonly id: string;
  readonly callId?: string;
  readonly outcome: ErrorOutcome;
}

/** What the last stretch of time came to. */
export interface WindowCounts {
  readonly calls: number;
  /** Errors that count against health. */
  readonly errors: number;
  /** From 0 to 1; 0 without calls. */
  readonly errorRatio: number;
}

/** A server or a tool, and how it does. */
interface Observed extends HealthStatus {
  readonly counters: Counters;
  readonly window: WindowCounts;
  /** Absent while nothing was called lately. */
  readonly latency?: Quantiles;
  readonly lastSuccessMs?: number;
  readonly lastError?: LastError;
  /** How its circuit stands. */
  readonly circuit: { readonly state: CircuitState; readonly sinceMs?: number; readonly retryAtMs?: number };
}

/** A server, and how it does. */
export interface ServerView extends Observed {
  readonly name: string;
  /** Whether the configuration has it; one that was removed is told of until it is forgotten. */
  readonly isConfigured: boolean;
  readonly connection: {
    readonly state: ConnectionState | 'unknown';
    readonly sinceMs?: number;
    /** When the next attempt starts by itself. */
    readonly retryAtMs?: number;
  };
  /** Connections that were lost in the window. */
  readonly lostConnections: number;
  /** Tools whose circuit is not closed. */
  readonly openTools: readonly string[];
  readonly toolCount: number;
  /** Errors of its whole life, by kind. */
  readonly errorsByKind: Readonly<Partial<Record<ErrorKind, number>>>;
}

/** A tool, and how it does. */
export interface ToolView extends Observed {
  readonly server: string;
  readonly tool: string;
  /** Failures since the last success. */
  readonly failuresInARow: number;
}

/** What the errors of a server come to. */
export interface ErrorSummary {
  readonly status: Health;
  /** Of its whole life. */
  readonly totalErrors: number;
  readonly errorTypes: Readonly<Partial<Record<ErrorKind, number>>>;
  readonly mostRecent: LastError;
}

/** Everything at a glance. */
export interface Overview {
  /** One sentence. */
  readonly headline: string;
  readonly servers: Readonly<Record<Health, number>>;
  readonly openCircuits: number;
  readonly newGroups: number;
  readonly callsInWindow: number;
  readonly errorsInWindow: number;
  readonly errorRatio: number;
  readonly windowMs: number;
  /** Since the start. */
  readonly counters: Counters;
  /** Servers that are not healthy, the gravest first, with the reason. */
  readonly trouble: readonly (HealthStatus & { readonly server: string })[];
}
