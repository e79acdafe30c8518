import type { ConnectionState } from '@seawall/core/base';

/**
 * What rules look at: the state of things now, and what the last while came to.
 *
 * Read at each evaluation, so every part of it has to answer at once.
 */
export interface AlertSignals {
  /** For how long things were watched; a longer window holds less than it says. */
  watchedForMs(): number;
  /** All servers of the configuration that are not disabled. */
  servers(): readonly ServerSignal[];
  /** What the calls to one server came to in the last `windowMs`. */
  window(server: string, windowMs: number): WindowSignal;
  /** The groups of errors that are new, escalating or regressed. */
  groups(): readonly GroupSignal[];
  /** Parked writes that wait. */
  parked(): ParkedSignal;
  /** What the store lost in the last `windowMs`. */
  storeDrops(windowMs: number): StoreSignal;
}

/** How one server does. */
export interface ServerSignal {
  readonly server: string;
  /** In the words of the tracker. */
  readonly health: string;
  /** Why it is not healthy, in a sentence; empty where it is. */
  readonly reason: string;
  readonly connection: ConnectionState;
  /** Its circuits that are open. */
  readonly circuits: readonly CircuitSignal[];
}

/** A circuit that is open. */
export interface CircuitSignal {
  /** Absent for the circuit of the server. */
  readonly tool?: string;
  readonly reason: string;
}

/** What the calls of a while came to. */
export interface WindowSignal {
  readonly calls: number;
  /** Calls that failed for the one that asked. */
  readonly failures: number;
  /** Calls that succeeded although something failed on the way. */
  readonly recovered: number;
  /** Errors that count against the health of the server: neither invalid calls nor things that were not found. */
  readonly errors: number;
  /** How long 95 of 100 calls took at most; absent without calls. */
  readonly p95Ms?: number;
}

/** A group of errors that somebody should look at. */
export interface GroupSignal {
  readonly id: string;
  readonly server: string;
  readonly title: string;
  readonly state: 'new' | 'escalating' | 'regressed';
}

/** Records that are lost, or will be with the process. */
export interface StoreSignal {
  readonly lost: number;
  /** Why, in a sentence; absent where the disk did not take them, or not fast enough. */
  readonly reason?: string;
}

/** Parked writes that wait. */
export interface ParkedSignal {
  readonly waiting: number;
  /** 0 while none waits. */
  readonly oldestAgeMs: number;
}
