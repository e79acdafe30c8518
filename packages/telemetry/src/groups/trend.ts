/** How many errors each hour had, over the last fourteen days. */
export class Trend {
  /** Oldest first; bounded by {@link MAX_HOURS}. */
  readonly #hours: [hourMs: number, count: number][];
  /** What the hour that runs may have, worked out once for each hour. */
  #limit: { readonly hourMs: number; readonly count: number } | undefined = undefined;

  constructor(hours: readonly (readonly [hourMs: number, count: number])[] = []) {
    this.#hours = hours.map(([hourMs, count]) => [hourMs, count]);
  }

  add(atMs: number, count = 1): void {
    const hourMs = hourOf(atMs);
    const last = this.#hours.at(-1);
    if (last?.[0] === hourMs) {
      last[1] += count;
      return;
    }
    // Not always behind the last one: an error is kept until its call ends, and the clock may be set back.
    const index = this.#hours.findLastIndex(([at]) => at <= hourMs);
    const known = this.#hours[index];
    if (known?.[0] === hourMs) {
      known[1] += count;
      return;
    }
    this.#hours.splice(index + 1, 0, [hourMs, count]);
    const oldestMs = hourMs - MAX_HOURS * HOUR_MS;
    while ((this.#hours[0]?.[0] ?? hourMs) <= oldestMs) this.#hours.shift();
    if (this.#hours.length > MAX_HOURS) this.#hours.shift();
  }

  /** Takes over the counts of another one, or takes them away again with a factor of -1. */
  merge(other: readonly (readonly [hourMs: number, count: number])[], factor: 1 | -1): void {
    const counts = new Map(this.#hours);
    for (const [hourMs, count] of other) counts.set(hourMs, Math.max(0, (counts.get(hourMs) ?? 0) + factor * count));
    const merged = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
    this.#hours.splice(0, this.#hours.length, ...merged.slice(-MAX_HOURS));
    this.#limit = undefined;
  }

  /** How many came in the clock hour of `atMs`. */
  thisHour(atMs: number): number {
    return this.#at(hourOf(atMs));
  }

  /** How many came in the clock hour before that of `atMs`. */
  hourBefore(atMs: number): number {
    return this.#at(hourOf(atMs) - HOUR_MS);
  }

  /**
   * The most errors that an hour usually has: ten, or the mean and three deviations of the same hours of the week before,
   * whichever is more; a deviation is the root of the mean at least. Of a group that is younger than a day, all its hours are looked at.
   */
  usualMost(atMs: number, firstSeenMs: number): number {
    const hourMs = hourOf(atMs);
    if (this.#limit?.hourMs === hourMs) return this.#limit.count;
    const samples = this.#samples(hourMs, hourOf(firstSeenMs));
    const mean = samples.reduce((sum, count) => sum + count, 0) / Math.max(1, samples.length);
    const variance = samples.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, samples.length);
    // Hours that were all alike say nothing of chance, by which alone counts differ by the root of their mean.
    const deviation = Math.sqrt(Math.max(variance, mean));
    const count = Math.max(LEAST_ESCALATION, mean + 3 * deviation);
    this.#limit = { hourMs, count };
    return count;
  }

  toRecord(): readonly (readonly [hourMs: number, count: number])[] {
    return this.#hours.map(([hourMs, count]) => [hourMs, count]);
  }

  #samples(hourMs: number, firstHourMs: number): readonly number[] {
    if (hourMs - firstHourMs >= DAY_MS) return DAYS.map((day) => this.#at(hourMs - day * DAY_MS));
    const hours = Math.round((hourMs - firstHourMs) / HOUR_MS);
    return Array.from({ length: hours }, (_, index) => this.#at(firstHourMs + index * HOUR_MS));
  }

  #at(hourMs: number): number {
    const last = this.#hours.at(-1);
    if (last?.[0] === hourMs) return last[1];
    return this.#hours.findLast(([at]) => at === hourMs)?.[1] ?? 0;
  }
}

/** An hour, in milliseconds. */
export const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MAX_HOURS = 14 * 24;
const DAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
/** An hour with fewer errors is never called an escalation. */
const LEAST_ESCALATION = 10;

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}
