/**
 * Counts the outcomes of the last `windowMs` milliseconds in ten buckets, without a timer and without growing.
 *
 * Buckets fall out as time is told to it. After a pause longer than the window, or when the clock was set back by more than
 * one, it starts anew; a clock that steps back a little goes on in the bucket that it has.
 */
export class OutcomeWindow {
  private readonly bucketMs: number;
  /** Calls and failures of each bucket in turn; plain numbers, since a typed array costs several times as much memory. */
  private readonly counts: number[] = Array.from({ length: 2 * BUCKETS }, () => 0);
  private bucketStartMs: number;
  private bucket = 0;
  private allCalls = 0;
  private allFailures = 0;

  constructor(windowMs: number, nowMs: number) {
    this.bucketMs = windowMs / BUCKETS;
    this.bucketStartMs = nowMs;
  }

  /** The outcomes that are in it as of the time that it was told last. */
  get calls(): number {
    return this.allCalls;
  }

  /** How many of them are failures. */
  get failures(): number {
    return this.allFailures;
  }

  /** Counts an outcome. */
  add(isFailure: boolean, nowMs: number): void {
    this.moveTo(nowMs);
    this.increment(2 * this.bucket);
    this.allCalls += 1;
    if (!isFailure) return;
    this.increment(2 * this.bucket + 1);
    this.allFailures += 1;
  }

  /** Lets fall out what is too old at `nowMs`. */
  moveTo(nowMs: number): void {
    const sinceMs = nowMs - this.bucketStartMs;
    if (sinceMs >= this.bucketMs || sinceMs < 0) this.advance(sinceMs, nowMs);
  }

  /** Forgets everything. */
  clear(nowMs: number): void {
    this.counts.fill(0);
    this.allCalls = 0;
    this.allFailures = 0;
    this.bucketStartMs = nowMs;
  }

  private advance(sinceMs: number, nowMs: number): void {
    const windowMs = this.bucketMs * BUCKETS;
    if (Math.abs(sinceMs) >= windowMs) this.clear(nowMs);
    else if (sinceMs > 0) this.turn(sinceMs);
  }

  private turn(sinceMs: number): void {
    const steps = Math.floor(sinceMs / this.bucketMs);
    for (let step = 0; step < steps; step += 1) {
      this.bucket = (this.bucket + 1) % BUCKETS;
      this.allCalls -= this.take(2 * this.bucket);
      this.allFailures -= this.take(2 * this.bucket + 1);
    }
    this.bucketStartMs += steps * this.bucketMs;
  }

  private increment(index: number): void {
    this.counts[index] = (this.counts[index] ?? 0) + 1;
  }

  private take(index: number): number {
    const count = this.counts[index] ?? 0;
    this.counts[index] = 0;
    return count;
  }
}

const BUCKETS = 10;
