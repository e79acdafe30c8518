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

/** A probe that takes longer is waited for no more, in milliseconds. */
const MAX_PROBE_MS = 3000;

/** Probes servers in the background while their circuits are not closed, so that no caller pays for finding out. */
export class BackgroundProbes {
  readonly #clock: Clock;
  readonly #probe: () => Promise<boolean>;
  /** Only of circuits that are not closed; made with the first of them. */
  #timers: Map<CircuitBreaker, Timer> | undefined;
  /** When the probes under way began; made with the first of them. */
  #running: Map<CircuitBreaker, number> | undefined;
  #isClosed = false;

  constructor({ clock, probe }: BackgroundProbesOptions) {
    this.#clock = clock;
    this.#probe = probe;
  }

  /** A circuit changed, or may want a probe now: looks at when. */
  schedule(breaker: CircuitBreaker, soonestMs = 0): void {
    this.#timers?.get(breaker)?.cancel();
    this.#timers?.delete(breaker);
    if (this.#isClosed || breaker.state === 'closed') return;
    const nowMs = this.#clock.monotonicMs();
    const inMs = breaker.nextProbeInMs(nowMs);
    if (inMs === undefined) return;
    const onDue = (): void => {
      this.#timers?.delete(breaker);
      this.#run(breaker);
    };
    this.#timers ??= new Map();
    this.#timers.set(
      breaker,
      this.#clock.setTimer(onDue, Math.max(inMs, soonestMs, this.#busyMs(breaker, nowMs)), { background: true }),
    );
  }

  /** A probe that began before the circuit changed tells nothing any more, but it is still one: its end plans the next. */
  #busyMs(breaker: CircuitBreaker, nowMs: number): number {
    const sinceMs = this.#running?.get(breaker);
    return sinceMs === undefined ? 0 : sinceMs + MAX_PROBE_MS - nowMs;
  }

  /** Ends all waits. What is under way ends by itself and is not listened to. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers?.values() ?? []) timer.cancel();
    this.#timers = undefined;
    this.#running = undefined;
  }

  #run(breaker: CircuitBreaker): void {
    const nowMs = this.#clock.monotonicMs();
    const permit = breaker.tryProbe(nowMs);
    if (permit !== REFUSED) {
      this.#running ??= new Map();
      this.#running.set(breaker, nowMs);
      // Within the promise, so that a probe that throws rejects it.
      new Promise<boolean>((resolve) => resolve(this.#probe())).then(
        (isAlive) => this.#settle(breaker, permit, isAlive, nowMs),
        () => this.#settle(breaker, permit, false, nowMs),
      );
    }
    // Also while the probe runs: one that never settles loses its lease, and the next one is due then.
    this.schedule(breaker, MIN_INTERVAL_MS);
  }

  #settle(breaker: CircuitBreaker, permit: number, isAlive: boolean, sinceMs: number): void {
    if (this.#isClosed) return;
    // One that took too long has been followed by another.
    if (this.#running?.get(breaker) === sinceMs) this.#running.delete(breaker);
    breaker.recordProbe(permit, isAlive, this.#clock.monotonicMs());
    this.schedule(breaker, MIN_INTERVAL_MS);
  }
}
