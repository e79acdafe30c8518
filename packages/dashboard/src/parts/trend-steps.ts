/** How many errors there were from a point in time on. */
export type TrendStep = readonly [atMs: number, count: number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The steps of a trend up to now, those without errors too: the last day by hours, or the time since the first error in wider steps. */
export function trendSteps(trend: readonly TrendStep[], nowMs: number, days: 1 | 14 = 1): readonly TrendStep[] {
  const firstMs = trend[0]?.[0] ?? nowMs;
  const isLong = days === 14 && nowMs - firstMs > 2 * DAY_MS;
  const stepMs = isLong ? 6 * HOUR_MS : HOUR_MS;
  const lengthMs = isLong ? 14 * DAY_MS : days === 1 ? DAY_MS : 2 * DAY_MS;
  const toMs = Math.floor(nowMs / stepMs) * stepMs + stepMs;
  const steps = Math.round(lengthMs / stepMs);
  const counts = new Array<number>(steps).fill(0);
  for (const [atMs, count] of trend) {
    const index = Math.floor((atMs - (toMs - lengthMs)) / stepMs);
    const before = counts[index];
    if (before !== undefined) counts[index] = before + count;
  }
  return counts.map((count, index) => [toMs - lengthMs + index * stepMs, count]);
}
