/**
 * What a rate gate does with calls: `free` lets them through, `held` lets none through until a point in time, `paced` lets them
 * through at a rate.
 */
export type GateState = 'free' | 'held' | 'paced';

/** A rate gate went from one state to another, or is held for longer. */
export interface GateChanged {
  readonly kind: 'gateChanged';
  readonly atMs: number;
  readonly server: string;
  /** Absent where the gate is that of the whole server. */
  readonly tool?: string;
  readonly from: GateState;
  readonly to: GateState;
  /** When the next call may go out, in milliseconds since the epoch; for a gate that is held. */
  readonly retryAtMs?: number;
  /** How many calls a second are let through; absent for a gate that is free. */
  readonly ratePerSecond?: number;
}

/** One gate as it stands. */
export interface GateReading {
  /** Absent for the gate of the whole server. */
  readonly tool?: string;
  readonly state: Exclude<GateState, 'free'>;
  /** How long until the next call may go out, in milliseconds. */
  readonly waitMs: number;
  readonly ratePerSecond: number;
  /** How often the server asked for fewer calls since the gate was free. */
  readonly throttles: number;
}

/** All gates of a server that are not free. */
export interface GateSnapshot {
  readonly server: string;
  readonly gates: readonly GateReading[];
}
