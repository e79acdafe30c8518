/**
 * A quantile of durations that were counted in steps.
 *
 * @param boundsMs where each step ends; one step more has no end
 * @param counts how many fell in each step
 * @returns undefined where nothing was counted
 */
export function quantileOf(
  boundsMs: readonly number[],
  counts: readonly number[],
  quantile: number,
): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let left = quantile * total;
  for (const [index, count] of counts.entries()) {
    const from = boundsMs[index - 1] ?? 0;
    // The last step has no end: its beginning is what is certain.
    const to = boundsMs[index] ?? from;
    if (count > 0 && left <= count) return from + (to - from) * (left / count);
    left -= count;
  }
  return boundsMs.at(-1);
}
