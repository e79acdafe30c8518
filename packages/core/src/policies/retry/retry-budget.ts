import { RETRY_BUDGET_DEFAULTS, type RetryBudgetOptions } from './options.ts';

/** Tokens are counted in thousandths: ten times a tenth is then one. */
const SCALE = 1000;

/**
 * How many repetitions the calls to one server may still have together.
 *
 * Each new call adds a part of one and time adds some, up to a limit; each repetition and each hedge takes one. So a server
 * that fails is never given much more than the calls that there are anyway. Never negative; steps of the clock back add
 * nothing.
 */
export class RetryBudget {
  readonly #capacity: number;
  readonly #perCall: number;
  /** How long the time takes to add one thousandth. */
  readonly #msPerUnit: number;
  // With a value from the start, so that each later time is written in its place instead of to a new one.
  #units = 0;
  #filledMs = 0;

  /** Full at `nowMs`. */
  constructor(options: RetryBudgetOptions, nowMs: number) {
    const { capacity, perCall, refillMs } = { ...RETRY_BUDGET_DEFAULTS, ...options };
    this.#capacity = capacity * SCALE;
    this.#perCall = Math.round(perCall * SCALE);
    this.#msPerUnit = refillMs / SCALE;
    this.#units = this.#capacity;
    this.#filledMs = nowMs;
  }

  /** What was there when it was last used. */
  get tokens(): number {
    return this.#units / SCALE;
  }

  /** Takes one for a repetition or a hedge; says whether there was one. */
  tryWithdraw(nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#units < SCALE) return false;
    this.#units -= SCALE;
    return true;
  }

  /** A new call was sent for the first time. */
  deposit(nowMs: number): void {
    // Usually it is full: for each call of a server that is well.
    if (this.#units < this.#capacity) this.#add(nowMs);
  }

  #add(nowMs: number): void {
    this.#fill(nowMs);
    this.#units = Math.min(this.#capacity, this.#units + this.#perCall);
  }

  #fill(nowMs: number): void {
    const passedMs = nowMs - this.#filledMs;
    if (this.#units === this.#capacity || passedMs < 0) {
      this.#filledMs = nowMs;
      return;
    }
    const units = Math.floor(passedMs / this.#msPerUnit);
    if (units === 0) return;
    this.#units = Math.min(this.#capacity, this.#units + units);
    this.#filledMs += units * this.#msPerUnit;
  }
}
