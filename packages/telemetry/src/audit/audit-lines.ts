import type { CallFinished, Clock } from '@seawall/core/base';
import { LineBuffer, type Lines } from '../lines/line-buffer.ts';
import { type AuditedCall, auditedCall, callLine, ShownNames } from './audit-row.ts';

/**
 * The rows of calls that wait to be written: as they came, and then as lines.
 *
 * Lines are made apart from the calls, so that whoever calls waits for no digest, and apart from the writing, so that what
 * calls were given is not held for longer than a moment while a disk takes nothing.
 */
export class CallLines {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  /** Together with the lines bounded by {@link MAX_WAITING}. */
  #calls: AuditedCall[] = [];
  readonly #lines: LineBuffer;
  #unreported = 0;
  #lost = 0;

  constructor(clock: Clock, maxBytes: number) {
    this.#clock = clock;
    this.#maxBytes = maxBytes;
    this.#lines = new LineBuffer(maxBytes);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#calls.length + this.#lines.count;
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

  add(call: CallFinished): void {
    if (this.waiting < MAX_WAITING) this.#calls.push(auditedCall(call));
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
        this.#lines.add(callLine(call, shown));
      } catch {
        // A call with a time that is none, or the like: counted, as the trail must not end what it tells of.
        this.#drop(1);
      }
    }
    this.#calls = this.#calls.slice(made);
  }

  /** The lines of one batch; what of it is not written has to be given back. */
  take(): Lines {
    return this.#lines.take(this.#maxBytes);
  }

  giveBack(lines: Lines): void {
    this.#lines.giveBack(lines);
  }

  /** The trail tells of so many of those that were dropped. */
  reported(count: number): void {
    this.#unreported -= count;
  }

  /** Gives up what waits. */
  dropAll(): void {
    this.#drop(this.waiting);
    this.#calls = [];
    this.#lines.clear();
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
