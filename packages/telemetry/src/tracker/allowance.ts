/** Lets so many things a second pass, and a minute's worth at once after a quiet minute. */
export class Allowance {
  readonly #maxPerSecond: number;
  #sinceMs: number;
  /** How many may pass at once now. */
  #count: number;

  /** @param nowMs monotonic */
  constructor(maxPerSecond: number, nowMs: number) {
    this.#maxPerSecond = maxPerSecond;
    this.#sinceMs = nowMs;
    this.#count = maxPerSecond * BURST_S;
  }

  /** Whether one more passes. */
  takes(nowMs: number): boolean {
    const regained = ((nowMs - this.#sinceMs) * this.#maxPerSecond) / 1000;
    this.#count = Math.min(this.#maxPerSecond * BURST_S, this.#count + regained);
    this.#sinceMs = nowMs;
    if (this.#count < 1) return false;
    this.#count -= 1;
    return true;
  }
}

const BURST_S = 60;
