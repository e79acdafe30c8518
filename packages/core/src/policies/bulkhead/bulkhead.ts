import type { Clock } from '../../clock.ts';
import { LinkedList } from '../waiting/linked-list.ts';
import { TimerWheel, WheelTimer } from '../waiting/timer-wheel.ts';
import { AdaptiveLimit, type LoadSignal } from './adaptive-limit.ts';
import type { ConcurrencyLimitChanged } from './events.ts';
import type { BulkheadSettings } from './options.ts';
import { type EnterResult, Waiter } from './waiter.ts';

/** What a {@link Bulkhead} needs. */
export interface BulkheadDependencies {
  readonly server: string;
  readonly options: BulkheadSettings;
  readonly clock: Clock;
  /** Told when the limit changes; must be quick, and may throw without harm. */
  readonly onChange?: (change: ConcurrencyLimitChanged) => void;
}

/** How long to wait for a turn, and what ends the wait early. */
export interface EnterWait {
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal;
}

/** A place that is held until the work on it surely ended. */
export interface HeldPlace {
  /** The server confirmed that it stopped: gives the place back now. Harmless when it was given back already. */
  leaveNow(): void;
}

/**
 * Lets only so many attempts of one server run at a time; the others wait for their turn in the order in which they came.
 *
 * Entering and leaving while nobody waits takes constant time, without a promise, a timer, a listener or any allocation.
 */
export class Bulkhead {
  private readonly server: string;
  private readonly clock: Clock;
  private readonly onChange: ((change: ConcurrencyLimitChanged) => void) | undefined;
  private options: BulkheadSettings;
  private adaptive: AdaptiveLimit | undefined;
  private inside = 0;
  /** 0 when closed. */
  private most: number;
  private isClosed = false;
  private readonly queue = new LinkedList<Waiter>();
  /** Made when a call waits for the first time. */
  private wheel: TimerWheel | undefined;
  /** Places that are held though their attempts were given up, once there was one; bounded by the attempts under way. */
  private held: Set<HeldPlace> | undefined;

  constructor({ server, options, clock, onChange }: BulkheadDependencies) {
    this.server = server;
    this.options = options;
    this.clock = clock;
    this.onChange = onChange;
    this.adaptive = options.isAdaptive ? new AdaptiveLimit(options) : undefined;
    this.most = this.adaptive?.limit ?? options.concurrency;
  }

  /** Attempts under way, and places still held for those that were given up. */
  get inFlight(): number {
    return this.inside;
  }

  /** Calls that wait for their turn. */
  get queued(): number {
    return this.queue.size;
  }

  /** How many attempts may be under way now. */
  get limit(): number {
    return this.most;
  }

  /** How long a call that has `remainingMs` left should wait for its turn at most. */
  maxWaitMs(remainingMs: number): number {
    return Math.max(0, Math.min(this.options.maxQueueWaitMs, remainingMs * this.options.maxQueueShare));
  }

  /** Takes a place if there is one; nobody who waits is passed. Whoever got one calls {@link leave} or {@link leaveAfter} once. */
  tryEnter(): boolean {
    // Where there is a place nobody waits: whoever makes one lets the first in line in at once.
    if (this.inside >= this.most) return false;
    this.inside += 1;
    return true;
  }

  /**
   * Takes a place when the turn comes; never rejects.
   *
   * A call that gives up, by time or by its signal, is out of the queue at once and never gets a place. A signal that aborts
   * after the place was given does not take it back: the caller has to leave then.
   */
  enter({ maxWaitMs, signal }: EnterWait): Promise<EnterResult> {
    if (this.isClosed) return CLOSED;
    if (signal?.aborted) return ABORTED;
    if (this.tryEnter()) return ENTERED;
    if (this.queue.size >= this.options.queue) return FULL;
    if (!(maxWaitMs > 0)) return TIMEOUT;
    return new Promise((resolve) => {
      const waiter = new Waiter(resolve, this.giveUp);
      this.queue.push(waiter);
      this.timers.set(waiter.timer, maxWaitMs);
      if (signal !== undefined) waiter.abortWatch.start(signal);
    });
  }

