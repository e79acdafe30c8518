import type { PolicyOptions } from '@seawall/core/base';

/** Rounding of the real one: it counts in thousandths and drops the rest when it is full. */
const TOLERANCE = 0.05;

/** What a budget has to be, in whole numbers as they stand in the rules. */
export class ReferenceBudget {
  readonly #capacity: number;
  readonly #perCall: number;
  readonly #refillMs: number;
  #tokens: number;
  #atMs: number;

  constructor(
    { capacity = 10, perCall = 0.1, refillMs = 10_000 }: NonNullable<PolicyOptions['retryBudget']>,
    nowMs: number,
  ) {
    this.#capacity = capacity;
    this.#perCall = perCall;
    this.#refillMs = refillMs;
    this.#tokens = capacity;
    this.#atMs = nowMs;
  }

  /** A new call was sent for the first time. */
  deposit(nowMs: number): void {
    this.#fill(nowMs);
    this.#tokens = Math.min(this.#capacity, this.#tokens + this.#perCall);
  }

  /** I6: a repetition or a second attempt. */
  withdraw(nowMs: number, name: string): string | undefined {
    this.#fill(nowMs);
    this.#tokens -= 1;
    if (this.#tokens >= -TOLERANCE) return undefined;
    return `A call of ${name} was repeated with ${(this.#tokens + 1).toFixed(2)} repetitions left.`;
  }

  /** I6: a call is not repeated because nothing is left. */
  isSpent(nowMs: number, name: string): string | undefined {
    this.#fill(nowMs);
    if (this.#tokens < 1 + TOLERANCE) return undefined;
    return `A call of ${name} was not repeated for want of budget, with ${this.#tokens.toFixed(2)} repetitions left.`;
  }

  #fill(nowMs: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + (nowMs - this.#atMs) / this.#refillMs);
    this.#atMs = nowMs;
  }
}
