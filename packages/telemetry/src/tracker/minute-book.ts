import { DURATION_BOUNDS_MS, type MinuteRecord } from '@seawall/core/base';

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
  readonly #write: (records: readonly MinuteRecord[]) => void;
  /** Of one minute, by server and target: bounded by the tools that are told apart. */
  readonly #minutes = new Map<string, Map<string, Minute>>();
  readonly #changed = new Set<Minute>();
  #minuteMs = 0;

  constructor(write: (records: readonly MinuteRecord[]) => void) {
    this.#write = write;
  }

  get hasNews(): boolean {
    return this.#changed.size > 0;
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

  /** Writes what changed since the last time; a minute that goes on is written again later. */
  flush(): void {
    if (this.#changed.size === 0) return;
    this.#write([...this.#changed].map((minute) => ({ ...minute, durations: [...minute.durations] })));
    this.#changed.clear();
  }

  #moveTo(minuteMs: number): void {
    const step = minuteMs - this.#minuteMs;
    // A clock that was set back a little: what was written of that minute must not be written over with less.
    if (step === 0 || (step < 0 && step > -MAX_STEP_BACK_MS)) return;
    this.flush();
    this.#minutes.clear();
    this.#minuteMs = minuteMs;
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
