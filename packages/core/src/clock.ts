/**
 * Time as Seawall sees it; everything that waits or measures takes one of these.
 *
 * The real one is {@link systemClock}; tests and the simulator bring their own.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the epoch. For timestamps only: it may jump. */
  now(): number;
  /** Milliseconds since an arbitrary start, never going back. For durations and deadlines. */
  monotonicMs(): number;
  /** Calls `callback` once, not before `delayMs` milliseconds have passed. Longer delays than 2^31 - 1 ms, 24 days, are cut to that. */
  setTimer(callback: () => void, delayMs: number, options?: TimerOptions): Timer;
}

/** How a timer behaves beside its delay. */
export interface TimerOptions {
  /** Whether the process may end while the timer is pending.
   * @default false */
  readonly background?: boolean;
}

/** A pending callback. */
export interface Timer {
  /** Forgets the callback; harmless when it already ran. */
  cancel(): void;
}

/** The longest delay a timer of the platform can hold, in milliseconds (2^31 - 1). */
const MAX_TIMER_DELAY_MS = 2_147_483_647;

/** Looked up once: for each call through the policies it would take a tenth of what they do. */
const monotonic = performance;

/** The clock of this process: `Date`, `performance` and `setTimeout`. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => monotonic.now(),
  setTimer: (callback, delayMs, options) => {
    const handle = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_TIMER_DELAY_MS));
    if (options?.background) handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/**
 * Waits `delayMs` on `clock`, or until `signal` aborts.
 *
 * @returns `true` when the time passed, `false` when the signal ended the wait early.
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = clock.setTimer(() => settle(true), delayMs);
    const onAbort = (): void => settle(false);
    const settle = (elapsed: boolean): void => {
      timer.cancel();
      signal?.removeEventListener('abort', onAbort);
      resolve(elapsed);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Formats a wall-clock time as ISO 8601 in UTC, as every record of Seawall carries it.
 *
 * @throws RangeError when `epochMs` is no time: not finite, or more than 8.64e15 away from the epoch.
 */
export function toTimestamp(epochMs: number): string {
  // Before the epoch, and for what is no time, counting seconds comes to something else.
  if (!(epochMs >= 0 && epochMs < MAX_COUNTED_MS)) return new Date(epochMs).toISOString();
  const second = Math.floor(epochMs / 1000);
  if (second !== latest.second) latest = { second, text: new Date(second * 1000).toISOString().slice(0, -4) };
  return `${latest.text}${String(Math.floor(epochMs) - second * 1000).padStart(3, '0')}Z`;
}

/** The year 9999 ends here. */
const MAX_COUNTED_MS = 253_402_300_800_000;

/** The second that was told last: many records come in the same one, and finding out its date is most of the work. */
let latest = { second: -1, text: '' };
