import type { Safety } from '../../call/safety.ts';
import { MIN_ATTEMPT_MS } from '../deadline/call-times.ts';
import type { RetryBudget } from '../retry/retry-budget.ts';
import { HEDGE_DEFAULTS, type HedgeOptions } from './options.ts';

/** What is known of a call when its first attempt is sent. */
export interface HedgeCandidate {
  readonly safety: Safety;
  readonly transport: 'stdio' | 'http' | 'sse';
  /** How long 95 of 100 calls of the tool took at most, in milliseconds; absent while none is known. */
  readonly p95Ms?: number | undefined;
  /** How many calls of the tool that is known from. */
  readonly samples: number;
}

/** How the server stands when the time for a second attempt has come. */
export interface HedgeMoment {
  /** Whether the breakers of the server and of the tool are closed. */
  readonly isCircuitClosed: boolean;
  readonly inFlight: number;
  /** How many calls may be in flight. */
  readonly limit: number;
  /** Until the deadline of the call, in milliseconds. */
  readonly remainingMs: number;
  /** Shared with the retries. */
  readonly budget: Pick<RetryBudget, 'tryWithdraw'>;
  /** Now, on the monotonic clock. */
  readonly nowMs: number;
}

/** Counts in thousandths: twenty times a twentieth is then one. */
const SCALE = 1000;
/** More than so many second attempts are not saved up. */
const MAX_SAVED = 5 * SCALE;

/**
 * Decides for one server when a slow call is sent a second time beside its first attempt, and whether it is.
 *
 * Only calls that read, and only over HTTP: a process of one's own answers no sooner when it is asked twice. Never when the
 * server is in trouble or half busy, and never for more than a small part of the calls: from the first one on, so that even
 * a server that is slow as a whole is not given noticeably more to do.
 */
export class HedgePolicy {
  readonly #minDelayMs: number;
  readonly #minSamples: number;
  readonly #perCall: number;
  #saved = 0;

  constructor(options: HedgeOptions) {
    const { minDelayMs, minSamples, maxExtraLoad } = { ...HEDGE_DEFAULTS, ...options };
    this.#minDelayMs = minDelayMs;
    this.#minSamples = minSamples;
    this.#perCall = Math.floor(maxExtraLoad * SCALE);
  }

  /** A call was sent for the first time, one that is never hedged included. */
  noteCall(): void {
    this.#saved = Math.min(MAX_SAVED, this.#saved + this.#perCall);
  }

  /** After how many milliseconds without an answer {@link tryHedge} is to be asked; undefined when never. */
  delayMs({ safety, transport, p95Ms, samples }: HedgeCandidate): number | undefined {
    if (safety !== 'read' || transport === 'stdio') return undefined;
    if (p95Ms === undefined || samples < this.#minSamples) return undefined;
    return Math.max(p95Ms, this.#minDelayMs);
  }

  /** Whether the second attempt is sent now; takes a token of the budget when it is. */
  tryHedge({ isCircuitClosed, inFlight, limit, remainingMs, budget, nowMs }: HedgeMoment): boolean {
    if (!isCircuitClosed || inFlight > limit / 2 || remainingMs < MIN_ATTEMPT_MS || this.#saved < SCALE) return false;
    if (!budget.tryWithdraw(nowMs)) return false;
    this.#saved -= SCALE;
    return true;
  }
}
