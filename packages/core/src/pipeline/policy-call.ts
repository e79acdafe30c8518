import type { CallInfo } from '../call/call.ts';
import type { Safety } from '../call/safety.ts';
import type { AttemptEnd, AttemptFailure } from '../policies/attempt.ts';
import type { CircuitBreaker } from '../policies/breaker/circuit-breaker.ts';
import {
  attemptTimeoutMs,
  type CallTimes,
  extendBy,
  remainingAtMostMs,
  remainingMs,
} from '../policies/deadline/call-times.ts';
import type { DeadlineTimes } from '../policies/deadline/options.ts';
import type { DurationHistogram } from '../policies/silence/duration-histogram.ts';
import { NOT_WATCHED, type WatchedCall } from '../policies/silence/watched-call.ts';

/** What a {@link PolicyCall} is made of. */
export interface PolicyCallOptions {
  readonly info: CallInfo;
  /** As it stands in errors: `call_tool(search_issues)`. */
  readonly operation: string;
  readonly safety: Safety;
  readonly limits: DeadlineTimes;
  /** Now, in monotonic milliseconds: the time of the call begins. */
  readonly nowMs: number;
  /** How long calls like this one usually take: see `ServerPolicies.durationsOf`. */
  readonly durations: DurationHistogram;
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined;
  /** Attempts that cost something.
   * @default what the server's options say */
  readonly maxAttempts?: number | undefined;
  /** The tool that shows whether the call ran. */
  readonly verifyWith?: string | undefined;
  /**
   * Whether it may be sent more than once at all: what begins a task at the server may not, however it failed.
   * @default true
   */
  readonly isRepeatable?: boolean;
  /**
   * Whether a slow attempt may be followed by a second one beside it; only for reads.
   * @default false
   */
  readonly mayHedge?: boolean | undefined;
}

/**
 * One call on its way through the policies of a server: its times, what does not change, and what it has used so far.
 *
 * One object for all policies, and for the attempt under way, so that a call costs one allocation of theirs.
 */
export class PolicyCall implements CallTimes, WatchedCall, AttemptLimits {
  readonly startedMs: number;
  readonly limits: DeadlineTimes;
  quietAfterMs = 0;
  heldMs = 0;
  readonly durations: DurationHistogram;
  readonly info: CallInfo;
  readonly operation: string;
  readonly safety: Safety;
  readonly signal: AbortSignal | undefined;
  readonly maxAttempts: number | undefined;
  readonly verifyWith: string | undefined;
  readonly isRepeatable: boolean;
  readonly mayHedge: boolean;
  /** All attempts so far. */
  attempts = 0;
  /** Attempts of rounds that were answered: going on with what a server asked for is no repetition. */
  answeredAttempts = 0;
  sentMs = 0;
  watchNumber = NOT_WATCHED;
  /** Permits of the attempt under way, from the breakers of the server and of the tool; negative where there is none. */
  serverPermit = -1;
  toolPermit = -1;
  /** The breaker that gave the permit for the tool: a tool has none before its first call. */
  toolBreaker: CircuitBreaker | undefined = undefined;
  /** Whether its place in the bulkhead is given to others, because its server waits for a person. */
  hasLentPlace = false;
  /** Of a call that never failed there is nothing to remember. */
  failures: PastFailures | undefined = undefined;

  constructor(options: PolicyCallOptions) {
    this.startedMs = options.nowMs;
    this.limits = options.limits;
    this.durations = options.durations;
    this.info = options.info;
    this.operation = options.operation;
    this.safety = options.safety;
    this.signal = options.signal;
    this.maxAttempts = options.maxAttempts;
    this.verifyWith = options.verifyWith;
    this.isRepeatable = options.isRepeatable ?? true;
    this.mayHedge = options.mayHedge ?? false;
  }

  get attempt(): number {
    return this.attempts;
  }

  get timeoutMs(): number {
    return attemptTimeoutMs(this, this.sentMs);
  }

  get maxTotalTimeoutMs(): number {
    return remainingAtMostMs(this, this.sentMs);
  }

  /** How long it may go on without progress, never negative. */
  remainingMs(nowMs: number): number {
    return remainingMs(this, nowMs);
  }

  /** It stood still for so long because a person was asked: that is not the server's time. */
  extendBy(heldMs: number): void {
    extendBy(this, heldMs);
  }

  /** Whether so much time passed since it was sent first that its server may not know it again, and would run it twice. */
  isTooLateToRepeat(nowMs: number): boolean {
    return this.failures !== undefined && nowMs > this.failures.repeatByMs;
  }

  /** Begins to remember failures with the first one, which is that of the attempt that was sent first. */
  noteFailure(): PastFailures {
    this.failures ??= new PastFailures(this.sentMs);
    return this.failures;
  }
}

/** What the attempts of a call that failed leave behind for the next. */
export class PastFailures {
  /** When the first attempt was sent, on the monotonic clock. */
  readonly firstSentMs: number;
  /** Attempts of which no byte left: they are counted by themselves. */
  transparentAttempts = 0;
  /** Whether one of them may have run all the same. */
  mayHaveRun = false;
  /** Whether the call was repeated for a reason that counts once. */
  hasRepeatedOnce = false;
  /** The next attempt begins by then, on the monotonic clock, or not at all. */
  repeatByMs = Number.POSITIVE_INFINITY;

  constructor(firstSentMs: number) {
    this.firstSentMs = firstSentMs;
  }
}

/** Where the attempts of a call go: over the wire, or into a simulator. */
export interface CallTarget {
  /**
   * Sees to a connection. Undefined when there is one to go over at once; else a promise, which never rejects, of nothing
   * or of why there is none.
   */
  prepare(): Promise<AttemptFailure | undefined> | undefined;
  /** Sends the call once, over what {@link CallTarget.prepare} saw to. Never rejects. */
  send(attempt: AttemptLimits): Promise<AttemptEnd>;
  /** The attempt that was prepared is not sent: what it would have used is given back. */
  abandon(): void;
}

/** What one attempt may take; to be read when it is sent. */
export interface AttemptLimits {
  /** From 1. */
  readonly attempt: number;
  /** The longest silence, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest time in all, whatever progress comes, in milliseconds. */
  readonly maxTotalTimeoutMs: number;
  /** Ends this attempt only; absent where the caller's own signal is the only one. */
  readonly signal?: AbortSignal | undefined;
}