  /** Takes a place even where there is none: the work on it goes on whoever else is there. */
  reenter(): void {
    this.inside += 1;
  }

  /** Gives a place back, and lets the next one in. */
  leave(): void {
    if (this.inside > 0) this.inside -= 1;
    if (this.queue.first !== undefined) this.admit();
  }

  /**
   * Gives a place back when the server confirmed that it stopped working, or after `graceMs`: an attempt that was given up
   * still loads its server.
   */
  leaveAfter(graceMs: number = this.options.cancelGraceMs): HeldPlace {
    const timer = new WheelTimer(() => place.leaveNow());
    const place: HeldPlace = {
      leaveNow: () => {
        if (this.held?.delete(place) !== true) return;
        this.timers.cancel(timer);
        this.leave();
      },
    };
    this.held ??= new Set();
    this.held.add(place);
    if (graceMs > 0 && !this.isClosed) this.timers.set(timer, graceMs);
    else place.leaveNow();
    return place;
  }

  /** Tells how an attempt ended, before its place is given back; moves an adaptive limit. */
  onSettled(signal: LoadSignal): void {
    if (this.adaptive?.note(signal, this.inside)) this.follow(this.adaptive.limit);
  }

  /** Takes new options: those that wait stay in the queue, also when it is shorter now. An adaptive limit starts anew. */
  resize(options: BulkheadSettings): void {
    this.options = options;
    if (this.isClosed) return;
    this.adaptive = options.isAdaptive ? new AdaptiveLimit(options) : undefined;
    this.setLimit(this.adaptive?.limit ?? options.concurrency, 'configured');
  }

  /** Ends every wait; lets nobody in any more. May be called twice. */
  close(): void {
    this.isClosed = true;
    this.most = 0;
    for (let waiter = this.queue.shift(); waiter !== undefined; waiter = this.queue.shift()) {
      this.timers.cancel(waiter.timer);
      waiter.settle('closed');
    }
    for (const place of this.held ?? []) place.leaveNow();
  }

  private admit(): void {
    const nowMs = this.clock.monotonicMs();
    while (this.inside < this.most) {
      const waiter = this.queue.shift();
      if (waiter === undefined) return;
      this.timers.cancel(waiter.timer);
      if (waiter.timer.dueMs <= nowMs) {
        // Its time is over, though the timer has not come yet.
        waiter.settle('timeout');
      } else {
        this.inside += 1;
        waiter.settle('entered');
      }
    }
  }

  private readonly giveUp = (waiter: Waiter, result: 'timeout' | 'aborted'): void => {
    this.queue.remove(waiter);
    this.timers.cancel(waiter.timer);
    waiter.settle(result);
  };

  private follow(limit: number): void {
    if (!this.isClosed) this.setLimit(limit, limit > this.most ? 'grown' : 'overload');
  }

  private setLimit(to: number, reason: ConcurrencyLimitChanged['reason']): void {
    const from = this.most;
    this.most = to;
    if (to > from) this.admit();
    if (to === from || this.onChange === undefined) return;
    const change = {
      kind: 'concurrencyLimitChanged',
      atMs: this.clock.now(),
      server: this.server,
      from,
      to,
      reason,
    } as const;
    try {
      this.onChange(change);
    } catch {
      // Whoever watches must not be able to stop calls, and there is nobody to tell.
    }
  }

  private get timers(): TimerWheel {
    this.wheel ??= new TimerWheel(this.clock);
    return this.wheel;
  }
}

const ENTERED = Promise.resolve('entered' as const);
const FULL = Promise.resolve('full' as const);
const TIMEOUT = Promise.resolve('timeout' as const);
const ABORTED = Promise.resolve('aborted' as const);
const CLOSED = Promise.resolve('closed' as const);
