import type { CallInfo, CallTry, Delivery, MCPError } from '@seawall/core/base';
import type { EventOf } from './core-events.ts';

/** A call that did not end yet. */
export interface OpenCall {
  readonly info: CallInfo;
  readonly startedAtMs: number;
  readonly tries: CallTry[];
  /** Of the attempts so far. */
  readonly errors: MetError[];
}

/** An error that an attempt met. */
export interface MetError {
  readonly error: MCPError;
  readonly atMs: number;
  /** Absent for an error that no attempt met. */
  readonly attempt?: number;
  readonly delivery?: Delivery;
  readonly durationMs: number;
}

/** Keeps together what belongs to one call until it ends. */
export class OpenCalls {
  /** Bounded by {@link MAX_OPEN_CALLS}; in the order of their beginning. */
  readonly #calls = new Map<string, OpenCall>();

  get size(): number {
    return this.#calls.size;
  }

  start({ call, atMs }: EventOf<'callStarted'>): void {
    this.#add(call, atMs);
  }

  finishAttempt({ call, attempt, atMs, durationMs, outcome }: EventOf<'attemptFinished'>): void {
    // An observer that came later sees the end of calls whose beginning it missed.
    const open = this.#calls.get(call.id) ?? this.#add(call, atMs - durationMs);
    if (open.tries.length >= MAX_TRIES) return;
    const startedAfterMs = Math.max(0, Math.round(atMs - durationMs - open.startedAtMs));
    const roundedMs = Math.round(durationMs);
    if (outcome.kind === 'success') {
      open.tries.push({ attempt, startedAfterMs, durationMs: roundedMs, outcome: 'succeeded' });
      return;
    }
    const { error, delivery } = outcome;
    const { code } = error;
    open.tries.push({ attempt, startedAfterMs, durationMs: roundedMs, outcome: 'failed', code, delivery });
    // Somebody changed their mind: that is no error of anyone.
    if (error.kind !== 'cancelled') open.errors.push({ error, atMs, attempt, delivery, durationMs });
  }

  /** Takes a call that ended out. */
  finish({ call, atMs, durationMs }: EventOf<'callFinished'>): OpenCall {
    const open = this.#calls.get(call.id);
    if (open === undefined) return newCall(call, atMs - durationMs);
    this.#calls.delete(call.id);
    return open;
  }

  #add(info: CallInfo, startedAtMs: number): OpenCall {
    const open = newCall(info, startedAtMs);
    this.#calls.set(info.id, open);
    if (this.#calls.size > MAX_OPEN_CALLS) this.#dropOldest();
    return open;
  }

  /** What is told of it when it ends lacks its attempts. */
  #dropOldest(): void {
    for (const id of this.#calls.keys()) {
      this.#calls.delete(id);
      return;
    }
  }
}

/** More calls than a gateway has under way. */
const MAX_OPEN_CALLS = 20_000;
/** More attempts than a call makes. */
const MAX_TRIES = 50;

function newCall(info: CallInfo, startedAtMs: number): OpenCall {
  return { info, startedAtMs, tries: [], errors: [] };
}
