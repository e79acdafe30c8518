import type { Clock, Timer } from '../clock.ts';
import { type CircuitBreaker, REFUSED } from '../policies/breaker/circuit-breaker.ts';

/** What {@link BackgroundProbes} needs. */
export interface BackgroundProbesOptions {
  readonly clock: Clock;
  /** Asks the server for any answer at all; one that rejects counts as none. The breaker bounds how long it may take. */
  readonly probe: () => Promise<boolean>;
}

/** No two probes of one breaker are closer than this, in milliseconds. */
const MIN_INTERVAL_MS = 50;

/** A probe that takes longer than so many seconds, in which the process was not held up, is waited for no more. */
const MAX_PROBE_SECONDS = 3;
const SECOND_MS = 1000;

/** A timer that is later than this shows that the process was held up, or slept, in milliseconds. */
const HELD_UP_MS = 50;

/** How long a probe under way is waited for. */
interface RunningLimit {
  timer: Timer;
}

/** Probes servers in the background while their circuits are not closed, so that no caller pays for finding out. */
export class BackgroundProbes {
  readonly #clock: Clock;
  readonly #probe: () => Promise<boolean>;
  /** Only of circuits that are not closed; made with the first of them. */
  #timers: Map<CircuitBreaker, Timer> | undefined;
  /** When the probes under way are waited for no more; made with the first of them. */
  #running: Map<CircuitBreaker, RunningLimit> | undefined;
  #isClosed = false;

  constructor({ clock, probe }: BackgroundProbesOptions) {
    this.#clock = clock;
    this.#probe = probe;
  }

  /** A circuit changed, or may want a probe now: looks at when. */
  schedule(breaker: CircuitBreaker, soonestMs = 0): void {
    this.#timers?.get(breaker)?.cancel();
    this.#timers?.delete(breaker);
    // A probe that began before the circuit changed tells nothing any more, but it is still one: its end plans the next.
    if (this.#isClosed || breaker.state === 'closed' || this.#running?.has(breaker)) return;
    const inMs = breaker.nextProbeInMs(this.#clock.monotonicMs());
    if (inMs === undefined) return;
    const onDue = (): void => {
      this.#timers?.delete(breaker);
      this.#run(breaker);
    };
    this.#timers ??= new Map();
    this.#timers.set(breaker, this.#clock.setTimer(onDue, Math.max(inMs, soonestMs), { background: true }));
  }

  /** Ends all waits. What is under way ends by itself and is not listened to. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers?.values() ?? []) timer.cancel();
    for (const limit of this.#running?.values() ?? []) limit.timer.cancel();
    this.#timers = undefined;
    this.#running = undefined;
  }

  #run(breaker: CircuitBreaker): void {
    const permit = breaker.tryProbe(this.#clock.monotonicMs());
    if (permit === REFUSED) {
      this.schedule(breaker, MIN_INTERVAL_MS);
      return;
    }
    const limit: RunningLimit = { timer: this.#limit(breaker) };
    this.#running ??= new Map();
    this.#running.set(breaker, limit);
    // Within the promise, so that a probe that throws rejects it.
    new Promise<boolean>((resolve) => resolve(this.#probe())).then(
      (isAlive) => this.#settle(breaker, permit, isAlive, limit),
      () => this.#settle(breaker, permit, false, limit),
    );
  }

  /** One that never settles loses its lease, and the next one is due then. */
  #limit(breaker: CircuitBreaker, secondsLeft = MAX_PROBE_SECONDS): Timer {
    const dueMs = this.#clock.monotonicMs() + SECOND_MS;
    const onSecond = (): void => {
      const running = this.#running?.get(breaker);
      // After a hold-up the probe may ask once more, for which it gets all of its time.
      const isHeldUp = this.#clock.monotonicMs() - dueMs > HELD_UP_MS;
      if (running !== undefined && (isHeldUp || secondsLeft > 1)) {
        running.timer = this.#limit(breaker, isHeldUp ? MAX_PROBE_SECONDS : secondsLeft - 1);
        return;
      }
      this.#running?.delete(breaker);
      this.schedule(breaker, MIN_INTERVAL_MS);
    };
    return this.#clock.setTimer(onSecond, SECOND_MS, { background: true });
  }

  #settle(breaker: CircuitBreaker, permit: number, isAlive: boolean, limit: RunningLimit): void {
    if (this.#isClosed) return;
    limit.timer.cancel();
    // One that took too long has been followed by another.
    if (this.#running?.get(breaker) === limit) this.#running.delete(breaker);
    breaker.recordProbe(permit, isAlive, this.#clock.monotonicMs());
    this.schedule(breaker, MIN_INTERVAL_MS);
  }
}
