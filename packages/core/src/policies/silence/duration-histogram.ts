/** Width of the first buckets, in milliseconds: shorter times are not told apart. */
const UNIT_MS = 4;

/** The highest number that has a bucket, in units: the last of 64 buckets takes all durations from 458752 ms on. */
const MAX_UNITS = 2 ** 17 - 1;

/** With so many durations all counts are halved, so that the past is forgotten in time. */
const HALVE_AT = 512;

/**
 * How long something usually takes: counts of durations in buckets that grow with them, so that each is known to within a
 * quarter, or {@link UNIT_MS} milliseconds. Later durations count for more than those long ago.
 *
 * It has as many counts as the longest duration needs, 64 at most: a tool that answers within 100 ms takes 200 bytes.
 */
export class DurationHistogram {
  private readonly counts: number[] = [];
  private total = 0;
  /** Durations that came since the quantiles were looked up. */
  private fresh = 0;
  private p50: number | undefined;
  private p95: number | undefined;

  /** Durations that count now, at most 512. */
  get samples(): number {
    return this.total;
  }

  /** Half of the durations are not longer, rounded up; `undefined` while there are none. */
  get p50Ms(): number | undefined {
    if (this.isStale) this.refresh();
    return this.p50;
  }

  /** 19 of 20 durations are not longer, rounded up; of fewer than 20 none is. `undefined` while there are none. */
  get p95Ms(): number | undefined {
    if (this.isStale) this.refresh();
    return this.p95;
  }

  /** Counts a duration; one that is negative or no number counts as 0. */
  record(durationMs: number): void {
    const bucket = bucketOf(durationMs);
    // No holes: each bucket up to the one of the longest duration is there.
    while (this.counts.length <= bucket) this.counts.push(0);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total += 1;
    this.fresh += 1;
    if (this.total >= HALVE_AT) this.halve();
  }

  private halve(): void {
    let total = 0;
    for (let bucket = 0; bucket < this.counts.length; bucket += 1) {
      const count = (this.counts[bucket] ?? 0) >>> 1;
      this.counts[bucket] = count;
      total += count;
    }
    this.total = total;
  }

  /** Whether enough came since that the quantiles may have moved. */
  private get isStale(): boolean {
    return this.fresh > 0 && (this.p95 === undefined || this.fresh > this.total >>> 3);
  }

  /** Looks the quantiles up. */
  private refresh(): void {
    this.fresh = 0;
    // Rounded up, so that at least this share is not longer.
    const half = Math.ceil(this.total * 0.5);
    const nearlyAll = Math.ceil(this.total * 0.95);
    let p50Bucket = -1;
    let bucket = 0;
    for (let seen = 0; bucket < this.counts.length; bucket += 1) {
      seen += this.counts[bucket] ?? 0;
      if (p50Bucket < 0 && seen >= half) p50Bucket = bucket;
      if (seen >= nearlyAll) break;
    }
    this.p50 = upperEdgeMs(p50Bucket);
    this.p95 = upperEdgeMs(bucket);
  }
}

/** Four buckets for each doubling. */
function bucketOf(durationMs: number): number {
  // A number that is none, or too small for a whole unit, becomes 0.
  const units = Math.min(durationMs / UNIT_MS, MAX_UNITS) | 0;
  if (units < 4) return units > 0 ? units : 0;
  const octave = 31 - Math.clz32(units);
  return (octave - 1) * 4 + ((units >>> (octave - 2)) & 3);
}

function upperEdgeMs(bucket: number): number {
  if (bucket < 4) return (bucket + 1) * UNIT_MS;
  const octave = (bucket >>> 2) + 1;
  return (5 + (bucket & 3)) * 2 ** (octave - 2) * UNIT_MS;
}
