import type { CallInfo, CallRequest, CallTry, Delivery, MCPError } from '@seawall/core/base';
import type { EventOf } from './core-events.ts';

/** A call that did not end yet. */
export interface OpenCall {
  readonly info: CallInfo;
  readonly startedAtMs: number;
  /** What was asked; only where payloads are kept. */
  readonly request: CallRequest | undefined;
  /** The trace that the host began, as 32 hex digits. */
  readonly traceId: string | undefined;
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
  /** Whether what is asked is kept, of calls that begin from now on. */
  keepsRequests: boolean;
  /** Bounded by {@link MAX_OPEN_CALLS}; in the order of their beginning. */
  readonly #calls = new Map<string, OpenCall>();

  constructor(keepsRequests: boolean) {
    this.keepsRequests = keepsRequests;
  }

  get size(): number {
    return this.#calls.size;
  }

  start({ call, atMs, request }: EventOf<'callStarted'>): void {
    this.#add(call, atMs, this.keepsRequests ? request : undefined, traceIdOf(request));
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

  #add(info: CallInfo, startedAtMs: number, request?: CallRequest, traceId?: string): OpenCall {
    const open = newCall(info, startedAtMs, request, traceId);
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

function newCall(info: CallInfo, startedAtMs: number, request?: CallRequest, traceId?: string): OpenCall {
  return { info, startedAtMs, request, traceId, tries: [], errors: [] };
}

/** From the `traceparent` of the W3C, which hosts put into `_meta`. */
function traceIdOf({ params }: CallRequest): string | undefined {
  const meta: unknown = params?._meta;
  if (typeof meta !== 'object' || meta === null) return undefined;
  const parent: unknown = Reflect.get(meta, 'traceparent');
  return typeof parent === 'string' ? TRACEPARENT.exec(parent)?.[1] : undefined;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
