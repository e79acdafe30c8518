import type { Clock, Timer } from '@seawall/core/base';
import { nextTurn } from '../../servers/process-clock.mjs';

/**
 * A clock that stands still until the test moves it.
 *
 * Hand it to everything that takes a `Clock`. Between two timers, all promises that can settle do.
 */
export interface FakeClock extends Clock {
  /** Timers that are set and have neither run nor been cancelled. 0 after `close()` shows that nothing leaks. */
  readonly pendingTimers: number;
  /** When the next timer is due, in monotonic milliseconds; `undefined` without one. */
  readonly nextTimerAtMs: number | undefined;
  /**
   * Moves time on by `ms` and runs each timer that falls due at its own time, in the order of time and,
   * on ties, of setting. Timers that callbacks set inside the window run as well.
   *
   * Rejects with what a callback throws, after more than `maxTimers` timers, and when the clock is
   * already being moved.
   */
  advance(ms: number): Promise<void>;
  /** Moves time from timer to timer until `condition` holds; rejects when it does not within `limitMs`
   * or when no timer is left that could change it. */
  runUntil(condition: () => boolean, options?: RunUntilOptions): Promise<void>;
  /** Lets all promises settle that can, while time stands still. */
  settle(): Promise<void>;
  /** Sets the wall clock forward or back, as a time server or a suspended laptop does. Timers and
   * monotonic time do not notice. */
  jumpWallClock(ms: number): void;
}

/** Options of {@link createFakeClock}. */
export interface FakeClockOptions {
  /** Wall-clock time at the start, in milliseconds since the epoch.
   * @default 1767225600000 (2026-01-01T00:00:00Z) */
  readonly startMs?: number;
  /** Monotonic time at the start, in milliseconds.
   * @default 0 */
  readonly monotonicStartMs?: number;
  /** The most timers that one `advance` or `runUntil` runs, against timers that set themselves forever.
   * @default 100000 */
  readonly maxTimers?: number;
}

/** Options of {@link FakeClock.runUntil}. */
export interface RunUntilOptions {
  /** The longest time to pass on the fake clock, in milliseconds.
   * @default 60000 */
  readonly limitMs?: number;
}

/** What {@link createFakeClock} uses where an option is absent. */
export const FAKE_CLOCK_DEFAULTS = {
  startMs: 1_767_225_600_000,
  monotonicStartMs: 0,
  maxTimers: 100_000,
} as const satisfies FakeClockOptions;

const DEFAULT_LIMIT_MS = 60_000;

interface PendingTimer {
  readonly atMs: number;
  readonly callback: () => void;
}

/**
 * Makes a clock for tests; it starts at the first second of 2026.
 *
 * @example
 * const clock = createFakeClock();
 * const slept = sleep(clock, 5_000);
 * await clock.advance(5_000);
 * await slept;
 */
export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  return new SteppedClock({ ...FAKE_CLOCK_DEFAULTS, ...options });
}

class SteppedClock implements FakeClock {
  readonly #maxTimers: number;
  /** Ordered by time; of equal times, the one that was set first comes first. */
  readonly #timers: PendingTimer[] = [];
  #monotonicMs: number;
  #wallOffsetMs: number;
  #moving = false;

  constructor({ startMs, monotonicStartMs, maxTimers }: Required<FakeClockOptions>) {
    this.#maxTimers = maxTimers;
    this.#monotonicMs = monotonicStartMs;
    this.#wallOffsetMs = startMs - monotonicStartMs;
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  get nextTimerAtMs(): number | undefined {
    return this.#timers[0]?.atMs;
  }

  now(): number {
    return this.#monotonicMs + this.#wallOffsetMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer: PendingTimer = { atMs: this.#monotonicMs + (delayMs > 0 ? delayMs : 0), callback };
    this.#timers.splice(this.#indexAfter(timer.atMs), 0, timer);
    return { cancel: () => this.#forget(timer) };
  }

  jumpWallClock(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.#monotonicMs + Math.max(0, ms);
    await this.#move(untilMs, () => false);
    this.#monotonicMs = untilMs;
    await this.settle();
  }

  async runUntil(condition: () => boolean, { limitMs = DEFAULT_LIMIT_MS }: RunUntilOptions = {}): Promise<void> {
    const untilMs = this.#monotonicMs + limitMs;
    if (await this.#move(untilMs, condition)) return;
    const why = this.nextTimerAtMs === undefined ? 'no timer is pending' : 'the next timer is due later';
    throw new Error(`The condition did not hold within ${limitMs} ms of the fake clock; ${why}.`);
  }

  async settle(): Promise<void> {
    // When a turn begins, all promise jobs have run; the second turn is for what the first one set.
    await nextTurn();
    await nextTurn();
  }

  /** Runs timers up to `untilMs`, or until `condition` holds, which it tells. */
  async #move(untilMs: number, condition: () => boolean): Promise<boolean> {
    if (this.#moving) throw new Error('The fake clock is already being moved; await the earlier call first.');
    this.#moving = true;
    try {
      for (let ran = 0; ; ran += 1) {
        await this.settle();
        if (condition()) return true;
        const timer = this.#timers[0];
        if (timer === undefined || timer.atMs > untilMs) return false;
        if (ran === this.#maxTimers) throw new Error(`The fake clock ran ${ran} timers in one move; one sets itself.`);
        this.#timers.shift();
        this.#monotonicMs = Math.max(this.#monotonicMs, timer.atMs);
        timer.callback();
      }
    } finally {
      this.#moving = false;
    }
  }

  /** The place behind all timers that are due at `atMs` or before. */
  #indexAfter(atMs: number): number {
    let from = 0;
    let to = this.#timers.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const timer = this.#timers[middle];
      if (timer !== undefined && timer.atMs <= atMs) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #forget(timer: PendingTimer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }
}
