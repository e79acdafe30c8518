import type { CallInfo } from '../../call/call.ts';

/** A call has to wait for its turn, because as many calls as its server takes are under way. */
export interface CallQueued {
  readonly kind: 'callQueued';
  readonly atMs: number;
  readonly call: CallInfo;
  /** Calls that wait, this one included. */
  readonly queued: number;
  readonly inFlight: number;
  readonly limit: number;
}

/** The number of calls that a server is given at a time changed: it bears more or less, or was configured anew. */
export interface ConcurrencyLimitChanged {
  readonly kind: 'concurrencyLimitChanged';
  readonly atMs: number;
  readonly server: string;
  readonly from: number;
  readonly to: number;
  readonly reason: 'grown' | 'overload' | 'configured';
}
