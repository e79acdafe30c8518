import { DURATION_BOUNDS_MS } from '@seawall/core/base';
import type { WindowSignal } from './signals.ts';

/** Slices are so long, in milliseconds: a window is right to one of them. */
const SLICE_MS = 15_000;
/** Servers that are told apart; further ones are not counted. */
const MAX_SERVERS = 1000;

/** A call that ended. */
export interface EndedCall {
  readonly durationMs: number;
  readonly isFailed: boolean;
  readonly isRecovered: boolean;
}

interface Slice {
  calls: number;
  failures: number;
  recovered: number;
  errors: number;
  /** How many calls took at most each of the bounds, and at the end those that took longer. */
  readonly durations: Uint32Array;
}

/** Counts what the calls of each server came to, slice by slice, for as long as the longest window of a rule. */
export class WindowBook {
  readonly #keepMs: number;
  /** By the number of the slice, oldest first; a slice without calls is not there. */
  readonly #servers = new Map<string, Map<number, Slice>>();

  constructor({ keepMs }: { readonly keepMs: number }) {
    this.#keepMs = keepMs;
  }

  /** `nowMs` is monotonic, here and below. */
  noteCall(server: string, { durationMs, isFailed, isRecovered }: EndedCall, nowMs: number): void {
    const slice = this.#sliceOf(server, nowMs);
    if (slice === undefined) return;
    slice.calls += 1;
    if (isFailed) slice.failures += 1;
    if (isRecovered) slice.recovered += 1;
    const bucket = bucketOf(durationMs);
    slice.durations[bucket] = (slice.durations[bucket] ?? 0) + 1;
  }

  /** Notes an error that counts against the health of its server. */
  noteError(server: string, nowMs: number): void {
    const slice = this.#sliceOf(server, nowMs);
    if (slice !== undefined) slice.errors += 1;
  }

  read(server: string, windowMs: number, nowMs: number): WindowSignal {
    const sum = { calls: 0, failures: 0, recovered: 0, errors: 0 };
    const durations = new Uint32Array(DURATION_BOUNDS_MS.length + 1);
    const oldest = Math.floor((nowMs - windowMs) / SLICE_MS) + 1;
    for (const [number, slice] of this.#servers.get(server) ?? []) {
      if (number < oldest) continue;
      sum.calls += slice.calls;
      sum.failures += slice.failures;
      sum.recovered += slice.recovered;
      sum.errors += slice.errors;
      for (const [index, count] of slice.durations.entries()) durations[index] = (durations[index] ?? 0) + count;
    }
    return sum.calls === 0 ? sum : { ...sum, p95Ms: percentile(durations, sum.calls) };
  }

  #sliceOf(server: string, nowMs: number): Slice | undefined {
    const slices = this.#slicesOf(server);
    if (slices === undefined) return undefined;
    const number = Math.floor(nowMs / SLICE_MS);
    const known = slices.get(number);
    if (known !== undefined) return known;
    for (const old of slices.keys()) {
      if (old >= number - this.#keepMs / SLICE_MS) break;
      slices.delete(old);
    }
    const durations = new Uint32Array(DURATION_BOUNDS_MS.length + 1);
    const slice: Slice = { calls: 0, failures: 0, recovered: 0, errors: 0, durations };
    slices.set(number, slice);
    return slice;
  }

  #slicesOf(server: string): Map<number, Slice> | undefined {
    const known = this.#servers.get(server);
    if (known !== undefined) return known;
    if (this.#servers.size >= MAX_SERVERS) return undefined;
    const slices = new Map<number, Slice>();
    this.#servers.set(server, slices);
    return slices;
  }
}

function bucketOf(durationMs: number): number {
  const index = DURATION_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
  return index < 0 ? DURATION_BOUNDS_MS.length : index;
}

const SHARE = 0.95;

/** Within its bucket the calls are taken to be spread evenly; of the last one only the lower bound is known. */
function percentile(durations: Uint32Array, calls: number): number {
  const rank = calls * SHARE;
  let before = 0;
  for (const [index, count] of durations.entries()) {
    const lower = DURATION_BOUNDS_MS[index - 1] ?? 0;
    if (before + count >= rank)
      return lower + ((DURATION_BOUNDS_MS[index] ?? lower) - lower) * ((rank - before) / count);
    before += count;
  }
  return 0;
}
