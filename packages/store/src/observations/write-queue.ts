import { type Clock, MCPError, type Observation, type PurgeQuery, type Timer } from '@seawall/core/base';
import type { ObservationRow } from './observation-protocol.ts';
import { toWaitingRecord } from './to-waiting-record.ts';
import { purgeRecords, type WaitingRecord, WaitingRecords } from './waiting-records.ts';
import type { WriteTrouble } from './write-trouble.ts';

/** What {@link WriteQueue} needs. */
export interface WriteQueueOptions {
  readonly clock: Clock;
  readonly trouble: WriteTrouble;
  readonly maxWaiting: number;
  readonly maxWaitingCharacters: number;
  /** Writes all of them or none. */
  write(rows: readonly ObservationRow[]): Promise<unknown>;
}

/** Writes records in batches, without anyone waiting for it; tries again what the disk did not take. */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #waiting: WaitingRecords;
  /** The batch that is being written. */
  #inFlight: readonly WaitingRecord[] = [];
  /** How many it had when it left: a purge meanwhile does not take back what is on its way. */
  #inFlightCount = 0;
  #timer: Timer | undefined;
  #retryDelayMs = FIRST_RETRY_MS;
  #isDraining = false;
  #isClosed = false;
  #written = 0;
  #dropped = 0;
  /** Of those that were taken, how many wait no more. */
  #settled = 0;
  readonly #flushes: Flush[] = [];

  constructor(options: WriteQueueOptions) {
    this.#options = options;
    this.#waiting = new WaitingRecords(options);
  }

  get waiting(): number {
    return this.#waiting.size + this.#inFlight.length;
  }

  get written(): number {
    return this.#written;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Takes records to write soon. Never throws. */
  append(observations: readonly Observation[]): void {
    if (this.#isClosed) {
      this.#dropped += observations.length;
      return;
    }
    const records: WaitingRecord[] = [];
    for (const observation of observations) {
      const record = toWaitingRecord(observation);
      if (record === undefined) this.#dropped += 1;
      else records.push(record);
    }
    this.#overflow(this.#waiting.add(records));
    // While the disk takes nothing, the next try has its own time.
    const isUrgent = this.#waiting.size >= MANY && this.#retryDelayMs === FIRST_RETRY_MS;
    if (isUrgent) this.#drain();
    else if (this.#waiting.size > 0) this.#schedule(BATCH_DELAY_MS);
  }

  /** Resolves when everything that waits is written or dropped, or could not be written now. */
  flush(): Promise<void> {
    const unsettled = this.#waiting.size + this.#inFlightCount;
    if (unsettled === 0) return Promise.resolve();
    const target = this.#settled + unsettled;
    return new Promise((resolve) => {
      // As many as callers wait.
      this.#flushes.push({ target, resolve });
      this.#drain();
    });
  }

  /** Forgets what is to be purged. @returns how many records that were */
  purge(purge: PurgeQuery): number {
    // What is under way is either purged where it is written, or was not written and is not to be tried again.
    this.#inFlight = purgeRecords(this.#inFlight, purge).kept;
    const before = this.#waiting.size;
    const removed = this.#waiting.purge(purge);
    this.#settle(before - this.#waiting.size);
    return removed;
  }

  /** Takes nothing more, and gives up what waits. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#dropped += this.waiting;
    this.purge({ what: 'everything' });
    this.#endFlushes(Number.POSITIVE_INFINITY);
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== undefined || this.#isDraining) return;
    this.#timer = this.#options.clock.setTimer(
      () => {
        this.#timer = undefined;
        this.#drain();
      },
      delayMs,
      { background: true },
    );
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    // Never rejects.
    void this.#writeAll();
  }

  /** Writes what waits, or until the disk takes no more. What comes meanwhile waits for others, unless that is much or is asked for. */
  async #writeAll(): Promise<void> {
    this.#isDraining = true;
    let goesOn = true;
    let owed = this.#waiting.size;
    while (goesOn && this.#waiting.size > 0 && !this.#isClosed) {
      if (owed <= 0 && this.#waiting.size < MANY && this.#flushes.length === 0) break;
      const batch = this.#waiting.take(MAX_BATCH, MAX_BATCH_CHARACTERS);
      owed -= batch.length;
      this.#inFlight = batch;
      this.#inFlightCount = batch.length;
      try {
        await this.#options.write(batch.map(({ row }) => row));
        this.#inFlight = [];
        this.#inFlightCount = 0;
        this.#succeed(batch.length);
      } catch (error) {
        goesOn = this.#retryLater(batch.length, error);
      }
    }
    this.#isDraining = false;
    if (this.#waiting.size > 0 && !this.#isClosed) this.#schedule(goesOn ? BATCH_DELAY_MS : this.#retryDelayMs);
  }

  /** @returns whether the next batch may be tried at once */
  #retryLater(count: number, error: unknown): boolean {
    const left = this.#inFlight;
    this.#inFlight = [];
    this.#inFlightCount = 0;
    this.#options.trouble.begin(error);
    this.#settle(count - left.length);
    if (this.#isClosed || isFaultOfRecords(error)) {
      this.#dropped += left.length;
      this.#settle(left.length);
      return true;
    }
    this.#retryDelayMs = Math.min(this.#retryDelayMs * 2, MAX_RETRY_MS);
    this.#overflow(this.#waiting.putBack(left));
    this.#endFlushes(Number.POSITIVE_INFINITY);
    return false;
  }

  #succeed(count: number): void {
    this.#written += count;
    this.#settle(count);
    this.#retryDelayMs = FIRST_RETRY_MS;
    // Not at once where more comes than is written: it would begin and end with every batch.
    if (this.#waiting.size < MANY) this.#options.trouble.end(this.#dropped);
  }

  #settle(count: number): void {
    this.#settled += count;
    this.#endFlushes(this.#settled);
  }

  #endFlushes(settled: number): void {
    for (let first = this.#flushes[0]; first !== undefined && first.target <= settled; first = this.#flushes[0]) {
      this.#flushes.shift();
      first.resolve();
    }
  }

  #overflow(count: number): void {
    if (count === 0) return;
    this.#dropped += count;
    this.#settle(count);
    this.#options.trouble.beginOverflow();
  }
}

interface Flush {
  /** How many records have to be settled for it. */
  readonly target: number;
  readonly resolve: () => void;
}

/** Whether it is the records that can't be written: with them in front, no others would be either. */
function isFaultOfRecords(error: unknown): boolean {
  if (!MCPError.isInstance(error) || error.code !== 'STORE_FAILED') return false;
  return FAULTS_OF_RECORDS.has(String(error.context.fault));
}

const FAULTS_OF_RECORDS: ReadonlySet<string> = new Set([
  'UNKNOWN',
  'SQLITE_CONSTRAINT',
  'SQLITE_ERROR',
  'SQLITE_MISMATCH',
  'SQLITE_TOOBIG',
]);

/** How long a record waits for others. */
const BATCH_DELAY_MS = 1000;
/** With so many it waits no longer. */
const MANY = 500;
/** How much is written in one transaction: each one writes all indexes that it touches, and a question waits for one at most. */
const MAX_BATCH = 250;
const MAX_BATCH_CHARACTERS = 1_000_000;
/** How long it takes to the next try; doubled with each that fails. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;
