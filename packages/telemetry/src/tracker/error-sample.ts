import { Allowance } from './allowance.ts';

/**
 * Says which errors of a cause are kept as records: all of them until they are many, then so many in each second.
 *
 * A storm of one cause tells nothing new with its thousandth record, and costs more than all other watching together. Other causes
 * are kept meanwhile as if there were no storm.
 */
export class ErrorSample {
  readonly #maxPerSecond: number;
  /** What is left of each cause that was kept lately; bounded by {@link MAX_CAUSES}, the one that began longest ago first. */
  readonly #causes = new Map<string, Allowance>();
  #left = 0;

  constructor(maxPerSecond: number) {
    this.#maxPerSecond = maxPerSecond;
  }

  /** How many were not kept. */
  get left(): number {
    return this.#left;
  }

  /** Whether one more error of a cause is kept; `nowMs` is monotonic. */
  takes(cause: string, nowMs: number): boolean {
    const allowance = this.#causes.get(cause) ?? this.#begin(cause, nowMs);
    if (allowance.takes(nowMs)) return true;
    this.#left += 1;
    return false;
  }

  #begin(cause: string, nowMs: number): Allowance {
    const allowance = new Allowance(this.#maxPerSecond, nowMs);
    if (this.#causes.size >= MAX_CAUSES) this.#forgetOldest();
    this.#causes.set(cause, allowance);
    return allowance;
  }

  #forgetOldest(): void {
    for (const oldest of this.#causes.keys()) {
      this.#causes.delete(oldest);
      return;
    }
  }
}

/** A cause that was forgotten begins anew, with all that it may keep at once. */
const MAX_CAUSES = 5000;
