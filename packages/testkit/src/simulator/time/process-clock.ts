import type { Clock, Timer } from '@seawall/core/base';
import type { VirtualTime } from './virtual-time.ts';

/** The clock of one simulated process; its timers end with the process. */
export class ProcessClock implements Clock {
  readonly #time: VirtualTime;
  #pending = 0;
  #isStopped = false;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Timers that are set and have neither run nor been cancelled. */
  get pendingTimers(): number {
    return this.#pending;
  }

  now(): number {
    return this.#time.wallMs;
  }

  monotonicMs(): number {
    return this.#time.nowMs;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    this.#pending += 1;
    let isSet = true;
    const unset = (): boolean => {
      if (!isSet) return false;
      isSet = false;
      this.#pending -= 1;
      return true;
    };
    const planned = this.#time.at(this.#time.nowMs + (delayMs > 0 ? delayMs : 0), () => {
      if (unset() && !this.#isStopped) callback();
    });
    return {
      cancel: () => {
        if (unset()) planned.cancel();
      },
    };
  }

  /** The process ended: no timer of it runs any more. */
  stop(): void {
    this.#isStopped = true;
  }
}
