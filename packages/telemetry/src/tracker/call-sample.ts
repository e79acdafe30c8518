import { Allowance } from './allowance.ts';

/**
 * Says which calls that went well are kept as records: all of them until they are many, then so many in each second.
 *
 * What is kept beyond that would only take the place of calls that were earlier.
 */
export class CallSample {
  readonly #allowance: Allowance;
  #left = 0;

  /** @param nowMs monotonic */
  constructor(maxPerSecond: number, nowMs: number) {
    this.#allowance = new Allowance(maxPerSecond, nowMs);
  }

  /** How many were not kept. */
  get left(): number {
    return this.#left;
  }

  /** Whether one more is kept; `nowMs` is monotonic. */
  takes(nowMs: number): boolean {
    if (this.#allowance.takes(nowMs)) return true;
    this.#left += 1;
    return false;
  }
}
