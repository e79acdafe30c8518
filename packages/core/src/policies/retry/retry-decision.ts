import type { Safety } from '../../call/safety.ts';
import type { Random } from '../../random.ts';
import { MIN_ATTEMPT_MS } from '../deadline/call-times.ts';
import { isSurelyNotRun, type Verdict } from '../verdict.ts';
import { backoffDelayMs } from './backoff.ts';
import type { RetrySettings } from './options.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What a decision about sending a call again goes by. Lengths of time are in milliseconds. */
export interface RetryInput {
  /** What the attempt that just ended means. */
  readonly verdict: Verdict;
  readonly safety: Safety;
  /** All attempts so far, the one that just ended included. */
  readonly attempt: number;
  /** Attempts that count, for this call.
   * @default what the options say */
  readonly maxAttempts?: number | undefined;
  /** How many repetitions so far were decided to be transparent. */
  readonly transparentAttempts: number;
  /** Whether a repetition that is allowed once was decided before, for this call. */
  readonly hasRepeatedOnce: boolean;
  /** Until the deadline of the call. */
  readonly remainingMs: number;
  /** How long such a call usually takes; there is no other attempt when less than that, or than 250 ms, would remain. */
  readonly attemptNeedsMs?: number | undefined;
  /** How long the server asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
  /** How long ago the call was sent for the first time; negative when it never was. */
  readonly firstSentAgoMs: number;
  /** Whether an attempt before the one that just ended may have run.
   * @default false */
  readonly mayHaveRun?: boolean;
  /** Whether a breaker would not let the next attempt through.
   * @default false */
  readonly isBreakerOpen?: boolean;
  readonly budget: Pick<RetryBudget, 'tryWithdraw'>;
  /** Now, on the monotonic clock. */
  readonly nowMs: number;
  readonly random: Random;
  readonly options: RetrySettings;
}

/** What is done after an attempt. */
export type RetryDecision = RetryAgain | RetryStop;

/** The call is sent again. */
export interface RetryAgain {
  readonly kind: 'retry';
  readonly delayMs: number;
  /** Whether the attempt that just ended does not count as one. */
  readonly isTransparent: boolean;
  /** Whether this is the repetition that is allowed once. */
  readonly isOnce: boolean;
  /** The attempt must begin within so many milliseconds from now; infinite where any time is as good. */
  readonly latestMs: number;
}

/** The call is not sent again. */
export interface RetryStop {
  readonly kind: 'stop';
  /** What kept a call from being repeated that the failure alone would have let be; absent where nothing did. */
  readonly suppressed?: SuppressReason;
}

/**
 * Why a call is not repeated: the budget of its server is spent, its time is over, it is a write that may have run, a
 * breaker is open, it was repeated often enough, or the server wants a longer wait than there is time for.
 */
export type SuppressReason = 'budget' | 'deadline' | 'unsafe' | 'breaker' | 'attempts' | 'retry-after';

/** How much longer than asked for the wait may be, so that not all callers come back in one instant. */
const RETRY_AFTER_SPREAD = 0.1;

/**
 * Decides whether a call is sent again, and when.
 *
 * All it touches are its arguments: of a delay it takes one number of `random`, and of what it lets be repeated one token of
 * `budget`, last of all. A repetition after a session was lost takes none: it comes once, and a restarted server must not
 * cost the calls that were under way.
 */
export function decideRetry(input: RetryInput): RetryDecision {
  const refusal = refuse(input);
  if (refusal !== undefined) return refusal;
  const { repeat, isTransparent } = input.verdict;
  const roomMs = input.remainingMs - Math.max(MIN_ATTEMPT_MS, input.attemptNeedsMs ?? 0);
  if (!(roomMs >= 0)) return STOPS.deadline;
  const isMended = repeat === 'any-once';
  const delayMs = isMended ? 0 : delayOf(input, roomMs);
  if (delayMs === undefined) return STOPS['retry-after'];
  const latestMs = latestMsOf(input);
  if (!(delayMs <= latestMs)) return STOPS.unsafe;
  if (!isMended && !input.budget.tryWithdraw(input.nowMs)) return STOPS.budget;
  return {
    kind: 'retry',
    delayMs,
    isTransparent: isTransparent || isMended,
    isOnce: isMended || repeat === 'reads-once',
    latestMs,
  };
}

const DONE: RetryStop = Object.freeze({ kind: 'stop' });

const STOPS: Readonly<Record<SuppressReason, RetryStop>> = {
  budget: stopFor('budget'),
  deadline: stopFor('deadline'),
  unsafe: stopFor('unsafe'),
  breaker: stopFor('breaker'),
  attempts: stopFor('attempts'),
  'retry-after': stopFor('retry-after'),
};

function stopFor(suppressed: SuppressReason): RetryStop {
  return Object.freeze({ kind: 'stop', suppressed });
}

/** All that speaks against a repetition but time and budget. */
function refuse(input: RetryInput): RetryStop | undefined {
  const { repeat } = input.verdict;
  if (repeat === 'never') return DONE;
  if (!isSafe(input)) return STOPS.unsafe;
  if ((repeat === 'any-once' || repeat === 'reads-once') && input.hasRepeatedOnce) return STOPS.attempts;
  if (!isWithinAttempts(input)) return STOPS.attempts;
  return input.isBreakerOpen === true ? STOPS.breaker : undefined;
}

/** Whether running twice can't do harm, or the call surely did not run. */
function isSafe({ verdict: { repeat }, safety }: RetryInput): boolean {
  if (isSurelyNotRun(repeat) || safety === 'read') return true;
  return safety === 'idempotent-write' && repeat !== 'reads';
}

/** Servers know an equal write again for a while only: after that it runs twice. */
function latestMsOf({ verdict, safety, firstSentAgoMs, mayHaveRun, options }: RetryInput): number {
  const isSafeAnyTime = safety !== 'idempotent-write' || (isSurelyNotRun(verdict.repeat) && mayHaveRun !== true);
  return isSafeAnyTime ? Number.POSITIVE_INFINITY : options.idempotentWithinMs - firstSentAgoMs;
}

function isWithinAttempts({ verdict, attempt, transparentAttempts, maxAttempts, options }: RetryInput): boolean {
  if (verdict.repeat === 'any-once') return true;
  return verdict.isTransparent
    ? transparentAttempts < options.maxTransparentAttempts
    : attempt - transparentAttempts < (maxAttempts ?? options.maxAttempts);
}

/** Undefined where the server wants a longer wait than there is time for. */
function delayOf(input: RetryInput, roomMs: number): number | undefined {
  const { verdict, attempt, retryAfterMs, random, options } = input;
  if (retryAfterMs !== undefined) {
    const longestMs = Math.min(options.maxRetryAfterMs, roomMs);
    if (!(retryAfterMs <= longestMs)) return undefined;
    return Math.min(roomMs, retryAfterMs * (1 + RETRY_AFTER_SPREAD * random()));
  }
  const [initialMs, maxMs] = verdict.isThrottle
    ? [options.initialThrottleDelayMs, options.maxThrottleDelayMs]
    : [options.initialDelayMs, options.maxDelayMs];
  // Any shorter wait is as good: it is drawn from a shorter length rather than given up.
  return backoffDelayMs({ failures: attempt, initialMs, maxMs: Math.min(maxMs, roomMs), random });
}
