import type { DurationHistogram } from './duration-histogram.ts';

/** One attempt as a `SilenceWatch` sees it; whatever stands for an attempt has these. */
export interface WatchedCall {
  /** How long its tool usually takes. */
  readonly durations: DurationHistogram;
  /** When it was sent, in monotonic milliseconds. */
  sentMs: number;
  /** Its number among the calls under way; {@link NOT_WATCHED} while it is none. For the watch alone. */
  watchNumber: number;
}

/** No number of a call. */
export const NOT_WATCHED = -1;

/**
 * When each call under way was sent, and how long it may be silent.
 *
 * Lists of numbers, not of calls: a list that lives long and points at what is new costs the garbage collector, for every call,
 * as much as all else that the watch does.
 */
export class SilenceLimits {
  private readonly sentMs: number[] = [];
  private readonly allowedMs: number[] = [];
  /** Numbers that are free; with those in use as many as there were calls at a time. */
  private readonly free: number[] = [];

  /** Calls under way. */
  get size(): number {
    return this.sentMs.length - this.free.length;
  }

  /** @returns the number of the call, by which it is removed. */
  add(sentMs: number, allowedMs: number): number {
    const number = this.free.pop() ?? this.sentMs.length;
    this.sentMs[number] = sentMs;
    this.allowedMs[number] = allowedMs;
    return number;
  }

  remove(number: number): void {
    this.sentMs[number] = FREE;
    this.free.push(number);
  }

  /** Shows each call, and lets it be given another limit. */
  update(look: (sentMs: number, allowedMs: number) => number): void {
    for (let number = 0; number < this.sentMs.length; number += 1) {
      const sentMs = this.sentMs[number] ?? FREE;
      if (sentMs !== FREE) this.allowedMs[number] = look(sentMs, this.allowedMs[number] ?? 0);
    }
  }

  clear(): void {
    this.sentMs.length = 0;
    this.allowedMs.length = 0;
    this.free.length = 0;
  }
}

/** Instead of a time. */
const FREE = Number.POSITIVE_INFINITY;
