import type { ParkedCall, ParkedState } from './parked-call.ts';

/**
 * Where parked calls are kept; `@seawall/store` has a durable one.
 *
 * One owner at a time. Operations take effect in the order in which they were asked for. Each rejects with an `MCPError`
 * when it can't be done, and none waits for ever.
 */
export interface ParkedLog {
  /** Writes the whole record, in place of one with the same id. It survives any crash from the moment this resolves. */
  put(call: ParkedCall): Promise<void>;
  read(id: string): Promise<ParkedCall | undefined>;
  list(query: ParkedQuery): Promise<readonly ParkedCall[]>;
  /** Forgets calls that came to an end: the oldest beyond the limits, those that are `unknown` last.
   * @returns how many */
  prune(retention: ParkedRetention): Promise<number>;
  /** Lets what is under way finish. May be called twice. */
  close(): Promise<void>;
}

/** Which parked calls are wanted; without a filter all. */
export interface ParkedQuery {
  readonly states?: readonly ParkedState[];
  readonly server?: string;
  readonly tool?: string;
  /** The id of a principal. */
  readonly principal?: string;
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
}

/** How much is kept of calls that came to an end. */
export interface ParkedRetention {
  /** How many. */
  readonly maxCalls: number;
  /** How large their records may be together, in characters. */
  readonly maxCharacters: number;
  /** Those that changed before this time go, in milliseconds since the epoch. */
  readonly changedBeforeMs: number;
}
