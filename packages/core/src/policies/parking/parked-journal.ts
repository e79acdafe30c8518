import type { Clock } from '../../clock.ts';
import { logFailed, logTimedOut } from './errors.ts';
import type { ParkedCall } from './parked-call.ts';
import type { ParkedLog, ParkedQuery, ParkedRetention } from './parked-log.ts';
import { settleWithin } from './settle-within.ts';

/**
 * A log that owes nothing for long: what it could not write down is kept here, and written as soon as it can be.
 *
 * So a call that came to an end is not taken up again because the disk was full at that moment, and one whose parking could
 * not be confirmed does not come back after a restart.
 */
export class ParkedJournal {
  readonly #log: ParkedLog;
  readonly #clock: Clock;
  /** What the log does not have yet, by ticket. Bounded: a call is written down before it is sent and before it waits. */
  readonly #owed = new Map<string, ParkedCall>();

  constructor(log: ParkedLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** How many records the log does not have. */
  get owed(): number {
    return this.#owed.size;
  }

  /** Everything that the log does not have. */
  owedCalls(): readonly ParkedCall[] {
    return [...this.#owed.values()];
  }

  /**
   * Writes the record down; it is durable when this resolves.
   *
   * When it rejects it may be so all the same: then `otherwise` is what the log has to learn as soon as it can.
   */
  async put(call: ParkedCall, otherwise?: ParkedCall): Promise<void> {
    if (this.#owed.size > 0) await this.pay();
    this.#owed.delete(call.id);
    try {
      await this.#ask(() => this.#log.put(call));
    } catch (error) {
      if (otherwise !== undefined) this.#owed.set(otherwise.id, otherwise);
      throw error;
    }
  }

  /** Writes the record down now or later; never rejects. */
  async note(call: ParkedCall): Promise<void> {
    try {
      await this.put(call);
    } catch {
      // It is owed now, and whoever asks is shown the owed record; the next operation that needs the log tells its error.
      this.#owed.set(call.id, call);
    }
  }

  /**
   * Writes what is owed.
   *
   * @throws the log's error at the first that can't be written.
   */
  async pay(): Promise<void> {
    for (const call of this.#owed.values()) {
      await this.#ask(() => this.#log.put(call));
      if (this.#owed.get(call.id) === call) this.#owed.delete(call.id);
    }
  }

  read(id: string): Promise<ParkedCall | undefined> {
    const owed = this.#owed.get(id);
    return owed === undefined ? this.#ask(() => this.#log.read(id)) : Promise.resolve(owed);
  }

  list(query: ParkedQuery): Promise<readonly ParkedCall[]> {
    return this.#ask(() => this.#log.list(query));
  }

  prune(retention: ParkedRetention): Promise<number> {
    return this.#ask(() => this.#log.prune(retention));
  }

  close(): Promise<void> {
    return this.#ask(() => this.#log.close());
  }

  async #ask<T>(operation: () => Promise<T>): Promise<T> {
    const end = await settleWithin(this.#clock, LOG_TIMEOUT_MS, operation);
    if (end.kind === 'value') return end.value;
    throw end.kind === 'late' ? logTimedOut(LOG_TIMEOUT_MS) : logFailed(end.error);
  }
}

/** Longer than a log of ours takes to give up by itself. */
const LOG_TIMEOUT_MS = 20_000;
