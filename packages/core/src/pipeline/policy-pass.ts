import type { Outcome } from '../call/call.ts';
import { type Clock, sleep } from '../clock.ts';
import { MCPConnectionError } from '../errors/connection-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptEnd, AttemptFailure, AttemptSuccess } from '../policies/attempt.ts';
import type { CircuitBreaker } from '../policies/breaker/circuit-breaker.ts';
import type { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import { noteRetrySuppressed, outcomeUnknownError } from '../policies/retry/errors.ts';
import type { RetryOptions } from '../policies/retry/options.ts';
import { retryAfterMsOf } from '../policies/retry/retry-after.ts';
import type { RetryBudget } from '../policies/retry/retry-budget.ts';
import { decideRetry, type RetryDecision, type SuppressReason } from '../policies/retry/retry-decision.ts';
import { mayHaveRun, verdictOf } from '../policies/settle/verdict-of.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { Random } from '../random.ts';
import { type Admission, cancelledError, notSent } from './admission.ts';
import type { Attempts } from './attempts.ts';
import type { CallTarget, PastFailures, PolicyCall } from './policy-call.ts';
import type { Settlement } from './settlement.ts';

/** The stations of a {@link PolicyPass}. */
export interface Stations {
  readonly admission: Admission;
  readonly attempts: Attempts;
  readonly settlement: Settlement;
}

/** What decides about the next round of a {@link PolicyPass}. */
export interface PolicyPassOptions {
  readonly server: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  readonly breaker: CircuitBreaker;
  readonly toolBreakers: ToolBreakers;
  readonly budget: RetryBudget;
  readonly retry: Required<RetryOptions>;
}

/**
 * The way of a call through the policies: it is let through, sent, and its end settled; then it is over, or begins anew.
 *
 * A call that goes well at once costs one promise here and reads the clock once: what is asynchronous only waits where
 * there is something to wait for.
 */
export class PolicyPass {
  readonly #options: PolicyPassOptions;
  readonly #admission: Admission;
  readonly #attempts: Attempts;
  readonly #settlement: Settlement;

  constructor(options: PolicyPassOptions, { admission, attempts, settlement }: Stations) {
    this.#options = options;
    this.#admission = admission;
    this.#attempts = attempts;
    this.#settlement = settlement;
  }

  /** Carries a call out; `last` is how it failed before, if it did. Never rejects. */
  run(call: PolicyCall, target: CallTarget, nowMs: number, last?: AttemptFailure): Promise<Outcome> {
    const admitted = this.#admission.admit(call, target, nowMs);
    if (admitted === undefined) return this.#send(call, target, nowMs);
    if (!(admitted instanceof Promise)) return Promise.resolve(this.#refuse(call, admitted, last));
    return admitted.then((refused) =>
      refused === undefined
        ? this.#send(call, target, this.#options.clock.monotonicMs())
        : this.#refuse(call, refused, last),
    );
  }

  #send(call: PolicyCall, target: CallTarget, nowMs: number): Promise<Outcome> {
    return this.#attempts.begin(call, target, nowMs).then(this.#end.bind(this, call, target));
  }

  #end(call: PolicyCall, target: CallTarget, end: AttemptEnd): Outcome | Promise<Outcome> {
    const settlement = this.#settlement;
    const nowMs = this.#options.clock.monotonicMs();
    if (end.kind === 'failure') {
      const verdict = verdictOf(end);
      settlement.settleFailure(call, end, verdict, nowMs);
      return this.#goOn(call, target, { end, failure: end, verdict, nowMs });
    }
    if (end.isSuspect === true) return this.#doubt(call, target, end, nowMs);
    settlement.settleResult(call, verdictOf(end), nowMs);
    return { kind: 'result', result: end.result, attempts: call.attempts, servedBy: 'upstream' };
  }

  /** The result looks like that of a server that lost what it knew: nobody should build on it. */
  #doubt(call: PolicyCall, target: CallTarget, end: AttemptSuccess, nowMs: number): Outcome | Promise<Outcome> {
    const verdict = verdictOf(end);
    this.#settlement.settleResult(call, verdict, nowMs);
    const failure = suspectFailure(this.#options.server, call);
    return this.#goOn(call, target, { end, failure, verdict, nowMs });
  }

  /** After an attempt that went wrong the call is over, or made again. */
  #goOn(call: PolicyCall, target: CallTarget, wrong: WrongEnd): Outcome | Promise<Outcome> {
    const { failure } = wrong;
    const failures = call.noteFailure();
    if (mayHaveRun(wrong.end)) failures.mayHaveRun = true;
    const decision = this.#decide(call, failures, wrong);
    if (decision.kind === 'stop') return this.#fail(call, failure, decision.suppressed);
    if (decision.isTransparent) failures.transparentAttempts += 1;
    if (decision.isOnce) failures.hasRepeatedOnce = true;
    failures.repeatByMs = wrong.nowMs + decision.latestMs;
    return this.#again(call, target, failure, decision.delayMs);
  }

  #decide(call: PolicyCall, failures: PastFailures, { failure, verdict, nowMs }: WrongEnd): RetryDecision {
    if (!call.isRepeatable) return NOT_AGAIN;
    const { budget, random, retry } = this.#options;
    const { transparentAttempts, hasRepeatedOnce, firstSentMs } = failures;
    return decideRetry({
      verdict,
      safety: call.safety,
      attempt: call.attempts - call.answeredAttempts,
      maxAttempts: call.maxAttempts,
      transparentAttempts,
      hasRepeatedOnce,
      mayHaveRun: failures.mayHaveRun,
      remainingMs: call.remainingMs(nowMs),
      attemptNeedsMs: call.durations.p50Ms,
      retryAfterMs: retryAfterMsOf(failure.error),
      firstSentAgoMs: nowMs - firstSentMs,
      isBreakerOpen: this.#isRefusing(call),
      budget,
      nowMs,
      random,
      options: retry,
    });
  }

  #isRefusing({ info }: PolicyCall): boolean {
    const { breaker, toolBreakers } = this.#options;
    const tool = info.method === 'tools/call' ? toolBreakers.tryGet(info.target) : undefined;
    return REFUSING.has(breaker.state) || (tool !== undefined && REFUSING.has(tool.state));
  }

  /** Waits before the next attempt, unless its caller gives up meanwhile. */
  async #again(call: PolicyCall, target: CallTarget, last: AttemptFailure, delayMs: number): Promise<Outcome> {
    const { server, clock, events } = this.#options;
    const { info, attempts, operation, signal } = call;
    if (events.hasListeners) {
      const because = last.error.code;
      events.emit({ kind: 'retryScheduled', atMs: clock.now(), call: info, attempt: attempts, delayMs, because });
    }
    const goesOn = delayMs <= 0 ? signal?.aborted !== true : await sleep(clock, delayMs, signal);
    if (goesOn) return this.run(call, target, clock.monotonicMs(), last);
    return this.#fail(call, notSent(cancelledError(server, operation)), undefined);
  }

  /** A call that failed before and is not let through again ends as it failed: that tells more than the refusal. */
  #refuse(call: PolicyCall, refusal: AttemptFailure, last: AttemptFailure | undefined): Outcome {
    if (last === undefined || refusal.error.kind === 'cancelled') return this.#fail(call, refusal, undefined);
    if (call.isTooLateToRepeat(this.#options.clock.monotonicMs())) return this.#fail(call, last, 'unsafe');
    return this.#fail(call, last, refusal.error.kind === 'circuit_open' ? 'breaker' : 'deadline');
  }

  #fail(call: PolicyCall, failure: AttemptFailure, suppressed: SuppressReason | undefined): Outcome {
    const { clock, events, server } = this.#options;
    const { info, attempts, operation, verifyWith } = call;
    if (suppressed !== undefined) {
      noteRetrySuppressed(failure.error, suppressed);
      if (events.hasListeners) {
        const because = failure.error.code;
        const atMs = clock.now();
        events.emit({ kind: 'retrySuppressed', atMs, call: info, attempt: attempts, reason: suppressed, because });
      }
    }
    const isPerhapsRun = call.failures?.mayHaveRun === true;
    // Whoever gave up does not wait for advice; and only tools do what nobody can see.
    const isUnknown = isPerhapsRun && call.safety !== 'read' && info.method === 'tools/call';
    const error =
      isUnknown && failure.error.kind !== 'cancelled'
        ? outcomeUnknownError({ server, operation, failure, verifyWith })
        : failure.error;
    return { kind: 'error', error, attempts, delivery: isPerhapsRun ? 'unknown' : failure.delivery };
  }
}

/** An attempt that went wrong, and what that means. */
interface WrongEnd {
  readonly end: AttemptEnd;
  readonly failure: AttemptFailure;
  readonly verdict: Verdict;
  readonly nowMs: number;
}

const NOT_AGAIN: RetryDecision = { kind: 'stop' };

/** States in which no call is let through. */
const REFUSING: ReadonlySet<string> = new Set(['open', 'forced-open', 'isolated']);

function suspectFailure(serverName: string, { operation }: PolicyCall): AttemptFailure {
  const error = new MCPConnectionError({
    code: 'SESSION_LOST',
    serverName,
    message: `Server "${serverName}" forgot its session and answered ${operation} with nothing, so the answer can't be trusted.`,
    context: { operation },
  });
  return { kind: 'failure', error, delivery: 'unknown', effect: 'session-lost' };
}
