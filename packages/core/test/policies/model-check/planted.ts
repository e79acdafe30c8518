import type { Safety } from '../../../src/call/safety.ts';
import type { ErrorCode } from '../../../src/errors/error-code.ts';
import { CircuitBreaker, REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import type { ManualChange } from '../../../src/policies/breaker/events.ts';
import { Bulkhead, type EnterWait, type HeldPlace } from '../../../src/policies/bulkhead/bulkhead.ts';
import type { EnterResult } from '../../../src/policies/bulkhead/waiter.ts';
import { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';
import type { BreakerSignal } from '../../../src/policies/verdict.ts';
import { type Parts, REAL_PARTS } from './parts.ts';
import { type Scope, SMALL_SERVER, SMALL_TOOL } from './scope.ts';

/** A bug that others had, or that one might make, where it shows and by what. */
export interface PlantedBug {
  readonly name: string;
  readonly scope: Scope;
  readonly parts: Parts;
  readonly breaks: RegExp;
}

class BelievesOldResults extends CircuitBreaker {
  override record(_permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    super.record(this.generation, signal, nowMs, code);
  }
}

class ProbesTwice extends CircuitBreaker {
  override tryProbe(nowMs: number): number {
    this.recovery.giveBack();
    return super.tryProbe(nowMs);
  }
}

class WaitsForItsProbeForEver extends CircuitBreaker {
  protected override moveTo(nowMs: number): void {
    if (!this.recovery.isLeased) super.moveTo(nowMs);
  }
}

class KeepsTheLeaseOfCancelledCalls extends CircuitBreaker {
  override record(permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    if (signal !== 'neutral') super.record(permit, signal, nowMs, code);
  }
}

class TriesOutWithWrites extends CircuitBreaker {
  override tryAcquire(_safety: Safety, nowMs: number): number {
    return super.tryAcquire('read', nowMs);
  }
}

class LetsCallsThroughWhileOpen extends CircuitBreaker {
  override tryAcquire(safety: Safety, nowMs: number): number {
    const permit = super.tryAcquire(safety, nowMs);
    return permit === REFUSED && this.current === 'open' ? this.generation : permit;
  }
}

class CountsCancelledCalls extends CircuitBreaker {
  override record(permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    super.record(permit, signal === 'neutral' ? 'failure' : signal, nowMs, code);
  }
}

class ForgetsToProbe extends CircuitBreaker {
  override recordProbe(permit: number, ok: boolean, nowMs: number): void {
    super.recordProbe(permit, ok, nowMs);
    if (!ok) this.recovery.stop();
  }
}

class GivesNoPlaceBack extends Bulkhead {
  private places = 0;

  override leave(): void {
    this.places += 1;
    if (this.places !== 2) super.leave();
  }
}

class FreesThePlaceOfWorkThatRuns extends Bulkhead {
  override leaveAfter(): HeldPlace {
    return super.leaveAfter(0);
  }
}

class IsDeafWhileItWaits extends Bulkhead {
  override enter({ maxWaitMs }: EnterWait): Promise<EnterResult> {
    return super.enter({ maxWaitMs });
  }
}

class BelievesProbesThatWereGivenUp extends CircuitBreaker {
  override recordProbe(permit: number, ok: boolean, nowMs: number): void {
    if (ok && !this.recovery.holds(permit) && this.current === 'open') this.halfOpen('probe-succeeded', nowMs);
    else super.recordProbe(permit, ok, nowMs);
  }
}

class StaysOpenOnceForced extends CircuitBreaker {
  override forceOpen(by: ManualChange, nowMs: number): void {
    super.forceOpen(by, nowMs);
    this.recovery.stop();
  }
}

class LetsInOneTooMany extends Bulkhead {
  override tryEnter(): boolean {
    if (!super.tryEnter()) this.reenter();
    return true;
  }
}

class SpendsWhatItHasNot extends RetryBudget {
  override tryWithdraw(nowMs: number): boolean {
    super.tryWithdraw(nowMs);
    return true;
  }
}

class GoesBelowNothing extends RetryBudget {
  private debt = 0;

  override get tokens(): number {
    return super.tokens - this.debt;
  }

  override tryWithdraw(nowMs: number): boolean {
    if (!super.tryWithdraw(nowMs)) this.debt += 1;
    return true;
  }
}

class OverflowsWhenFull extends RetryBudget {
  private surplus = 0;

  override get tokens(): number {
    return super.tokens + this.surplus;
  }

  override deposit(nowMs: number): void {
    if (super.tokens < 1) this.surplus = 1;
    super.deposit(nowMs);
  }
}

class FillsTwice extends RetryBudget {
  override deposit(nowMs: number): void {
    super.deposit(nowMs);
    super.deposit(nowMs);
  }
}

/** Each breaks a promise within a few events. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a result of an older generation',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, breaker: BelievesOldResults },
    breaks: /older generation moves nothing/,
  },
  {
    name: 'a second probe',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: ProbesTwice },
    breaks: /one probe at most/,
  },
  {
    name: 'a probe that is waited for for ever',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: WaitsForItsProbeForEver },
    breaks: /closes again after a probe that was never answered/,
  },
  {
    name: 'a probe that is believed after it was given up',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: BelievesProbesThatWereGivenUp },
    breaks: /given up opens no way/,
  },
  {
    name: 'a failed probe that is the last one',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: ForgetsToProbe },
    breaks: /closes again when all goes well/,
  },
  {
    name: 'a circuit that stays open once it was forced',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, breaker: StaysOpenOnceForced },
    breaks: /closes again when all goes well/,
  },
  {
    name: 'the lost permit of a cancelled call',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, breaker: KeepsTheLeaseOfCancelledCalls },
    breaks: /nothing is refused without reason/,
  },
  {
    name: 'a write that tries a circuit out',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: TriesOutWithWrites },
    breaks: /let through that must not be .write, half-open/,
  },
  {
    name: 'a call through an open circuit',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, breaker: LetsCallsThroughWhileOpen },
    breaks: /let through that must not be .read, open/,
  },
  {
    name: 'a cancelled call that counts',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, breaker: CountsCancelledCalls },
    breaks: /what says nothing moves nothing/,
  },
  {
    name: 'a lost place',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, bulkhead: GivesNoPlaceBack },
    breaks: /no place is held|a place is held for each/,
  },
  {
    name: 'a place given to two',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, bulkhead: FreesThePlaceOfWorkThatRuns },
    breaks: /a place is held for each attempt/,
  },
  {
    name: 'a cancelled call that goes on waiting',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, bulkhead: IsDeafWhileItWaits },
    breaks: /gives up waits no longer/,
  },
  {
    name: 'one attempt too many',
    scope: SMALL_SERVER,
    parts: { ...REAL_PARTS, bulkhead: LetsInOneTooMany },
    breaks: /no more attempts are under way than may be/,
  },
  {
    name: 'a repetition without a token',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, budget: SpendsWhatItHasNot },
    breaks: /if and only if there is a token/,
  },
  {
    name: 'a budget below nothing',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, budget: GoesBelowNothing },
    breaks: /never fewer tokens than none/,
  },
  {
    name: 'a budget above its limit',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, budget: OverflowsWhenFull },
    breaks: /never more tokens than may be/,
  },
  {
    name: 'tokens out of nothing',
    scope: SMALL_TOOL,
    parts: { ...REAL_PARTS, budget: FillsTwice },
    breaks: /exactly its part of a token/,
  },
];
