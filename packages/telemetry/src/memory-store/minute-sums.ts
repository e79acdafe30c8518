import { assertSeriesQuery, type MinuteRecord, type SeriesPoint, type SeriesQuery } from '@seawall/core/base';

/** What calls of each tool came to in each of the last minutes. */
export class MinuteSums {
  readonly #minutes = new Map<string, MinuteRecord>();
  #lastPrunedMs = Number.NEGATIVE_INFINITY;

  /** Keeps a minute, in place of the same of its tool, and forgets those that are too old by now. */
  put(minute: MinuteRecord, nowMs: number): void {
    this.#minutes.set(JSON.stringify([minute.minuteMs, minute.server, minute.target]), minute);
    const isMany = this.#minutes.size > MAX_MINUTES;
    if (nowMs - this.#lastPrunedMs < MINUTE_MS && !isMany) return;
    this.#lastPrunedMs = nowMs;
    this.remove(({ minuteMs }) => minuteMs < nowMs - KEPT_MS);
    if (this.#minutes.size > MAX_MINUTES) this.#keepLatest();
  }

  /** Forgets those that a condition holds for. @returns how many */
  remove(condition: (minute: MinuteRecord) => boolean): number {
    const before = this.#minutes.size;
    for (const [key, minute] of this.#minutes) {
      if (condition(minute)) this.#minutes.delete(key);
    }
    return before - this.#minutes.size;
  }

  /** Sums over steps of time, in their order. @throws {@link MCPValidationError} with `PARAMETER_INVALID`. */
  series(query: SeriesQuery): readonly SeriesPoint[] {
    assertSeriesQuery(query);
    const { fromMs, toMs, stepMs, servers, target, by } = query;
    const points = new Map<string, SeriesPoint>();
    for (const minute of this.#minutes.values()) {
      if (minute.minuteMs < fromMs || minute.minuteMs >= toMs) continue;
      if (servers !== undefined && !servers.includes(minute.server)) continue;
      if (target !== undefined && minute.target !== target) continue;
      const atMs = fromMs + Math.floor((minute.minuteMs - fromMs) / stepMs) * stepMs;
      const group = {
        ...(by === undefined ? {} : { server: minute.server }),
        ...(by === 'target' ? { target: minute.target } : {}),
      };
      const key = JSON.stringify([atMs, group]);
      points.set(key, add({ atMs, ...group }, minute, points.get(key)));
    }
    return [...points.values()].sort((one, other) => one.atMs - other.atMs);
  }

  #keepLatest(): void {
    const oldestFirst = [...this.#minutes].toSorted(([, one], [, other]) => one.minuteMs - other.minuteMs);
    for (const [key] of oldestFirst.slice(0, oldestFirst.length - MAX_MINUTES * KEPT_SHARE)) this.#minutes.delete(key);
  }
}

const MINUTE_MS = 60_000;
const KEPT_MS = 24 * 60 * MINUTE_MS;
/** The most minutes of all tools together. */
const MAX_MINUTES = 50_000;
/** How many of them stay when there are too many, so that they are not looked through for each that comes. */
const KEPT_SHARE = 0.9;

function add(
  group: Pick<SeriesPoint, 'atMs' | 'server' | 'target'>,
  minute: MinuteRecord,
  sum: SeriesPoint | undefined,
): SeriesPoint {
  return {
    ...group,
    calls: minute.calls + (sum?.calls ?? 0),
    failures: minute.failures + (sum?.failures ?? 0),
    recovered: minute.recovered + (sum?.recovered ?? 0),
    attempts: minute.attempts + (sum?.attempts ?? 0),
    totalDurationMs: minute.totalDurationMs + (sum?.totalDurationMs ?? 0),
    durations: minute.durations.map((count, index) => count + (sum?.durations[index] ?? 0)),
  };
}
