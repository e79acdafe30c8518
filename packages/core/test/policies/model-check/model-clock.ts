import type { Clock, Timer } from '../../../src/clock.ts';

interface PendingTimer extends Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/**
 * A clock that is moved within one turn: a fake clock lets promises settle on the way, and that for millions of steps would
 * take hours.
 */
export class ModelClock implements Clock {
  nowMs = 0;
  readonly timers = new Set<PendingTimer>();

  now(): number {
    return this.nowMs;
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer: PendingTimer = {
      dueMs: this.nowMs + delayMs,
      callback,
      cancel: () => void this.timers.delete(timer),
    };
    this.timers.add(timer);
    return timer;
  }

  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let timer = this.nextUntil(untilMs); timer !== undefined; timer = this.nextUntil(untilMs)) {
      this.timers.delete(timer);
      this.nowMs = Math.max(this.nowMs, timer.dueMs);
      timer.callback();
    }
    this.nowMs = untilMs;
  }

  private nextUntil(untilMs: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.timers) {
      if (timer.dueMs <= untilMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }
}
