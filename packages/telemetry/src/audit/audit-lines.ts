import type { CallFinished, Clock } from '@seawall/core/base';
import { type AuditedCall, auditedCall, callLine, ShownNames } from './audit-row.ts';

/**
 * The rows of calls that wait to be written: as they came, and then as lines.
 *
 * Lines are made apart from the calls, so that whoever calls waits for no digest, and apart from the writing, so that what
 * calls were given is not held for longer than a moment while a disk takes nothing.
 */
export class CallLines {
  readonly #clock: Clock;
  /** Together with the lines bounded by {@link MAX_WAITING}. */
  #calls: AuditedCall[] = [];
  #lines: string[] = [];
  #unreported = 0;
  #lost = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#calls.length + this.#lines.length;
  }

  /** Whether there are calls of which no line is made yet. */
  get hasUnmade(): boolean {
    return this.#calls.length > 0;
  }

  /** Rows that were dropped, in all. */
  get lost(): number {
    return this.#lost;
  }

  /** Rows that were dropped and of which the trail does not tell yet. */
  get unreported(): number {
    return this.#unreported;
  }

  add(call: CallFinished, given: unknown): void {
    if (this.waiting < MAX_WAITING) this.#calls.push(auditedCall(call, given));
    else this.#drop(1);
  }

  /** Makes lines for a few milliseconds, or of all calls. */
  make(): void {
    const untilMs = this.#clock.monotonicMs() + MAX_BUSY_MS;
    const shown = new ShownNames();
    let made = 0;
    for (const call of this.#calls) {
      if (made >= MAX_MADE || this.#clock.monotonicMs() > untilMs) break;
      made += 1;
      try {
        this.#lines.push(callLine(call, shown));
      } catch {
        // A call with a time that is none, or the like: counted, as the trail must not end what it tells of.
        this.#drop(1);
      }
    }
    this.#calls = this.#calls.slice(made);
  }

  /** The lines of one batch; what of it is not written has to be given back. */
  take(maxLength: number): readonly string[] {
    let length = 0;
    let count = 0;
    for (const line of this.#lines) {
      length += line.length;
      if (count > 0 && length > maxLength) break;
      count += 1;
    }
    return this.#lines.splice(0, count);
  }

  giveBack(lines: readonly string[]): void {
    if (lines.length > 0) this.#lines.unshift(...lines);
  }

  /** The trail tells of so many of those that were dropped. */
  reported(count: number): void {
    this.#unreported -= count;
  }

  /** Gives up what waits. */
  dropAll(): void {
    this.#drop(this.waiting);
    this.#calls = [];
    this.#lines = [];
  }

  #drop(count: number): void {
    this.#lost += count;
    this.#unreported += count;
  }
}

/** Calls and lines that wait together: five seconds at 1000 calls a second. */
const MAX_WAITING = 5000;
const MAX_MADE = 500;
/** How long everything else waits for the lines of a batch. */
const MAX_BUSY_MS = 5;
