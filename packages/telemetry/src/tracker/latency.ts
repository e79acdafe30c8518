/** How long calls took: half of them at most `p50Ms`, and so on. */
export interface Quantiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/**
 * Estimates how long calls took lately: within a tenth of the true value, in constant space.
 *
 * Looks at the window that runs and the one before it, so at one to two windows of time.
 */
export class Latency {
  readonly #windowMs: number;
  #current: Uint32Array | undefined = undefined;
  #previous: Uint32Array | undefined = undefined;
  #window = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Notes one call; `nowMs` is monotonic. */
  add(durationMs: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#current ??= new Uint32Array(BUCKETS);
    const index = bucketOf(durationMs);
    this.#current[index] = (this.#current[index] ?? 0) + 1;
  }

  /** `undefined` while nothing was noted lately. */
  at(nowMs: number): Quantiles | undefined {
    this.#moveTo(nowMs);
    const counts = Array.from({ length: BUCKETS }, (_, i) => (this.#current?.[i] ?? 0) + (this.#previous?.[i] ?? 0));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return undefined;
    const at = (share: number): number => quantile(counts, total * share);
    return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
  }

  #moveTo(nowMs: number): void {
    const window = Math.floor(nowMs / this.#windowMs);
    if (window <= this.#window) return;
    this.#previous = window === this.#window + 1 ? this.#current : undefined;
    this.#current = undefined;
    this.#window = window;
  }
}

/** Four to each doubling, from one millisecond to eighteen minutes. */
const PER_DOUBLING = 4;
const BUCKETS = 20 * PER_DOUBLING + 2;

function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(durationMs) * PER_DOUBLING));
}

/** The middle of the bucket in which the wanted call is. */
function quantile(counts: readonly number[], rank: number): number {
  let seen = 0;
  let index = 0;
  for (; index < BUCKETS - 1; index += 1) {
    seen += counts[index] ?? 0;
    if (seen >= rank) break;
  }
  const middle = index === 0 ? 1 : 2 ** ((index - 0.5) / PER_DOUBLING);
  return Math.round(middle * 10) / 10;
}
