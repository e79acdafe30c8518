/**
 * Measures how many calls a second went out, over the last ten seconds, with four numbers.
 *
 * It counts whole periods and weighs the last one by how much of it still lies within reach. A clock that was set back starts a
 * period anew.
 */
export class RateMeter {
  private periodStartMs: number;
  private inPeriod = 0;
  private inLastPeriod = 0;

  constructor(nowMs: number) {
    this.periodStartMs = nowMs;
  }

  /** Counts a call. */
  count(nowMs: number): void {
    const sinceMs = nowMs - this.periodStartMs;
    if (sinceMs >= PERIOD_MS || sinceMs < 0) this.turn(sinceMs, nowMs);
    this.inPeriod += 1;
  }

  /** Calls a second. */
  perSecond(nowMs: number): number {
    const sinceMs = nowMs - this.periodStartMs;
    if (sinceMs >= PERIOD_MS || sinceMs < 0) this.turn(sinceMs, nowMs);
    const inPeriodMs = nowMs - this.periodStartMs;
    // Of a period that follows no other only what passed of it was measured.
    if (this.inLastPeriod === 0) return (this.inPeriod * 1_000) / Math.max(MIN_MEASURED_MS, inPeriodMs);
    const reach = 1 - inPeriodMs / PERIOD_MS;
    return ((this.inPeriod + this.inLastPeriod * reach) * 1_000) / PERIOD_MS;
  }

  private turn(sinceMs: number, nowMs: number): void {
    const isNext = sinceMs >= PERIOD_MS && sinceMs < 2 * PERIOD_MS;
    this.inLastPeriod = isNext ? this.inPeriod : 0;
    this.periodStartMs = isNext ? this.periodStartMs + PERIOD_MS : nowMs;
    this.inPeriod = 0;
  }
}

const PERIOD_MS = 10_000;
/** Less time says nothing about a rate. */
const MIN_MEASURED_MS = 3_000;
