/** Says which of many calls that went well are kept: the first ones of each second. */
export class CallSample {
  readonly #maxPerSecond: number;
  #second = Number.NEGATIVE_INFINITY;
  #kept = 0;
  #left = 0;

  constructor(maxPerSecond: number) {
    this.#maxPerSecond = maxPerSecond;
  }

  /** How many were not kept. */
  get left(): number {
    return this.#left;
  }

  /** Whether one more is kept; `nowMs` is monotonic. */
  takes(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#kept = 0;
    }
    if (this.#kept >= this.#maxPerSecond) {
      this.#left += 1;
      return false;
    }
    this.#kept += 1;
    return true;
  }
}
