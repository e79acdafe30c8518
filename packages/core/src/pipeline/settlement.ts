import type { Clock } from '../clock.ts';
import type { ErrorCode } from '../errors/error-code.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptEnd } from '../policies/attempt.ts';
import { type CircuitBreaker, REFUSED } from '../policies/breaker/circuit-breaker.ts';
import type { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import type { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import type { RateGate } from '../policies/rate-gate/rate-gate.ts';
import { retryAfterMsOf } from '../policies/retry/retry-after.ts';
import type { SilenceWatch, WatchedEnd } from '../policies/silence/silence-watch.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { PolicyCall } from './policy-call.ts';

/** The policies that learn from the end of an attempt. */
export interface SettlementOptions {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly breaker: CircuitBreaker;
  readonly toolBreakers: ToolBreakers;
  readonly gate: RateGate;
  readonly bulkhead: Bulkhead;
  readonly silence: SilenceWatch;
}

/** Tells every policy how an attempt ended, and gives back what it held. */
export class Settlement {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  settle(call: PolicyCall, end: AttemptEnd, verdict: Verdict, nowMs: number): void {
    const { events, breaker, gate, silence } = this.#options;
    const { target, method } = call.info;
    const isAnswered = end.kind === 'result' || end.delivery === 'answered';
    silence.end(call, howItEnded(call, end, isAnswered), nowMs);
    const code = end.kind === 'failure' ? end.error.code : undefined;
    breaker.record(call.serverPermit, verdict.server, nowMs, code);
    if (method === 'tools/call') this.#recordTool(call, verdict, nowMs, code);
    call.serverPermit = REFUSED;
    if (verdict.isThrottle && end.kind === 'failure') gate.onThrottled(target, retryAfterMsOf(end.error), nowMs);
    else if (isAnswered) gate.onSuccess(target, nowMs);
    this.#leave(call, end, verdict, isAnswered);
    if (events.hasListeners) this.#tell(call, end, nowMs);
  }

  #tell(call: PolicyCall, end: AttemptEnd, nowMs: number): void {
    const { clock, events } = this.#options;
    events.emit({
      kind: 'attemptFinished',
      atMs: clock.now(),
      call: call.info,
      attempt: call.attempts,
      durationMs: nowMs - call.sentMs,
      outcome: end.kind === 'result' ? SUCCESS : { kind: 'failure', error: end.error, delivery: end.delivery },
    });
  }

  #recordTool(call: PolicyCall, { tool: signal }: Verdict, nowMs: number, code: ErrorCode | undefined): void {
    const { toolBreakers } = this.#options;
    const { toolBreaker, toolPermit } = call;
    call.toolBreaker = undefined;
    call.toolPermit = REFUSED;
    if (signal === 'success' && toolBreaker !== undefined) {
      toolBreaker.record(toolPermit, signal, nowMs);
      return;
    }
    const { target } = call.info;
    // A tool that works well has a breaker too: one that is made at the first failure would know nothing but failures.
    if (signal === 'success') toolBreakers.get(target, nowMs);
    toolBreakers.record(target, toolPermit, signal, nowMs, code);
  }

  /** A server may go on working on what was given up: where it hears nothing of that, it keeps its place for a while. */
  #leave(call: PolicyCall, end: AttemptEnd, verdict: Verdict, isAnswered: boolean): void {
    const { bulkhead } = this.#options;
    const isOverdue = end.kind === 'failure' && end.error.kind === 'timeout' && end.delivery === 'unknown';
    const isOverload = verdict.isThrottle || isOverdue || (verdict.server === 'failure' && isAnswered);
    bulkhead.onSettled(isOverload ? 'overload' : end.kind === 'result' ? 'success' : 'neutral');
    if (call.hasLentPlace) call.hasLentPlace = false;
    else if (isOverdue) bulkhead.leaveAfter();
    else bulkhead.leave();
  }
}

const SUCCESS = { kind: 'success' } as const;

function howItEnded({ heldMs }: PolicyCall, end: AttemptEnd, isAnswered: boolean): WatchedEnd {
  if (!isAnswered) return 'unanswered';
  // How long it took for a person to answer says nothing about the tool.
  return end.kind === 'result' && heldMs === 0 ? 'answered' : 'alive';
}
