import type { Clock } from '@seawall/core/base';

/** What believing the wall clock takes. */
export interface BelievedTimeOptions {
  readonly clock: Clock;
  /** A time that the wall clock had before. */
  readonly earlierMs: number;
}

/** A time, and how far the wall clock is ahead of it where it is not believed. */
export interface BelievedMoment {
  readonly nowMs: number;
  readonly aheadMs: number;
}

/**
 * The time by the wall clock, except where that one is far ahead of where it was and of what has passed since.
 *
 * It may be ahead for a moment only, as until a time server is reached, or before somebody corrects a typing error. What is lost
 * by then because it seems too old does not come back, so such a jump is believed once it has lasted for {@link HOLD_MS}.
 * Set back it is believed at once: then less seems too old.
 */
export class BelievedTime {
  readonly #clock: Clock;
  /** The last time that was believed. */
  #known: Moment;
  /** Since when the wall clock is ahead. */
  #jumped: Moment | undefined;

  constructor({ clock, earlierMs }: BelievedTimeOptions) {
    this.#clock = clock;
    this.#known = { wallMs: earlierMs, steadyMs: clock.monotonicMs() };
  }

  /** What time it is; the wall clock may be ahead by `toleranceMs`. To be asked often, at least every few minutes. */
  read(toleranceMs: number): BelievedMoment {
    const now: Moment = { wallMs: this.#clock.now(), steadyMs: this.#clock.monotonicMs() };
    const aheadMs = advanceOf(this.#known, now);
    if (aheadMs <= toleranceMs || this.#hasLasted(now, toleranceMs)) {
      this.#known = now;
      this.#jumped = undefined;
      return { nowMs: now.wallMs, aheadMs: 0 };
    }
    return { nowMs: now.wallMs - aheadMs, aheadMs };
  }

  #hasLasted(now: Moment, toleranceMs: number): boolean {
    // One that is followed by another begins anew.
    if (this.#jumped === undefined || Math.abs(advanceOf(this.#jumped, now)) > toleranceMs) this.#jumped = now;
    return now.steadyMs - this.#jumped.steadyMs >= HOLD_MS;
  }
}

/** How long the wall clock has to be ahead before it is believed. */
const HOLD_MS = 3_600_000;

interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/** By how much more the wall clock went on than time did. */
function advanceOf(from: Moment, to: Moment): number {
  return to.wallMs - from.wallMs - (to.steadyMs - from.steadyMs);
}
