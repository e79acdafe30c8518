/** One line of the report: what was measured, beside the bare aggregator and the limit where there are such. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 'calls/s';
  readonly ours: Sample;
  readonly bare?: Sample;
  /** What must not be exceeded: the ratio to the bare aggregator, or the median itself. */
  readonly limit?: Limit;
}

/** The most that a figure may be. */
export type Limit = { readonly kind: 'ratio' | 'median'; readonly most: number };

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
  return bare === undefined ? undefined : ours.median / bare.median <= limit.most;
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
