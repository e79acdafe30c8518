import type { Clock, Timer } from '../../clock.ts';
import { LinkedList, LinkedNode } from './linked-list.ts';

/** How exact a {@link TimerWheel} is: its callbacks come this many milliseconds late at most on an idle machine, never early. */
export const WHEEL_GRAIN_MS = 20;

/** Timers further away than this many grains are looked at on the way: 2.54 s. */
const SLOTS = 128;

/** A callback on a {@link TimerWheel}; it can be set again and again. */
export class WheelTimer extends LinkedNode<WheelTimer> {
  readonly onDue: () => void;
  /** When it is due, in monotonic milliseconds. */
  dueMs = 0;

  /** @param onDue must not throw. */
  constructor(onDue: () => void) {
    super();
    this.onDue = onDue;
  }

  get isSet(): boolean {
    return this.list !== undefined;
  }
}

/**
 * Many timers behind one timer of the clock.
 *
 * Setting and cancelling take constant time however many wait, and without a timer that waits there is none on the clock.
 */
export class TimerWheel {
  private readonly clock: Clock;
  /** Made when first needed; each holds the timers that are looked at at its tick. */
  private readonly slots = Array.from<LinkedList<WheelTimer> | undefined>({ length: SLOTS });
  private readonly due = new LinkedList<WheelTimer>();
  private size = 0;
  /** The last tick whose timers were looked at. */
  private lastTick = 0;
  private armedTick = 0;
  private armed: Timer | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Timers that are set. */
  get pending(): number {
    return this.size;
  }

  /** Calls back when `delayMs` have passed, in place of what was set before. */
  set(timer: WheelTimer, delayMs: number): void {
    this.cancel(timer);
    const nowMs = this.clock.monotonicMs();
    if (this.size === 0) this.lastTick = tickOf(nowMs);
    timer.dueMs = nowMs + Math.max(0, delayMs);
    this.size += 1;
    this.arm(this.place(timer, nowMs), nowMs);
  }

  /** Harmless when the timer is not set. */
  cancel(timer: WheelTimer): void {
    if (timer.list === undefined) return;
    timer.list.remove(timer);
    this.size -= 1;
    if (this.size === 0) this.disarm();
  }

  /** @returns the tick at which the timer is looked at. */
  private place(timer: WheelTimer, nowMs: number): number {
    const nowTick = Math.max(tickOf(nowMs), this.lastTick);
    const tick = Math.min(Math.max(Math.ceil(timer.dueMs / WHEEL_GRAIN_MS), nowTick + 1), nowTick + SLOTS - 1);
    const slot = tick % SLOTS;
    const list = this.slots[slot] ?? new LinkedList<WheelTimer>();
    this.slots[slot] = list;
    list.push(timer);
    return tick;
  }

  private arm(tick: number, nowMs: number): void {
    if (this.armed !== undefined && this.armedTick <= tick) return;
    this.disarm();
    this.armedTick = tick;
    // Timers of the platform cut fractions off, and would come early.
    this.armed = this.clock.setTimer(this.onTick, Math.ceil(tick * WHEEL_GRAIN_MS - nowMs), { background: true });
  }

  private disarm(): void {
    this.armed?.cancel();
    this.armed = undefined;
  }

  private readonly onTick = (): void => {
    this.armed = undefined;
    const nowMs = this.clock.monotonicMs();
    // The platform's idea of time lags a little, so that a timer may come early all the same.
    const nowTick = Math.max(tickOf(nowMs), this.armedTick);
    const firstTick = Math.max(this.lastTick + 1, nowTick - SLOTS + 1);
    this.lastTick = nowTick;
    for (let tick = firstTick; tick <= nowTick; tick += 1) this.look(tick % SLOTS, nowMs);
    // By themselves, because a callback may set and cancel others.
    for (let timer = this.due.shift(); timer !== undefined; timer = this.due.shift()) {
      this.size -= 1;
      timer.onDue();
    }
    this.armNext(nowTick, nowMs);
  };

  private look(slot: number, nowMs: number): void {
    const list = this.slots[slot];
    if (list === undefined) return;
    for (let left = list.size; left > 0; left -= 1) {
      const timer = list.shift();
      if (timer === undefined) return;
      if (timer.dueMs <= nowMs) this.due.push(timer);
      else this.place(timer, nowMs);
    }
  }

  private armNext(nowTick: number, nowMs: number): void {
    if (this.size === 0) return;
    let tick = nowTick + 1;
    while (this.slots[tick % SLOTS]?.first === undefined && tick < nowTick + SLOTS - 1) tick += 1;
    this.arm(tick, nowMs);
  }
}

function tickOf(timeMs: number): number {
  return Math.floor(timeMs / WHEEL_GRAIN_MS);
}
