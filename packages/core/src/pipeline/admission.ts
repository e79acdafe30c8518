import type { Clock } from '../clock.ts';
import { sleep } from '../clock.ts';
import { MCPCancelledError } from '../errors/cancelled-error.ts';
import type { MCPError } from '../errors/mcp-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AttemptFailure } from '../policies/attempt.ts';
import { type CircuitBreaker, REFUSED } from '../policies/breaker/circuit-breaker.ts';
import type { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import type { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import { bulkheadClosedError, bulkheadFullError, queueDeadlineError } from '../policies/bulkhead/errors.ts';
import type { EnterResult } from '../policies/bulkhead/waiter.ts';
import { mayAttempt } from '../policies/deadline/call-times.ts';
import { deadlineError } from '../policies/deadline/errors.ts';
import { rateGateError } from '../policies/rate-gate/errors.ts';
import type { RateGate } from '../policies/rate-gate/rate-gate.ts';
import type { CallTarget, PolicyCall } from './policy-call.ts';

/** The policies that a call has to get past. */
export interface AdmissionOptions {
  readonly server: string;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly breaker: CircuitBreaker;
  readonly toolBreakers: ToolBreakers;
  readonly gate: RateGate;
  readonly bulkhead: Bulkhead;
  /** The half-open circuit of a tool refused a call: from then on it may want to be probed in the background. */
  readonly onRefused: (breaker: CircuitBreaker) => void;
  /** A wait for the server's rate limit that is longer is refused, in milliseconds. */
  readonly maxGateWaitMs: number;
}

/**
 * Lets attempts through: past the breakers of tool and server, the rate gate, the wait for a connection and the bulkhead.
 *
 * Whoever is let through holds permits of the breakers, in the call, and a place of the bulkhead, and gives both back. A
 * refusal holds nothing.
 */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Nothing when the attempt may go at once; a promise, which never rejects, when it has to wait; else why it may not go. */
  admit(
    call: PolicyCall,
    target: CallTarget,
    nowMs: number,
  ): Promise<AttemptFailure | undefined> | AttemptFailure | undefined {
    const refused = this.#acquire(call, nowMs);
    if (refused !== undefined) return refused;
    const gateWaitMs = this.#options.gate.tryPass(call.info.target, nowMs);
    return gateWaitMs > 0 ? this.#waitAtGate(call, target, gateWaitMs) : this.#pastGate(call, target);
  }

  #pastGate(call: PolicyCall, target: CallTarget): Promise<AttemptFailure | undefined> | undefined {
    const { bulkhead } = this.#options;
    const preparing = target.prepare();
    if (preparing !== undefined) return this.#enter(call, target, preparing);
    return bulkhead.tryEnter() ? undefined : this.#enter(call, target, undefined);
  }

  /** Gives the permits of an attempt back that says nothing about server and tool. */
  release(call: PolicyCall, nowMs: number): void {
    const { breaker, toolBreakers } = this.#options;
    breaker.record(call.serverPermit, 'neutral', nowMs);
    if (call.toolPermit !== REFUSED) toolBreakers.record(call.info.target, call.toolPermit, 'neutral', nowMs);
    call.serverPermit = REFUSED;
    call.toolPermit = REFUSED;
  }

  /** Permits of both breakers, or why there are none. */
  #acquire(call: PolicyCall, nowMs: number): AttemptFailure | undefined {
    const { breaker, toolBreakers } = this.#options;
    const { info, safety, signal } = call;
    if (signal?.aborted) return this.#cancelled(call);
    // A call that begins now has all of its time.
    if (nowMs !== call.startedMs && !mayBegin(call, nowMs)) return this.#overdue(call, nowMs);
    const toolBreaker = info.method === 'tools/call' ? toolBreakers.tryGet(info.target) : undefined;
    call.toolBreaker = toolBreaker;
    if (toolBreaker !== undefined) {
      call.toolPermit = toolBreaker.tryAcquire(safety, nowMs);
      if (call.toolPermit === REFUSED) return this.#refuseByTool(toolBreaker, nowMs);
    }
    call.serverPermit = breaker.tryAcquire(safety, nowMs);
    return call.serverPermit === REFUSED ? this.#refuse(call, nowMs) : undefined;
  }

  #refuseByTool(breaker: CircuitBreaker, nowMs: number): AttemptFailure {
    if (breaker.state === 'half-open') this.#options.onRefused(breaker);
    return notSent(breaker.refusal(nowMs));
  }

  #refuse(call: PolicyCall, nowMs: number): AttemptFailure {
    this.release(call, nowMs);
    return notSent(this.#options.breaker.refusal(nowMs));
  }

  #cancelled({ operation }: PolicyCall): AttemptFailure {
    return notSent(cancelledError(this.#options.server, operation));
  }

  #overdue({ operation, attempts, startedMs }: PolicyCall, nowMs: number): AttemptFailure {
    const { server } = this.#options;
    return notSent(deadlineError({ server, operation, elapsedMs: nowMs - startedMs, attempts }));
  }

  async #waitAtGate(call: PolicyCall, target: CallTarget, waitMs: number): Promise<AttemptFailure | undefined> {
    const { clock, gate } = this.#options;
    const { target: tool } = call.info;
    // A permit that waits would keep others from finding out how the server is.
    this.release(call, clock.monotonicMs());
    const refused = this.#refuseLongWait(call, waitMs);
    if (refused !== undefined) return refused;
    const ticket = gate.joinLine(tool);
    try {
      const stopped = await this.#waitForTurn(call, waitMs, ticket);
      if (stopped !== undefined) return stopped;
    } finally {
      gate.leaveLine(tool, ticket);
    }
    return this.#pastGate(call, target);
  }

  /** Nothing once the call may go out; then it holds permits of the breakers. */
  async #waitForTurn(call: PolicyCall, firstWaitMs: number, ticket: number): Promise<AttemptFailure | undefined> {
    const { clock, gate } = this.#options;
    let waitMs = firstWaitMs;
    // Bounded by the deadline of the call.
    for (;;) {
      const passed = await sleep(clock, Math.min(waitMs, LOOK_AGAIN_MS), call.signal);
      if (!passed) return this.#cancelled(call);
      const nowMs = clock.monotonicMs();
      const refused = this.#acquire(call, nowMs);
      if (refused !== undefined) return refused;
      waitMs = gate.tryPass(call.info.target, nowMs, ticket);
      if (waitMs === 0) return undefined;
      this.release(call, nowMs);
      const tooLong = this.#refuseLongWait(call, waitMs);
      if (tooLong !== undefined) return tooLong;
    }
  }

  #refuseLongWait(call: PolicyCall, waitMs: number): AttemptFailure | undefined {
    const { server, clock, gate, maxGateWaitMs } = this.#options;
    const nowMs = clock.monotonicMs();
    if (waitMs <= Math.min(maxGateWaitMs, call.remainingMs(nowMs))) return undefined;
    const { info, operation } = call;
    const snapshot = gate.snapshot(nowMs);
    return notSent(rateGateError({ server, operation, retryAfterMs: waitMs, snapshot, tool: info.target }));
  }

  async #enter(
    call: PolicyCall,
    target: CallTarget,
    preparing: Promise<AttemptFailure | undefined> | undefined,
  ): Promise<AttemptFailure | undefined> {
    const { clock, bulkhead } = this.#options;
    const absent = await preparing;
    if (absent !== undefined) {
      this.release(call, clock.monotonicMs());
      return absent;
    }
    const entered = await this.#takePlace(call, target);
    const nowMs = clock.monotonicMs();
    if (entered !== undefined) {
      target.abandon();
      this.release(call, nowMs);
      return entered;
    }
    if (this.#mayStillGo(call, nowMs)) return undefined;
    bulkhead.leave();
    target.abandon();
    this.release(call, nowMs);
    if (call.signal?.aborted) return this.#cancelled(call);
    // While the call waited a circuit changed, or its time was over: it has to ask again.
    return this.admit(call, target, nowMs);
  }

  /** A place of the bulkhead, and a connection that is still up then. */
  async #takePlace(call: PolicyCall, target: CallTarget): Promise<AttemptFailure | undefined> {
    const { clock, bulkhead } = this.#options;
    if (bulkhead.tryEnter()) return undefined;
    const startedMs = clock.monotonicMs();
    const kept = this.#refuseTrial(call, startedMs);
    if (kept !== undefined) return kept;
    const entered = await this.#queue(call, startedMs);
    if (entered !== 'entered') return notSent(this.#crowded(call, entered, clock.monotonicMs() - startedMs));
    // The connection may have been lost while the call waited.
    target.abandon();
    const absent = await target.prepare();
    if (absent !== undefined) bulkhead.leave();
    return absent;
  }

  /** A trial that waited for its turn would keep everybody from finding out how the server is. */
  #refuseTrial({ toolBreaker }: PolicyCall, nowMs: number): AttemptFailure | undefined {
    const tried = [this.#options.breaker, toolBreaker].find((breaker) => breaker?.isTriedByOneCall);
    return tried === undefined ? undefined : notSent(tried.refusal(nowMs));
  }

  #queue(call: PolicyCall, nowMs: number): Promise<EnterResult> {
    const { bulkhead, clock, events } = this.#options;
    const { info, signal } = call;
    const queuedBefore = bulkhead.queued;
    const entering = bulkhead.enter({
      maxWaitMs: bulkhead.maxWaitMs(call.remainingMs(nowMs)),
      ...(signal === undefined ? {} : { signal }),
    });
    // One that was refused at once does not wait.
    if (events.hasListeners && bulkhead.queued > queuedBefore) {
      const { queued, inFlight, limit } = bulkhead;
      events.emit({ kind: 'callQueued', atMs: clock.now(), call: info, queued, inFlight, limit });
    }
    return entering;
  }

  #mayStillGo(call: PolicyCall, nowMs: number): boolean {
    const { breaker, toolBreakers } = this.#options;
    if (call.signal?.aborted || call.isTooLateToRepeat(nowMs) || !breaker.isCurrent(call.serverPermit)) return false;
    const toolBreaker = call.info.method === 'tools/call' ? toolBreakers.tryGet(call.info.target) : undefined;
    return toolBreaker === undefined || toolBreaker.isCurrent(call.toolPermit);
  }

  #crowded(call: PolicyCall, result: Exclude<EnterResult, 'entered'>, waitedMs: number): MCPError {
    const { server, bulkhead } = this.#options;
    const { operation } = call;
    const { inFlight, queued } = bulkhead;
    const crowd = { server, operation, inFlight, queued };
    if (result === 'aborted') return cancelledError(server, operation);
    if (result === 'closed') return bulkheadClosedError(crowd);
    return result === 'timeout' ? queueDeadlineError({ ...crowd, waitedMs }) : bulkheadFullError(crowd);
  }
}

/** The rate may have grown, or others left the line: whoever waits looks that often, in milliseconds. */
const LOOK_AGAIN_MS = 500;

/** Whether there is time for an attempt, and a repetition is still as safe as it was when it was decided on. */
function mayBegin(call: PolicyCall, nowMs: number): boolean {
  return mayAttempt(call, call.durations.p50Ms, nowMs) && !call.isTooLateToRepeat(nowMs);
}

/** A refusal: nothing of the call was sent this time. */
export function notSent(error: MCPError): AttemptFailure {
  return { kind: 'failure', error, delivery: 'not-sent', effect: 'none' };
}

/** The caller gave up before the call was sent. */
export function cancelledError(serverName: string, operation: string): MCPError {
  return new MCPCancelledError({
    serverName,
    operation,
    message: `The caller cancelled ${operation} on server "${serverName}" before it was sent.`,
  });
}
