import type { Delivery, ServedBy } from '../call/call.ts';
import type { Safety } from '../call/safety.ts';
import type { ErrorCode } from '../errors/error-code.ts';
import type { ErrorKind } from '../errors/error-kind.ts';
import type { SerializedMCPError } from '../errors/error-record.ts';

/*
 * What is kept of what Seawall saw. Every text is redacted and bounded before it becomes part of one of these, every time is
 * in milliseconds since the epoch, and every id is a text that the observing side made.
 */

/** How a call ended for the one that asked, whatever its attempts met. */
export type CallOutcome = 'succeeded' | 'failed' | 'cancelled';

/** One call that ended. */
export interface CallRecord {
  readonly id: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly server: string;
  readonly method: string;
  /** The tool, prompt or resource; the method itself for all else. */
  readonly target: string;
  readonly principal: string;
  /** The session of the host that asked; absent where nobody told. */
  readonly session?: string;
  readonly safety: Safety;
  readonly attempts: number;
  readonly outcome: CallOutcome;
  /** Absent for a call that failed. */
  readonly servedBy?: ServedBy;
  readonly kind?: ErrorKind;
  readonly code?: ErrorCode;
  /** The trace it belongs to, as 32 hex digits. */
  readonly traceId?: string;
  /** Each try, in order. */
  readonly tries: readonly CallTry[];
  /** As JSON, redacted and cut; absent unless the configuration asks for it. */
  readonly argumentsText?: string;
  /** As JSON, redacted and cut; absent unless the configuration asks for it. */
  readonly resultText?: string;
}

/** One attempt of a call. */
export interface CallTry {
  readonly attempt: number;
  /** After the start of the call. */
  readonly startedAfterMs: number;
  readonly durationMs: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly code?: ErrorCode;
  readonly delivery?: Delivery;
}

/** How the call that met an error ended: `recovered` by another attempt, by a last resort, or not at all. */
export type ErrorOutcome = 'failed' | 'recovered' | ServedBy;

/** One error: of a call or of a connection. */
export interface ErrorRecord {
  readonly id: string;
  readonly atMs: number;
  readonly server: string;
  /** The tool, prompt or resource; absent for an error of the connection. */
  readonly target?: string;
  readonly method?: string;
  /** The group it belongs to. */
  readonly group: string;
  readonly callId?: string;
  readonly principal?: string;
  readonly session?: string;
  /** The attempt that met it, from 1. */
  readonly attempt?: number;
  readonly delivery?: Delivery;
  readonly durationMs?: number;
  readonly outcome: ErrorOutcome;
  readonly error: SerializedMCPError;
}

/** In which state a group of errors is. */
export type GroupState = 'new' | 'ongoing' | 'escalating' | 'regressed' | 'resolved' | 'archived';

/** Errors with one cause. */
export interface GroupRecord {
  /** The fingerprint, hex digits. */
  readonly id: string;
  readonly title: string;
  /** Why these errors stand together, in words, a part of the fingerprint each. */
  readonly because: readonly string[];
  readonly server: string;
  /** Absent for a cause that concerns the whole server. */
  readonly target?: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly state: GroupState;
  /** When it came into this state. */
  readonly stateSinceMs: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Over its whole life. */
  readonly count: number;
  /** Those of them that the caller never saw, because an attempt or a last resort after them succeeded. */
  readonly recoveredCount: number;
  /** The latest names, at most 50. */
  readonly targets: readonly string[];
  /** The latest ids, at most 50. */
  readonly sessions: readonly string[];
  /** How many errors each hour had: the start of the hour and the count, oldest first, at most 14 days. */
  readonly trend: readonly (readonly [hourMs: number, count: number])[];
  /** Archived until so many more errors came, until this time, or until it escalates; none of them: for ever. */
  readonly archivedUntil?: { readonly count?: number; readonly atMs?: number; readonly escalating?: boolean };
  /** The group that takes its errors now. */
  readonly mergedInto?: string;
  /** The latest error of it. */
  readonly latest: SerializedMCPError;
}

/** In which state an alert is. */
export type AlertState = 'pending' | 'firing' | 'resolved';

/** How much an alert matters. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

/** One alert from its first sign to its end. */
export interface AlertRecord {
  readonly id: string;
  readonly rule: string;
  /** Of the labels, hex digits: one alert of a fingerprint is active at a time. */
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  readonly startedAtMs: number;
  readonly firedAtMs?: number;
  readonly resolvedAtMs?: number;
  /** The value that was measured last, and the one at which the rule fires. */
  readonly value?: number;
  readonly threshold?: number;
  readonly acknowledged?: { readonly atMs: number; readonly by: string; readonly reason?: string };
  /** What notifications need to go on after a restart: opaque to a store. */
  readonly notifications: Readonly<Record<string, unknown>>;
}

/** What a label has to be so that a silence mutes its alert. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Mutes alerts for a while. */
export interface SilenceRecord {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly reason: string;
}

/** One delivery of a notification to one sink, with all its tries. */
export interface DeliveryRecord {
  readonly id: string;
  readonly atMs: number;
  readonly sink: string;
  /** The group of alerts that it told of. */
  readonly groupKey: string;
  readonly alerts: readonly string[];
  readonly outcome: 'delivered' | 'failed' | 'dropped';
  readonly attempts: number;
  readonly durationMs: number;
  /** What went wrong last. */
  readonly error?: SerializedMCPError;
}

/** What calls of one tool came to in one minute. */
export interface MinuteRecord {
  /** The start of the minute. */
  readonly minuteMs: number;
  readonly server: string;
  readonly target: string;
  readonly calls: number;
  readonly failures: number;
  /** Calls that succeeded although something failed on the way. */
  readonly recovered: number;
  readonly attempts: number;
  readonly totalDurationMs: number;
  /** How many calls took at most each of {@link DURATION_BOUNDS_MS}, and at the end those that took longer. */
  readonly durations: readonly number[];
}

/** A state of a server that lasted until the next record of it. */
export interface HealthRecord {
  readonly id: string;
  readonly atMs: number;
  readonly server: string;
  readonly health: string;
  readonly reason: string;
}

/** Upper bounds of the durations that are counted together, in milliseconds: those of the OpenTelemetry MCP conventions. */
export const DURATION_BOUNDS_MS: readonly number[] = [
  10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000,
];
