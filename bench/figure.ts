/** One line of the report: what was measured, beside the bare aggregator and the limit where there are such. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 'calls/s' | 'µs' | 'ns' | 'B' | '';
  readonly ours: Sample;
  readonly bare?: Sample;
  /** Ours to bare of each round, where both were measured by turns; else the ratio is that of the medians. */
  readonly ratios?: Sample;
  /** The same of others, by their names. */
  readonly peers?: Readonly<Record<string, Sample>>;
  readonly limit?: Limit;
}

/**
 * The most that a figure may be: the ratio to bare, the median itself, or, of what is too short for a median on a busy machine,
 * the best round itself or what the best round has over that of bare.
 */
export type Limit = { readonly kind: 'ratio' | 'median' | 'best' | 'over bare'; readonly most: number };

/** Measured values of one thing. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Whether a figure keeps its limit; `undefined` when it has none. */
export function isKept(figure: Figure): boolean | undefined {
  const { ours, bare, limit } = figure;
  if (limit === undefined) return undefined;
  if (limit.kind === 'median') return ours.median <= limit.most;
  if (limit.kind === 'best') return ours.min <= limit.most;
  if (bare === undefined) return undefined;
  const value = limit.kind === 'ratio' ? ratioOf({ ...figure, bare }) : ours.min - bare.min;
  return value <= limit.most;
}

/** How many times as much as bare. */
export function ratioOf({ ours, bare, ratios }: Figure & { readonly bare: Sample }): number {
  return ratios?.median ?? ours.median / bare.median;
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
