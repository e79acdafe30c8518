import type { ErrorCode } from '../../errors/error-code.ts';

/**
 * What a circuit does with calls.
 *
 * `closed`: lets them through and counts. `open`: refuses them. `half-open`: lets reads through to see whether it goes again.
 * By hand: `forced-closed` lets all through whatever fails (a breaker that is turned off is this too), `forced-open` takes one
 * long break, `isolated` refuses until somebody ends it.
 */
export type CircuitState = 'closed' | 'open' | 'half-open' | 'forced-closed' | 'isolated' | 'forced-open';

/**
 * Why a circuit changed.
 *
 * `failure-ratio`, `failures-in-a-row`, `tripped`, `failed-on-probation`: it opened. `break-over`, `probe-succeeded`, `alive`: it is
 * tried again. `probe-failed`, `probe-lost`: it failed, or never answered, while it was tried. `recovered`: it closed. `manual`:
 * somebody did it.
 */
export type CircuitChangeReason =
  | 'failure-ratio'
  | 'failures-in-a-row'
  | 'tripped'
  | 'failed-on-probation'
  | 'break-over'
  | 'probe-succeeded'
  | 'alive'
  | 'probe-failed'
  | 'probe-lost'
  | 'recovered'
  | 'manual';

/** Who changed something by hand, and why. */
export interface ManualChange {
  readonly actor: string;
  readonly reason: string;
}

/** What a circuit is about: a server, or one tool of it. */
export interface CircuitName {
  /** The server as the configuration names it. */
  readonly server: string;
  readonly tool?: string;
}

/** What was counted while a circuit was closed the last time. */
export interface CircuitCounts {
  /** Calls of the sampling window that said something: neutral ones are not in it. */
  readonly calls: number;
  readonly failures: number;
  /** Failures since the last success, of the sort that the breaker counts in a row. */
  readonly failuresInARow: number;
}

/** A circuit went from one state to another. */
export interface CircuitChanged {
  readonly kind: 'circuitChanged';
  readonly atMs: number;
  readonly server: string;
  /** Absent where the circuit is that of the whole server. */
  readonly tool?: string;
  readonly from: CircuitState;
  readonly to: CircuitState;
  /** Counts the changes of this circuit. */
  readonly generation: number;
  readonly reason: CircuitChangeReason;
  /** What a trip said about itself; without secrets. */
  readonly detail?: string;
  /** Who did it by hand; without secrets. */
  readonly by?: ManualChange;
  readonly counts: CircuitCounts;
  /** The code of the failure that was reported last. */
  readonly failureCode?: ErrorCode;
  /** When it is tried again, in milliseconds since the epoch; absent where that is not known. */
  readonly retryAtMs?: number;
}

/** A circuit as it stands. */
export interface CircuitSnapshot extends CircuitName {
  readonly state: CircuitState;
  readonly generation: number;
  /** Since when it is in this state, in milliseconds since the epoch. */
  readonly sinceMs: number;
  /** How long it has not been closed, in milliseconds; absent while it is closed. */
  readonly openForMs?: number;
  /** In how many milliseconds it is tried again by itself; absent where it is not. */
  readonly nextProbeInMs?: number;
  readonly counts: CircuitCounts;
  /** Whether it closed on the word of a probe alone, so that the first failure opens it again. */
  readonly isOnProbation: boolean;
  /** Why it is in this state; absent before the first change. */
  readonly reason?: CircuitChangeReason;
  readonly detail?: string;
  readonly by?: ManualChange;
  readonly failureCode?: ErrorCode;
}
