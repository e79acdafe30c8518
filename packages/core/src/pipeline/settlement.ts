import type { Clock } from '../clock.ts';
import type { ErrorCode } from '../errors/error-code.ts';
import type { AttemptFinished } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptFailure } from '../policies/attempt.ts';
import { type CircuitBreaker, REFUSED } from '../policies/breaker/circuit-breaker.ts';
import type { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import type { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import type { RateGate } from '../policies/rate-gate/rate-gate.ts';
import { retryAfterMsOf } from '../policies/retry/retry-after.ts';
import type { SilenceWatch } from '../policies/silence/silence-watch.ts';
import type { BreakerSignal, Verdict } from '../policies/verdict.ts';
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

  /** The attempt was answered with a result. */
  settleResult(call: PolicyCall, { server, tool }: Verdict, nowMs: number): void {
    const { events, breaker, gate, bulkhead, silence } = this.#options;
    // How long it took for a person to answer says nothing about the tool.
    silence.end(call, call.heldMs === 0 ? 'answered' : 'alive', nowMs);
    breaker.record(call.serverPermit, server, nowMs);
    if (call.info.method === 'tools/call') this.#recordTool(call, tool, nowMs);
    call.serverPermit = REFUSED;
    gate.onSuccess(call.info.target, nowMs);
    bulkhead.onSettled('success');
    this.#leave(call, false);
    if (events.hasListeners) this.#tell(call, SUCCESS, nowMs);
  }

  /** The attempt failed, at the server or on the way. */
  settleFailure(call: PolicyCall, { error, delivery }: AttemptFailure, verdict: Verdict, nowMs: number): void {
    const { events, breaker, gate, bulkhead, silence } = this.#options;
    const isAnswered = delivery === 'answered';
    silence.end(call, isAnswered ? 'alive' : 'unanswered', nowMs);
    breaker.record(call.serverPermit, verdict.server, nowMs, error.code);
    if (call.info.method === 'tools/call') this.#recordTool(call, verdict.tool, nowMs, error.code);
    call.serverPermit = REFUSED;
    const { target } = call.info;
    if (verdict.isThrottle) gate.onThrottled(target, retryAfterMsOf(error), nowMs);
    else if (isAnswered) gate.onSuccess(target, nowMs);
    const isOverdue = error.kind === 'timeout' && delivery === 'unknown';
    const isOverload = verdict.isThrottle || isOverdue || (verdict.server === 'failure' && isAnswered);
    bulkhead.onSettled(isOverload ? 'overload' : 'neutral');
    this.#leave(call, isOverdue);
    if (events.hasListeners) this.#tell(call, { kind: 'failure', error, delivery }, nowMs);
  }

  #recordTool(call: PolicyCall, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    const { toolBreaker, toolPermit } = call;
    call.toolBreaker = undefined;
    call.toolPermit = REFUSED;
    if (signal === 'success' && toolBreaker !== undefined) toolBreaker.record(toolPermit, signal, nowMs);
    else this.#recordByName(call.info.target, toolPermit, signal, nowMs, code);
  }

  #recordByName(tool: string, permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    const { toolBreakers } = this.#options;
    // A tool that works well has a breaker too: one that is made at the first failure would know nothing but failures.
    if (signal === 'success') toolBreakers.get(tool, nowMs);
    toolBreakers.record(tool, permit, signal, nowMs, code);
  }

  /** A server may go on working on what was given up: where it hears nothing of that, it keeps its place for a while. */
  #leave(call: PolicyCall, isOverdue: boolean): void {
    const { bulkhead } = this.#options;
    if (call.hasLentPlace) call.hasLentPlace = false;
    else if (isOverdue) bulkhead.leaveAfter();
    else bulkhead.leave();
  }

  #tell({ info, attempts, sentMs }: PolicyCall, outcome: AttemptFinished['outcome'], nowMs: number): void {
    const { clock, events } = this.#options;
    const durationMs = nowMs - sentMs;
    events.emit({ kind: 'attemptFinished', atMs: clock.now(), call: info, attempt: attempts, durationMs, outcome });
  }
}

const SUCCESS = { kind: 'success' } as const;
