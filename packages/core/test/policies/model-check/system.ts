import type { Safety } from '../../../src/call/safety.ts';
import { type CircuitBreaker, REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import type { Bulkhead, HeldPlace } from '../../../src/policies/bulkhead/bulkhead.ts';
import type { BreakerSignal } from '../../../src/policies/verdict.ts';
import { isOverdue, isValid, type Lease, type LeaseTerms, leaseKey } from './lease.ts';
import { ModelBudget } from './model-budget.ts';
import { callsKey, type ModelCall } from './model-call.ts';
import { ModelClock } from './model-clock.ts';
import { type Parts, REAL_PARTS } from './parts.ts';
import { type Scope, STEP_MS } from './scope.ts';
import { breakerKey } from './state-key.ts';
import { assertHolds } from './violation.ts';

/**
 * A breaker, a bulkhead and a retry budget with a few calls, put together as the pipeline puts them together.
 *
 * Each method is one event, and checks what has to hold for it whatever came before.
 */
export class System {
  readonly clock = new ModelClock();
  readonly breaker: CircuitBreaker;
  readonly calls: ModelCall[] = [];
  private readonly scope: Scope;
  private readonly bulkhead: Bulkhead;
  private readonly budget: ModelBudget;
  private readonly held: { readonly place: HeldPlace; readonly untilMs: number }[] = [];
  private generation = 0;
  private probe: Lease | undefined;
  /** One that lost its lease, and may be answered all the same. */
  private lateProbe: Lease | undefined;

  constructor(scope: Scope, parts: Parts = REAL_PARTS) {
    this.scope = scope;
    this.breaker = new parts.breaker({
      name: scope.name,
      options: scope.breaker,
      // In the middle: no jitter.
      random: () => 0.5,
      nowMs: 0,
      atMs: () => this.clock.nowMs,
      onChange: () => {
        this.generation += 1;
      },
    });
    this.bulkhead = new parts.bulkhead({ server: scope.name.server, options: scope.bulkhead, clock: this.clock });
    this.budget = new ModelBudget(parts.budget, scope.budget, this.clock);
  }

  get nowMs(): number {
    return this.clock.nowMs;
  }

  get heldPlaces(): number {
    return this.held.length;
  }

  get hasProbe(): boolean {
    return this.probe !== undefined;
  }

  get hasLateProbe(): boolean {
    return this.lateProbe !== undefined;
  }

  get mayStart(): boolean {
    const { maxCalls, maxCallsInWindow } = this.scope;
    const underWay = this.calls.length + this.held.length;
    if (underWay >= maxCalls) return false;
    // Only a closed circuit counts calls, and without a limit would count ever more.
    if (this.breaker.state !== 'closed') return true;
    return this.breaker.snapshot(this.nowMs).counts.calls + underWay < maxCallsInWindow;
  }

  mayEnd(signal: BreakerSignal): boolean {
    return this.scope.signals.includes(signal);
  }

  start(safety: Safety, attempt = 1): void {
    const call: ModelCall = { safety, attempt, permit: REFUSED, trial: undefined, wait: undefined };
    if (this.acquire(call)) this.calls.push(call);
  }

  end(call: ModelCall, signal: BreakerSignal): void {
    this.forget(call);
    this.record(call, signal);
    this.bulkhead.leave();
  }

  /** A read that failed is sent again as soon as the budget has a token for it. */
  endAndRepeat(call: ModelCall, signal: BreakerSignal): void {
    this.end(call, signal);
    if (this.budget.tryWithdraw()) this.start('read', call.attempt + 1);
  }

  /** The caller of a call that runs is told that it took too long, but nobody knows whether the server still works on it. */
  timeOut(call: ModelCall): void {
    this.forget(call);
    this.record(call, 'failure');
    const place = this.bulkhead.leaveAfter();
    this.held.push({ place, untilMs: this.nowMs + this.scope.bulkhead.cancelGraceMs });
  }

  /** The server of a call that timed out says that it stopped. */
  confirmCancelled(): void {
    this.held.shift()?.place.leaveNow();
  }

  cancel(call: ModelCall): void {
    if (call.wait === undefined) this.end(call, 'neutral');
    else call.wait.controller.abort();
  }

  startProbe(): void {
    const permit = this.breaker.tryProbe(this.nowMs);
    if (permit === REFUSED) return;
    const { state } = this.breaker;
    assertHolds(
      state === 'open' || state === 'half-open' || state === 'forced-open',
      'only what is not closed is probed',
    );
    assertHolds(!this.isTriedOut(), 'there is one probe at most');
    if (this.probe !== undefined) this.lateProbe = this.probe;
    this.probe = { permit, generation: this.generation, startedMs: this.nowMs };
  }

  endProbe(ok: boolean): void {
    const { probe } = this;
    if (probe === undefined) return;
    this.probe = undefined;
    this.answer(probe, ok);
  }

  /** The server answers the probe that was just sent; one that hangs goes on hanging. */
  answerNewProbe(): void {
    if (this.probe?.startedMs === this.nowMs) this.endProbe(true);
  }

  endLateProbe(): void {
    const { lateProbe } = this;
    if (lateProbe === undefined) return;
    this.lateProbe = undefined;
    this.answer(lateProbe, true);
  }

  /** Lets time pass. */
  step(): void {
    this.clock.advance(STEP_MS);
    while (this.held[0] !== undefined && this.held[0].untilMs <= this.nowMs) this.held.shift();
  }

  get hasWaiting(): boolean {
    return this.calls.some(({ wait }) => wait !== undefined);
  }

  /** Goes on with calls whose wait ended, each of which may end another one. */
  async settle(): Promise<void> {
    for (let isMoving = true; isMoving; ) {
      // A wait ends in a promise.
      await null;
      const settled = this.calls.filter(({ wait }) => wait?.result !== undefined);
      for (const call of settled) this.endWait(call);
      isMoving = settled.length > 0;
    }
  }

  /** Everything that decides how it goes on; systems with the same key behave alike. */
  key(): string {
    const { terms } = this;
    let rest = '';
    for (const { untilMs } of this.held) rest += `${untilMs - this.nowMs};`;
    const probes = `${leaseKey(this.probe, terms)}${this.lateProbe !== undefined}`;
    return `${breakerKey(this.breaker, this.nowMs)};${callsKey(this.calls, terms)};${rest};${probes};${this.budget.tokens}`;
  }

  get places(): { readonly inFlight: number; readonly queued: number } {
    return this.bulkhead;
  }

  private endWait(call: ModelCall): void {
    const { wait } = call;
    call.wait = undefined;
    if (wait?.result === 'entered' && this.breaker.isCurrent(call.permit)) {
      this.sent(call);
      return;
    }
    this.record(call, 'neutral');
    this.forget(call);
    if (wait?.result !== 'entered') return;
    this.bulkhead.leave();
    // The circuit changed while it waited: it has to ask again, and stands behind the others then.
    if (this.acquire(call)) this.calls.push(call);
  }

  /** A permit and a place, or a wait for one. */
  private acquire(call: ModelCall): boolean {
    const permit = this.breaker.tryAcquire(call.safety, this.nowMs);
    this.checkAdmission(call.safety, permit !== REFUSED);
    if (permit === REFUSED) return false;
    call.permit = permit;
    const isTrial = this.breaker.state === 'half-open' && !this.scope.breaker.prober;
    call.trial = isTrial ? { permit, generation: this.generation, startedMs: this.nowMs } : undefined;
    if (this.bulkhead.tryEnter()) this.sent(call);
    else this.waitForTurn(call);
    return true;
  }

  private waitForTurn(call: ModelCall): void {
    const maxWaitMs = this.scope.bulkhead.maxQueueWaitMs;
    const controller = new AbortController();
    const wait: NonNullable<ModelCall['wait']> = { controller, untilMs: this.nowMs + maxWaitMs, result: undefined };
    call.wait = wait;
    void this.bulkhead.enter({ maxWaitMs, signal: controller.signal }).then((result) => {
      wait.result = result;
    }); // Never rejects.
  }

  private sent({ attempt }: ModelCall): void {
    if (attempt === 1) this.budget.deposit();
  }

  private record(call: ModelCall, signal: BreakerSignal): void {
    const { permit } = call;
    const isStale = permit !== this.generation;
    assertHolds(this.breaker.isCurrent(permit) !== isStale, 'a permit is current until the circuit changes');
    const before = isStale ? breakerKey(this.breaker, this.nowMs) : '';
    const { generation } = this;
    const isLeaseOver = this.hasOverdueLease(call);
    call.trial = undefined;
    this.breaker.record(permit, signal, this.nowMs, signal === 'hard-failure' ? 'CONNECTION_REFUSED' : 'CALL_TIMEOUT');
    if (isStale)
      assertHolds(before === breakerKey(this.breaker, this.nowMs), 'what comes of an older generation moves nothing');
    if (signal !== 'neutral') return;
    assertHolds(this.generation === generation || isLeaseOver, 'what says nothing moves nothing');
  }

  private answer(lease: Lease, ok: boolean): void {
    const isLate = !isValid(lease, this.terms);
    const before = this.breaker.state;
    this.breaker.recordProbe(lease.permit, ok, this.nowMs);
    const { state } = this.breaker;
    if (isLate) assertHolds(state === before || state === 'open', 'a probe that was given up opens no way for calls');
    if (!ok) assertHolds(state !== 'closed' || before === 'closed', 'a probe that failed closes nothing');
  }

  private forget(call: ModelCall): void {
    this.calls.splice(this.calls.indexOf(call), 1);
  }

  private checkAdmission(safety: Safety, isAdmitted: boolean): void {
    const { state } = this.breaker;
    const isOpenToAll = state === 'closed' || state === 'forced-closed';
    const isTrial = state === 'half-open' && safety === 'read' && (this.scope.breaker.prober || !this.isTriedOut());
    if (isAdmitted)
      assertHolds(isOpenToAll || isTrial, `nothing is let through that must not be (${safety}, ${state})`);
    else assertHolds(!isOpenToAll && !isTrial, `nothing is refused without reason (${safety}, ${state})`);
  }

  /** Whether something is under way that shows whether the circuit may close, and has a lease. */
  private isTriedOut(): boolean {
    const { terms } = this;
    return isValid(this.probe, terms) || this.calls.some(({ trial }) => isValid(trial, terms));
  }

  private hasOverdueLease(call: ModelCall): boolean {
    const { terms } = this;
    return [this.probe, call.trial, ...this.calls.map(({ trial }) => trial)].some((lease) => isOverdue(lease, terms));
  }

  private get terms(): LeaseTerms {
    return { generation: this.generation, nowMs: this.nowMs, leaseMs: this.scope.breaker.probeTimeoutMs };
  }

  /** What has to hold whatever happened. */
  check(): void {
    const { inFlight, queued, limit } = this.bulkhead;
    const waiting = this.calls.filter(({ wait }) => wait !== undefined).length;
    assertHolds(
      inFlight === this.calls.length - waiting + this.held.length,
      'a place is held for each attempt under way',
    );
    assertHolds(queued === waiting, 'whoever waits stands in the queue, and nobody else');
    const hasGivenUp = this.calls.some(({ wait }) => wait?.controller.signal.aborted === true);
    assertHolds(!hasGivenUp, 'whoever gives up waits no longer');
    assertHolds(inFlight <= limit, 'no more attempts are under way than may be');
    assertHolds(waiting === 0 || inFlight === limit, 'nobody waits while there is a place');
  }
}
