import type { StoreSettings } from '@seawall/client';
import type { Clock, Logger, ObservationStore, Timer } from '@seawall/core/base';
import { BelievedTime } from './believed-time.ts';

/** What forgetting needs. */
export interface RetentionOptions {
  readonly store: Pick<ObservationStore, 'calls' | 'errors' | 'prune' | 'status'>;
  /** Those in force. */
  readonly settings: () => Pick<StoreSettings, 'maxAgeMs' | 'maxRows'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Forgets what is older or more than is to be kept: every minute in which much was written, and every hour. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #time: Promise<BelievedTime>;
  #timer: Timer | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastWritten = 0;
  #isFailing = false;
  #isAhead = false;
  #isClosed = false;

  /** To be built before anything of this process is in the store. */
  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#time = openTime(options);
    this.#schedule();
  }

  /** Ends it; what is being forgotten is not waited for. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    // It never rejects.
    this.#timer = this.#options.clock.setTimer(() => void this.#look(), LOOK_MS, { background: true });
  }

  async #look(): Promise<void> {
    const { store, settings, clock, logger } = this.#options;
    const { maxAgeMs, maxRows } = settings();
    try {
      const { nowMs, aheadMs } = (await this.#time).read(Math.min(MAX_AHEAD_MS, maxAgeMs * MAX_AHEAD_SHARE));
      this.#noteAhead(aheadMs);
      const { written } = store.status;
      const isDue = clock.monotonicMs() - this.#lastMs >= HOUR_MS || written - this.#lastWritten >= maxRows / 10;
      if (isDue) {
        this.#lastMs = clock.monotonicMs();
        this.#lastWritten = written;
        await store.prune({ olderThanMs: nowMs - maxAgeMs, maxRows });
      }
      this.#isFailing = false;
    } catch (error) {
      // Told once; the next look tries again.
      if (!this.#isFailing && !this.#isClosed)
        logger.log('warn', 'What is too old could not be forgotten; it is tried again.', { error });
      this.#isFailing = true;
    }
    this.#schedule();
  }

  #noteAhead(aheadMs: number): void {
    const isAhead = aheadMs > 0;
    if (isAhead && !this.#isAhead) {
      const message = `The clock is ${Math.round(aheadMs / HOUR_MS)} h ahead of what was seen last. Nothing is forgotten for its age by it before that has lasted for an hour.`;
      this.#options.logger.log('info', message, { aheadMs: Math.round(aheadMs) });
    }
    this.#isAhead = isAhead;
  }
}

const LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;
/** How far the clock may be ahead of what was seen last: a night passes without a gateway. */
const MAX_AHEAD_MS = 24 * HOUR_MS;
/** The same as a share of the age that is kept, so that most of it stays in any case. */
const MAX_AHEAD_SHARE = 0.25;

/** What the process before saw last tells whether the clock is right. Never rejects. */
async function openTime({ store, clock }: RetentionOptions): Promise<BelievedTime> {
  const nowMs = clock.now();
  const latestMs = await Promise.all([
    store.calls({ limit: 1 }).then(({ items }) => items[0]?.startedAtMs),
    store.errors({ limit: 1 }).then(({ items }) => items[0]?.atMs),
    // The store says itself what is wrong with it; forgetting fails then, too.
  ]).catch(() => []);
  const known = latestMs.flatMap((atMs) => atMs ?? []);
  return new BelievedTime({ clock, earlierMs: known.length > 0 ? Math.max(...known) : nowMs });
}
