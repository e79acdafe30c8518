import { DURATION_BOUNDS_MS, type ObservationStore, type SeriesPoint } from '@seawall/core/base';

/** What a call came to, for the counts of its minute. */
export interface MinuteCall {
  readonly atMs: number;
  readonly server: string;
  readonly target: string;
  readonly isFailed: boolean;
  readonly isRecovered: boolean;
  readonly attempts: number;
  readonly durationMs: number;
}

/** Counts the calls of each tool in the minute that runs. */
export class MinuteBook {
  readonly #store: Pick<ObservationStore, 'append' | 'flush' | 'series'>;
  /** Of one minute, by server and target: bounded by the tools that are told apart. */
  readonly #minutes = new Map<string, Map<string, Minute>>();
  readonly #changed = new Set<Minute>();
  #minuteMs = 0;
  /** The latest of all: of one before, or that one again, something may be written already. */
  #latestMs = 0;
  /** While it is being read what was counted before, nothing is written: a record takes the place of the one before. */
  #loads = 1;
  /** Ends with all of them; never rejects. */
  #loaded: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<ObservationStore, 'append' | 'flush' | 'series'>) {
    this.#store = store;
  }

  get hasNews(): boolean {
    return this.#changed.size > 0;
  }

  /** Takes over what an earlier process counted in the minute that runs. Never rejects. */
  async load(nowMs: number): Promise<void> {
    await this.#read(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
    this.#loads -= 1;
  }

  async #read(fromMs: number): Promise<void> {
    try {
      const range = { fromMs, toMs: fromMs + MINUTE_MS, stepMs: MINUTE_MS };
      for (const point of await this.#store.series({ ...range, by: 'target' })) this.#adopt(point);
    } catch {
      // The store says itself what is wrong with it; what is counted from now on is told alone.
    }
  }

  note(call: MinuteCall): void {
    this.#moveTo(Math.floor(call.atMs / MINUTE_MS) * MINUTE_MS);
    const minute = this.#minuteOf(call.server, call.target);
    minute.calls += 1;
    minute.attempts += call.attempts;
    if (call.isFailed) minute.failures += 1;
    if (call.isRecovered) minute.recovered += 1;
    minute.totalDurationMs += call.durationMs;
    const index = bucketOf(call.durationMs);
    minute.durations[index] = (minute.durations[index] ?? 0) + 1;
    this.#changed.add(minute);
  }

  /** Counts of a server, or of all, that are not to be written. */
  forget(server: string | undefined): void {
    const forgotten = [...this.#minutes.keys()].filter((name) => server === undefined || name === server);
    for (const name of forgotten) {
      for (const minute of this.#minutes.get(name)?.values() ?? []) this.#changed.delete(minute);
      this.#minutes.delete(name);
    }
  }

  /** Writes what changed once nothing is being read any more. Never rejects. */
  async close(): Promise<void> {
    await this.#loaded;
    this.flush();
  }

  /** Writes what changed since the last time; a minute that goes on is written again later. */
  flush(): void {
    if (this.#changed.size === 0 || this.#loads > 0) return;
    const records = [...this.#changed].map((minute) => ({ ...minute, durations: [...minute.durations] }));
    this.#store.append(records.map((record) => ({ kind: 'minute', record }) as const));
    this.#changed.clear();
  }

  #adopt(before: SeriesPoint): void {
    const { server = '', target = '', atMs } = before;
    const isSame = (minute: Minute): boolean =>
      minute.minuteMs === atMs && minute.server === server && minute.target === target;
    // It may be over by now, and wait to be written.
    const waiting = [...this.#changed].find(isSame);
    if (waiting === undefined) this.#moveTo(Math.max(atMs, this.#minuteMs));
    if (waiting === undefined && this.#minuteMs !== atMs) return;
    const minute = waiting ?? this.#minuteOf(server, target);
    minute.calls += before.calls;
    minute.failures += before.failures;
    minute.recovered += before.recovered;
    minute.attempts += before.attempts;
    minute.totalDurationMs += before.totalDurationMs;
    for (const [index, count] of before.durations.entries()) {
      minute.durations[index] = (minute.durations[index] ?? 0) + count;
    }
  }

  #moveTo(minuteMs: number): void {
    const step = minuteMs - this.#minuteMs;
    // A clock that was set back a little: what was written of that minute must not be written over with less.
    if (step === 0 || (step < 0 && step > -MAX_STEP_BACK_MS)) return;
    this.flush();
    this.#minutes.clear();
    this.#minuteMs = minuteMs;
    if (minuteMs <= this.#latestMs) this.#loaded = Promise.all([this.#loaded, this.#loadAgain(minuteMs)]);
    this.#latestMs = Math.max(this.#latestMs, minuteMs);
  }

  /** After the clock was set back, minutes come that were written before. */
  async #loadAgain(minuteMs: number): Promise<void> {
    this.#loads += 1;
    // What was handed over last is read as well.
    await this.#store.flush();
    await this.#read(minuteMs);
    this.#loads -= 1;
  }

  #minuteOf(server: string, target: string): Minute {
    const targets = this.#minutes.get(server) ?? new Map<string, Minute>();
    const known = targets.get(target);
    if (known !== undefined) return known;
    const minute: Minute = {
      minuteMs: this.#minuteMs,
      server,
      target,
      calls: 0,
      failures: 0,
      recovered: 0,
      attempts: 0,
      totalDurationMs: 0,
      durations: Array.from({ length: DURATION_BOUNDS_MS.length + 1 }, () => 0),
    };
    targets.set(target, minute);
    this.#minutes.set(server, targets);
    return minute;
  }
}

const MINUTE_MS = 60_000;
const MAX_STEP_BACK_MS = 300_000;

interface Minute {
  readonly minuteMs: number;
  readonly server: string;
  readonly target: string;
  calls: number;
  failures: number;
  recovered: number;
  attempts: number;
  totalDurationMs: number;
  readonly durations: number[];
}

function bucketOf(durationMs: number): number {
  let index = 0;
  for (const bound of DURATION_BOUNDS_MS) {
    if (durationMs <= bound) return index;
    index += 1;
  }
  return index;
}
