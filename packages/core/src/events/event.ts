import type { CallInfo, CallRequest, Delivery, ServedBy } from '../call/call.ts';
import type { ConnectionState, ConnectionStatus } from '../call/connection-state.ts';
import type { MCPError } from '../errors/mcp-error.ts';
import type { AlertRecord } from '../observation/records.ts';
import type { CircuitChanged } from '../policies/breaker/events.ts';
import type { CallQueued, ConcurrencyLimitChanged } from '../policies/bulkhead/events.ts';
import type { FallbackServed } from '../policies/fallback/events.ts';
import type { HedgeStarted, HedgeWon } from '../policies/hedge/events.ts';
import type { ParkingEvent } from '../policies/parking/events.ts';
import type { GateChanged } from '../policies/rate-gate/events.ts';
import type { RetryScheduled, RetrySuppressed } from '../policies/retry/events.ts';
import type { SilenceProbed } from '../policies/silence/events.ts';
import type { CallJoined } from '../policies/single-flight/events.ts';
import type { StaleServed } from '../policies/stale/events.ts';

/**
 * Everything that Seawall tells about what it does; the only thing that the observing side reads.
 *
 * Every event carries `atMs`, milliseconds since the epoch.
 */
export type SeawallEvent =
  | CallStarted
  | CallJoined
  | CallQueued
  | AttemptStarted
  | AttemptFinished
  | RetryScheduled
  | RetrySuppressed
  | HedgeStarted
  | HedgeWon
  | FallbackServed
  | StaleServed
  | ParkingEvent
  | CallFinished
  | CircuitChanged
  | GateChanged
  | ConcurrencyLimitChanged
  | SilenceProbed
  | ConnectionChanged
  | CatalogChanged
  | ConfigReloaded
  | AlertChanged;

/** A call came in. */
export interface CallStarted {
  readonly kind: 'callStarted';
  readonly atMs: number;
  readonly call: CallInfo;
  /** What was asked, as it goes on: not redacted, not copied, not to be changed. */
  readonly request: CallRequest;
}

/** One try of a call over one connection begins. */
export interface AttemptStarted {
  readonly kind: 'attemptStarted';
  readonly atMs: number;
  readonly call: CallInfo;
  /** From 1. */
  readonly attempt: number;
}

/** One try of a call ended. */
export interface AttemptFinished {
  readonly kind: 'attemptFinished';
  readonly atMs: number;
  readonly call: CallInfo;
  readonly attempt: number;
  readonly durationMs: number;
  readonly outcome:
    | { readonly kind: 'success' }
    | { readonly kind: 'failure'; readonly error: MCPError; readonly delivery: Delivery };
}

/** A call was answered, one way or the other; exactly one for each `callStarted`. */
export interface CallFinished {
  readonly kind: 'callFinished';
  readonly atMs: number;
  readonly call: CallInfo;
  /** What was asked: see {@link CallStarted}. */
  readonly request: CallRequest;
  readonly attempts: number;
  readonly durationMs: number;
  readonly outcome:
    | {
        readonly kind: 'success';
        readonly servedBy: ServedBy;
        /** What was answered, as it goes on: not redacted, not copied, not to be changed. */
        readonly result: unknown;
      }
    | { readonly kind: 'failure'; readonly error: MCPError };
}

/** The connection to a server went from one state to another. */
export interface ConnectionChanged {
  readonly kind: 'connectionChanged';
  readonly atMs: number;
  readonly server: string;
  readonly from: ConnectionState;
  readonly status: ConnectionStatus;
}

/** The tools, prompts or resources of a server changed, or a server came or went with a new configuration. */
export interface CatalogChanged {
  readonly kind: 'catalogChanged';
  readonly atMs: number;
  readonly server: string;
  readonly changed: readonly ('tools' | 'prompts' | 'resources')[];
}

/** A configuration was read again. */
export interface ConfigReloaded {
  readonly kind: 'configReloaded';
  readonly atMs: number;
  readonly outcome:
    | {
        readonly kind: 'applied';
        readonly added: readonly string[];
        readonly removed: readonly string[];
        readonly changed: readonly string[];
      }
    | { readonly kind: 'refused'; readonly error: MCPError };
}

/** An alert fired, or is over. Told by what watches a gateway, to all that listen to the gateway. */
export interface AlertChanged {
  readonly kind: 'alertFired' | 'alertResolved';
  readonly atMs: number;
  readonly alert: AlertRecord;
}
