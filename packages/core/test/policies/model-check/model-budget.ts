import type { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';
import type { ModelClock } from './model-clock.ts';
import type { Scope } from './scope.ts';
import { assertHolds } from './violation.ts';

/** A retry budget, and what has to come of each use of it. */
export class ModelBudget {
  private readonly budget: RetryBudget;
  private readonly options: Scope['budget'];
  private readonly clock: ModelClock;
  private usedMs = 0;

  constructor(part: typeof RetryBudget, options: Scope['budget'], clock: ModelClock) {
    this.budget = new part(options, clock.nowMs);
    this.options = options;
    this.clock = clock;
  }

  /** The tokens that there are now, without touching the budget: it fills itself when it is used. */
  get tokens(): number {
    const { capacity, refillMs } = this.options;
    return Math.min(capacity, this.budget.tokens + (this.clock.nowMs - this.usedMs) / refillMs);
  }

  /** A call was sent for the first time. */
  deposit(): void {
    const { capacity, perCall } = this.options;
    const after = Math.min(capacity, this.tokens + perCall);
    this.budget.deposit(this.clock.nowMs);
    this.usedMs = this.clock.nowMs;
    this.check();
    assertHolds(this.tokens === after, 'a new call adds exactly its part of a token');
  }

  /** A call wants to be sent again; says whether it may. */
  tryWithdraw(): boolean {
    const before = this.tokens;
    const isPaid = this.budget.tryWithdraw(this.clock.nowMs);
    this.usedMs = this.clock.nowMs;
    this.check();
    assertHolds(isPaid === before >= 1, 'a repetition is made if and only if there is a token for it');
    assertHolds(this.tokens === (isPaid ? before - 1 : before), 'a repetition takes exactly one token');
    return isPaid;
  }

  private check(): void {
    const { tokens } = this.budget;
    assertHolds(tokens >= 0, 'there are never fewer tokens than none');
    assertHolds(tokens <= this.options.capacity, 'there are never more tokens than may be');
  }
}
