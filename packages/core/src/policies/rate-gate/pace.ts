import type { Random } from '../../random.ts';
import type { GateState } from './events.ts';
import type { RateGateSettings } from './options.ts';
import { RateMeter } from './rate-meter.ts';

/**
 * Holds back the calls of one scope after a server asked for fewer: none until a point in time, then so many a second.
 *
 * A clock that was set back starts the wait anew, so that none lasts longer than it may.
 */
export class Pace {
  /** The state that was told last. */
  told: GateState = 'free';
  /** How often the server asked for fewer calls. */
  throttles = 0;
  /** Calls a second that may go out. */
  ratePerSecond = Number.POSITIVE_INFINITY;
  private readonly settings: RateGateSettings;
  private readonly random: Random;
  private readonly meter: RateMeter;
  private backoffs = 0;
  /** What went out when the server first asked for fewer calls. */
  private usualPerSecond = 0;
  /** Whether a call went well since the rate was lowered. */
  private hasSucceeded = false;
  private heldFromMs: number;
  private heldForMs = 0;
  private throttledMs: number;
  private grownMs: number;
  private paceFromMs: number;
  private paceForMs = 0;
  /** Tickets of the calls that wait, those that came first in front; bounded, because nobody waits for longer than it may. */
  private readonly line = new Set<number>();

  constructor(settings: RateGateSettings, random: Random, nowMs: number) {
    this.settings = settings;
    this.random = random;
    this.meter = new RateMeter(nowMs);
    this.heldFromMs = nowMs;
    this.throttledMs = Number.NEGATIVE_INFINITY;
    this.grownMs = nowMs;
    this.paceFromMs = nowMs;
  }

  /** How long until a call may go out; 0 for now. Takes nothing. */
  waitMs(nowMs: number): number {
    if (nowMs < this.heldFromMs) this.heldFromMs = nowMs;
    if (nowMs < this.paceFromMs) this.paceFromMs = nowMs;
    const waitMs = Math.max(this.heldFromMs + this.heldForMs, this.paceFromMs + this.paceForMs) - nowMs;
    return waitMs > 0 ? waitMs : 0;
  }

  /** How long until the call with this ticket, or a new one, may go out behind those that came before it; 0 for now. */
  turnMs(ticket: number | undefined, nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    const ahead = this.aheadOf(ticket);
    return ahead === 0 ? waitMs : Math.max(LEAST_TURN_MS, waitMs + (ahead * 1_000) / this.ratePerSecond);
  }

  /** A call waits for its turn from now on. */
  join(ticket: number): void {
    this.line.add(ticket);
  }

  /** A call does not wait any more. Harmless when it never did. */
  leave(ticket: number): void {
    this.line.delete(ticket);
  }

  /** A call goes out: the next one has to keep its distance. */
  take(nowMs: number): void {
    this.meter.count(nowMs);
    // Over for good: a clock that is set back must not bring the wait back.
    this.heldForMs = 0;
    this.paceFromMs = nowMs;
    this.paceForMs = 1_000 / this.ratePerSecond;
  }

  /** The server asked for fewer calls, and perhaps said for how long. */
  throttle(retryAfterMs: number | undefined, observedPerSecond: number, nowMs: number): void {
    const sinceMs = nowMs - this.throttledMs;
    // Calls that were on their way together are throttled together: that is one reason to slow down, not many.
    const isHeld = this.isHeld(nowMs);
    const isSame = isHeld || (sinceMs >= 0 && sinceMs < SAME_THROTTLE_MS);
    this.throttles += 1;
    this.throttledMs = nowMs;
    this.grownMs = nowMs;
    if (!isSame) this.slowDown(observedPerSecond);
    if (isHeld && retryAfterMs === undefined) return;
    const holdMs = retryAfterMs === undefined ? this.backoffMs(isSame) : this.spreadMs(retryAfterMs);
    if (holdMs <= this.heldFromMs + this.heldForMs - nowMs) return;
    this.heldFromMs = nowMs;
    this.heldForMs = holdMs;
  }

  /** A call went well: from here on waits are short again, and the rate grows with time. */
  succeed(nowMs: number): void {
    // Sent before the server asked for fewer calls.
    if (this.isHeld(nowMs)) return;
    this.backoffs = 0;
    this.hasSucceeded = true;
    const sinceMs = nowMs - this.grownMs;
    this.grownMs = nowMs;
    if (sinceMs > 0) this.ratePerSecond += (this.growthPerSecond * Math.min(sinceMs, GROWTH_MS)) / 1_000;
  }

  /** Whether nothing may go out at all. */
  isHeld(nowMs: number): boolean {
    if (nowMs < this.heldFromMs) this.heldFromMs = nowMs;
    return nowMs < this.heldFromMs + this.heldForMs;
  }

  /** Whether it holds back nothing that anyone would send. */
  isForgotten(nowMs: number): boolean {
    if (nowMs < this.throttledMs) this.throttledMs = nowMs;
    if (this.line.size > 0 || this.isHeld(nowMs) || nowMs - this.throttledMs < this.settings.forgetAfterMs)
      return false;
    return this.ratePerSecond >= WELL_ABOVE * this.meter.perSecond(nowMs);
  }

  /** How many wait in front, at the most: of those between two tickets some may have left. */
  private aheadOf(ticket: number | undefined): number {
    const { line } = this;
    if (ticket === undefined || line.size === 0) return line.size;
    const [first = ticket] = line;
    // An older ticket that comes late waits behind nobody: two lines could wait for each other otherwise.
    return first >= ticket ? 0 : Math.min(ticket - first, line.size);
  }

  /** Back to what went well before it grows faster: that much the server took not long ago. */
  private get growthPerSecond(): number {
    const { increasePerSecond } = this.settings;
    if (this.ratePerSecond >= this.usualPerSecond) return increasePerSecond;
    return Math.max(increasePerSecond, this.ratePerSecond * CATCH_UP);
  }

  private slowDown(observedPerSecond: number): void {
    const { decreaseFactor, minRatePerSecond } = this.settings;
    const isFirst = this.ratePerSecond === Number.POSITIVE_INFINITY;
    // A throttle right after a wait says that the wait was too short, and nothing about the rate.
    if (!isFirst && !this.hasSucceeded) return;
    this.hasSucceeded = false;
    if (isFirst) this.usualPerSecond = observedPerSecond;
    const ratePerSecond = isFirst ? observedPerSecond : this.ratePerSecond;
    this.ratePerSecond = Math.max(minRatePerSecond, ratePerSecond * decreaseFactor);
  }

  private backoffMs(isSame: boolean): number {
    const { baseDelayMs, maxDelayMs } = this.settings;
    if (!isSame) this.backoffs += 1;
    const doublings = Math.min(MAX_DOUBLINGS, Math.max(0, this.backoffs - 1));
    return this.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** doublings);
  }

  /** What the server named, and up to a tenth more: never less, and not all callers at the same moment. */
  private spreadMs(retryAfterMs: number): number {
    return Math.min(retryAfterMs, this.settings.maxRetryAfterMs) * (1 + 0.1 * this.random());
  }
}

const SAME_THROTTLE_MS = 1_000;
/** A pause between successes lets the rate grow as if it had been this long. */
const GROWTH_MS = 1_000;
/** Below the usual rate it grows by this share of itself in a second. */
const CATCH_UP = 0.5;
const WELL_ABOVE = 2;
/** Whoever is not the first asks again after this time at the soonest. */
const LEAST_TURN_MS = 1;
const MAX_DOUBLINGS = 40;
