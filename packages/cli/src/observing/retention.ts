import type { StoreSettings } from '@seawall/client';
import type { Clock, Logger, ObservationStore, Timer } from '@seawall/core/base';

/** What forgetting needs. */
export interface RetentionOptions {
  readonly store: Pick<ObservationStore, 'prune' | 'status'>;
  /** Those in force. */
  readonly settings: () => Pick<StoreSettings, 'maxAgeMs' | 'maxRows'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Forgets what is older or more than is to be kept: every minute in which much was written, and every hour. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastWritten = 0;
  #isFailing = false;
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
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
    const { written } = store.status;
    const isDue = clock.monotonicMs() - this.#lastMs >= HOUR_MS || written - this.#lastWritten >= maxRows / 10;
    try {
      if (isDue) {
        this.#lastMs = clock.monotonicMs();
        this.#lastWritten = written;
        await store.prune({ olderThanMs: clock.now() - maxAgeMs, maxRows });
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
}

const LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;
