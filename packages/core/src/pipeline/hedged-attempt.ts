import type { Clock, Timer } from '../clock.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptEnd } from '../policies/attempt.ts';
import type { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import { attemptTimeoutMs, remainingAtMostMs } from '../policies/deadline/call-times.ts';
import type { AttemptLimits, CallTarget, PolicyCall } from './policy-call.ts';

/** What {@link HedgedAttempt} needs. */
export interface HedgedAttemptOptions {
  readonly call: PolicyCall;
  readonly target: CallTarget;
  /** When a second attempt is sent beside the first, in milliseconds. */
  readonly delayMs: number;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly bulkhead: Bulkhead;
  /** Asked when the time has come. */
  readonly mayStart: () => boolean;
}

/**
 * An attempt that gets a second one beside it when it is slow; the first answer counts, and the other attempt is cancelled.
 *
 * A failure counts only when no other attempt is under way. Settles once, and never rejects.
 */
export class HedgedAttempt {
  readonly #options: HedgedAttemptOptions;
  readonly #settle: (end: AttemptEnd) => void;
  readonly #settled: Promise<AttemptEnd>;
  /** The attempts under way: two at most. */
  readonly #running = new Set<AbortController>();
  #timer: Timer | undefined;
  #isSettled = false;

  constructor(options: HedgedAttemptOptions) {
    this.#options = options;
    const { promise, resolve } = withResolver();
    this.#settled = promise;
    this.#settle = resolve;
  }

  run(): Promise<AttemptEnd> {
    const { call, clock, delayMs } = this.#options;
    const { attempt, timeoutMs, maxTotalTimeoutMs, sentMs } = call;
    const onAbort = (): void => this.#abortAll(call.signal?.reason);
    call.signal?.addEventListener('abort', onAbort, { once: true });
    this.#timer = clock.setTimer(() => this.#hedge(sentMs), delayMs, { background: true });
    void this.#send({ attempt, timeoutMs, maxTotalTimeoutMs }, () => undefined);
    return this.#settled.finally(() => {
      this.#timer?.cancel();
      call.signal?.removeEventListener('abort', onAbort);
      this.#abortAll('another attempt was answered first');
    });
  }

  #hedge(firstSentMs: number): void {
    const { call, target, clock, events, bulkhead, mayStart } = this.#options;
    if (this.#isSettled || !bulkhead.tryEnter()) return;
    // One that has to wait for a connection would not be answered any sooner.
    const preparing = target.prepare();
    if (preparing !== undefined || !mayStart()) {
      bulkhead.leave();
      if (preparing === undefined) target.abandon();
      else void preparing.then(() => target.abandon());
      return;
    }
    const sentMs = clock.monotonicMs();
    call.attempts += 1;
    const attempt = call.attempts;
    const { info } = call;
    if (events.hasListeners)
      events.emit({ kind: 'hedgeStarted', atMs: clock.now(), call: info, attempt, afterMs: sentMs - firstSentMs });
    const second = {
      attempt,
      timeoutMs: attemptTimeoutMs(call, sentMs),
      maxTotalTimeoutMs: remainingAtMostMs(call, sentMs),
    };
    const onWon = (): void => {
      if (!events.hasListeners) return;
      const durationMs = clock.monotonicMs() - sentMs;
      events.emit({ kind: 'hedgeWon', atMs: clock.now(), call: info, attempt, durationMs });
    };
    void this.#send(second, onWon).finally(() => bulkhead.leave());
  }

  async #send(limits: AttemptLimits, onWon: () => void): Promise<void> {
    const controller = new AbortController();
    this.#running.add(controller);
    const end = await this.#options.target.send({ ...limits, signal: controller.signal });
    this.#running.delete(controller);
    if (this.#isSettled || (end.kind === 'failure' && this.#running.size > 0)) return;
    this.#isSettled = true;
    if (end.kind === 'result') onWon();
    this.#settle(end);
  }

  #abortAll(reason: unknown): void {
    for (const controller of this.#running) controller.abort(reason);
  }
}

function withResolver(): { readonly promise: Promise<AttemptEnd>; readonly resolve: (end: AttemptEnd) => void } {
  let settle: (end: AttemptEnd) => void = () => undefined;
  const promise = new Promise<AttemptEnd>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}
