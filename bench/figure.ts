/** One line of the report: what was measured, beside the bare aggregator and the limit where there are such. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 'calls/s' | 'µs' | 'ns' | 'B' | '';
  readonly ours: Sample;
  readonly bare?: Sample;
  /** The same of others, by their names. */
  readonly peers?: Readonly<Record<string, Sample>>;
  readonly limit?: Limit;
}

/**
 * The most that a figure may be: the ratio to bare, or the median itself. Of what is too short for a median on a busy machine,
 * which only ever adds: the best round itself, its ratio to that of bare, or what it has over that of bare.
 */
export type Limit = {
  readonly kind: 'ratio' | 'median' | 'best' | 'best ratio' | 'over bare';
  readonly most: number;
};

/** Measured values of one thing. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Whether a figure keeps its limit; `undefined` when it has none. */
export function isKept({ ours, bare, limit }: Figure): boolean | undefined {
  if (limit === undefined) return undefined;
  if (limit.kind === 'median') return ours.median <= limit.most;
  if (limit.kind === 'best') return ours.min <= limit.most;
  if (bare === undefined) return undefined;
  if (limit.kind === 'over bare') return ours.min - bare.min <= limit.most;
  const ratio = limit.kind === 'ratio' ? ours.median / bare.median : ours.min / bare.min;
  return ratio <= limit.most;
}

/** Sums up values, of which there is at least one. */
export function toSample(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const half = Math.floor(sorted.length / 2);
  return {
    median: sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}
