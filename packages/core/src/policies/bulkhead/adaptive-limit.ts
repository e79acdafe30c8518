/** What the end of an attempt says about the load of its server. `neutral` says nothing. */
export type LoadSignal = 'success' | 'overload' | 'neutral';

/** Between which numbers an {@link AdaptiveLimit} moves, and where it starts. */
export interface LimitBounds {
  readonly startConcurrency: number;
  readonly minConcurrency: number;
  readonly maxConcurrency: number;
}

/** What an overload leaves of the limit. */
const DECREASE = 0.9;

/**
 * How many calls a server bears at a time: one more after each round trip that went well while the limit was at least half
 * used, a tenth less after one that did not.
 *
 * A round trip is over when as many attempts have ended as were under way when it began, so that no clock is needed and
 * one burst of failures counts once.
 */
export class AdaptiveLimit {
  private readonly min: number;
  private readonly max: number;
  private exact: number;
  /** Attempts that were under way when the limit was last lowered, and have not ended since. */
  private stale = 0;

  constructor({ startConcurrency, minConcurrency, maxConcurrency }: LimitBounds) {
    this.min = minConcurrency;
    this.max = maxConcurrency;
    this.exact = startConcurrency;
  }

  /** A whole number. */
  get limit(): number {
    return Math.floor(this.exact);
  }

  /**
   * @param inFlight the attempts under way, the one that ended included.
   * @returns whether the limit may be another one now.
   */
  note(signal: LoadSignal, inFlight: number): boolean {
    if (this.stale > 0) {
      // It began before the limit was lowered, and knows nothing of the new one.
      this.stale -= 1;
      return false;
    }
    if (signal === 'success') return inFlight >= this.exact / 2 && this.grow();
    return signal === 'overload' && this.shrink(inFlight);
  }

  private grow(): boolean {
    this.exact = Math.min(this.max, this.exact + 1 / this.exact);
    return true;
  }

  private shrink(inFlight: number): boolean {
    this.exact = Math.max(this.min, this.exact * DECREASE);
    this.stale = Math.max(0, inFlight - 1);
    return true;
  }
}
