import type { Random } from '../../random.ts';
import type { BreakerSettings } from './options.ts';

/**
 * When a circuit that is not closed is tried again: the wait that runs, the lease of the probe that is under way, and how the
 * waits grow.
 *
 * A clock that was set back starts the wait or the lease anew, so that neither lasts longer than it may.
 */
export class Recovery {
  private readonly settings: BreakerSettings;
  private readonly random: Random;
  private waitFromMs = 0;
  private waitMs = NONE;
  private leaseFromMs = 0;
  private isLeaseTaken = false;
  private leases = 0;
  private breaks = 0;
  private probes = 0;

  constructor(settings: BreakerSettings, random: Random) {
    this.settings = settings;
    this.random = random;
  }

  /** Waits for exactly `waitMs`. */
  waitFor(waitMs: number, fromMs: number): void {
    this.waitFromMs = fromMs;
    this.waitMs = waitMs;
  }

  /** Waits for the next break, each twice as long as the one before. */
  waitForBreak(fromMs: number): void {
    const { openMs, maxOpenMs } = this.settings;
    this.waitFor(this.spread(openMs, maxOpenMs, this.breaks), fromMs);
    this.breaks += 1;
  }

  /** Waits for the next background probe, each time twice as long as before. */
  waitForProbe(fromMs: number): void {
    const { probeIntervalMs, maxProbeIntervalMs } = this.settings;
    this.waitFor(this.spread(probeIntervalMs, maxProbeIntervalMs, this.probes), fromMs);
    this.probes += 1;
  }

  /** Waits for nothing, and forgets the probe that is under way: what comes of it tells of another time. */
  stop(): void {
    this.waitMs = NONE;
    this.isLeaseTaken = false;
  }

  /** Lets the next break be a short one. */
  forgetBreaks(): void {
    this.breaks = 0;
  }

  /** Lets the next background probe come soon. */
  forgetProbes(): void {
    this.probes = 0;
  }

  /** Whether the wait is over; there has to be one. */
  isDue(nowMs: number): boolean {
    if (nowMs < this.waitFromMs) this.waitFromMs = nowMs;
    return this.waitMs !== NONE && nowMs - this.waitFromMs >= this.waitMs;
  }

  /** In how many milliseconds the lease ends, else the wait; `undefined` without either. Changes nothing. */
  remainingMs(nowMs: number): number | undefined {
    if (this.isLeaseTaken) return remainder(this.leaseFromMs, this.settings.probeTimeoutMs, nowMs);
    return this.waitMs === NONE ? undefined : remainder(this.waitFromMs, this.waitMs, nowMs);
  }

  /** Whether a probe is under way. */
  get isLeased(): boolean {
    return this.isLeaseTaken;
  }

  /** Takes the one lease. @returns its number, by which {@link holds} knows it. */
  lease(nowMs: number): number {
    this.isLeaseTaken = true;
    this.leaseFromMs = nowMs;
    this.leases += 1;
    return this.leases;
  }

  /** Whether the lease with this number is the one that runs. */
  holds(lease: number): boolean {
    return this.isLeaseTaken && lease === this.leases;
  }

  /** Ends the lease. */
  giveBack(): void {
    this.isLeaseTaken = false;
  }

  /** When the lease ran out, if it did. */
  lostAtMs(nowMs: number): number | undefined {
    if (!this.isLeaseTaken) return undefined;
    if (nowMs < this.leaseFromMs) this.leaseFromMs = nowMs;
    const endMs = this.leaseFromMs + this.settings.probeTimeoutMs;
    return nowMs >= endMs ? endMs : undefined;
  }

  /** `baseMs` doubled so many times, up to `maxMs`, and up to 20 % off it. */
  private spread(baseMs: number, maxMs: number, doublings: number): number {
    const plainMs = Math.min(maxMs, baseMs * 2 ** Math.min(doublings, MAX_DOUBLINGS));
    const waitMs = plainMs * (1 + JITTER * (2 * this.random() - 1));
    // What would exceed the limit is mirrored below it: servers that failed together stay spread, and none waits longer.
    return waitMs > maxMs ? 2 * maxMs - waitMs : waitMs;
  }
}

const NONE = -1;
const JITTER = 0.2;
/** Keeps the power finite; the limits are reached long before. */
const MAX_DOUBLINGS = 40;

/** What is left of a length that began at `fromMs`; never more than all of it. */
function remainder(fromMs: number, lengthMs: number, nowMs: number): number {
  return Math.max(0, Math.min(lengthMs, fromMs + lengthMs - nowMs));
}
