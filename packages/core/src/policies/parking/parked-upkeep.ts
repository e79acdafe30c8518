import type { Clock, Timer } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { ParkingOptions } from './options.ts';
import { finishedCall, type ParkedChange } from './parked-change.ts';
import type { ParkedJournal } from './parked-journal.ts';
import type { ParkedSender } from './parked-sender.ts';
import type { WaitingCall, WaitingCalls } from './waiting-calls.ts';

/** What upkeep works with. */
export interface ParkedUpkeepOptions {
  readonly waiting: WaitingCalls;
  readonly journal: ParkedJournal;
  readonly sender: ParkedSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Required<ParkingOptions>;
  onChange(change: ParkedChange): void;
  /** Starts something that nobody waits for. */
  run(operation: () => Promise<void>): void;
}

/** What has to happen with time: calls expire, servers are tried again, the log gets what it lacks and forgets what is old. */
export class ParkedUpkeep {
  readonly #options: ParkedUpkeepOptions;
  /** One for everything; set only while something can fall due. */
  #timer: Timer | undefined;
  /** When it is tried again to write what the log lacks, in monotonic milliseconds. */
  #payAtMs = 0;
  #endsSincePrune = 0;
  #isClosed = false;

  constructor(options: ParkedUpkeepOptions) {
    this.#options = options;
  }

  /** Sets the timer for what falls due next. */
  rearm(): void {
    const { clock, run } = this.#options;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isClosed) return;
    const atMs = this.#nextDueMs();
    if (atMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.max(1, Math.ceil(atMs - clock.monotonicMs()));
    this.#timer = clock.setTimer(() => run(() => this.#ring()), delayMs, { background: true });
  }

  /** A call came to an end: now and then the oldest are forgotten. */
  countEnd(): void {
    this.#endsSincePrune += 1;
    if (this.#endsSincePrune < PRUNE_EVERY || this.#isClosed) return;
    this.#options.run(() => this.prune());
  }

  /**
   * Forgets calls that came to an end long ago.
   *
   * @throws the log's error.
   */
  async prune(): Promise<void> {
    this.#endsSincePrune = 0;
    const { clock, limits, journal } = this.#options;
    await journal.prune({
      maxCalls: limits.maxFinished,
      maxCharacters: MAX_FINISHED_CHARACTERS,
      changedBeforeMs: clock.now() - limits.keepFinishedMs,
    });
  }

  /** Nothing falls due any more. */
  stop(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Writes what the log lacks, if it can; never rejects. */
  async pay(): Promise<void> {
    const { journal, clock, logger } = this.#options;
    if (journal.owed === 0) return;
    try {
      await journal.pay();
    } catch (error) {
      this.#payAtMs = clock.monotonicMs() + PAY_EVERY_MS;
      const about = { missing: journal.owed, error };
      logger.log('error', 'The log of parked calls can not be written; what it lacks is kept in memory.', about);
    }
  }

  async #ring(): Promise<void> {
    const { clock, sender, waiting } = this.#options;
    const nowMs = clock.monotonicMs();
    const over = [...waiting.all()].filter((one) => one.phase === 'idle' && one.deadlineMs <= nowMs);
    for (const one of over) one.phase = 'changing';
    for (const one of over) await this.#expire(one);
    await this.pay();
    for (const server of waiting.servers()) sender.pump(server);
    this.rearm();
  }

  async #expire(one: WaitingCall): Promise<void> {
    const { clock, journal, waiting, onChange } = this.#options;
    const expired = finishedCall(one.call, 'expired', { changedAtMs: clock.now() });
    await journal.note(expired);
    waiting.remove(one);
    onChange({ from: one.call.state, call: expired });
  }

  #nextDueMs(): number {
    const { journal, sender, waiting } = this.#options;
    let nextMs = sender.nextReleaseMs();
    if (journal.owed > 0) nextMs = Math.min(nextMs, this.#payAtMs);
    for (const { phase, deadlineMs } of waiting.all()) if (phase === 'idle') nextMs = Math.min(nextMs, deadlineMs);
    return nextMs;
  }
}

/** How much room the records of calls that came to an end may take, in characters. */
const MAX_FINISHED_CHARACTERS = 67_108_864;
const PRUNE_EVERY = 100;
/** How often it is tried to write what the log lacks. */
const PAY_EVERY_MS = 5000;
