import type { AlertRecord, AlertState, Logger, ObservationStore, SilenceRecord } from '@seawall/core/base';
import { type LiveAlert, toRecord } from './live-alert.ts';
import type { Moment } from './moment.ts';

/** The parts of a store that alerts need. */
export type AlertStore = Pick<ObservationStore, 'putAlerts' | 'putSilence' | 'alerts' | 'silences'>;

/** Writes alerts, and goes on while nothing can be written: people are told in any case. */
export class AlertKeeper {
  readonly #store: AlertStore;
  readonly #logger: Logger;
  /** Alerts whose latest state is not in the store yet; bounded by MAX_UNSAVED. */
  readonly #unsaved = new Map<string, AlertRecord>();
  #isFailing = false;

  constructor(store: AlertStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Writes alerts, and those that could not be written before. Never rejects. */
  async save(alerts: readonly LiveAlert[], now: Moment): Promise<void> {
    for (const alert of alerts) this.#unsaved.set(alert.id, toRecord(alert, now));
    if (this.#unsaved.size === 0) return;
    const batch = [...this.#unsaved.values()];
    try {
      await this.#store.putAlerts(batch);
      for (const record of batch) this.#unsaved.delete(record.id);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        const message = 'The state of the alerts can not be kept; a restart may tell of them again.';
        this.#logger.log('error', message, { error });
      }
      this.#isFailing = true;
      for (const id of [...this.#unsaved.keys()].slice(0, -MAX_UNSAVED)) this.#unsaved.delete(id);
    }
  }

  /** What an earlier process left in these states: the newest thousand. What is older is not waited for any more. */
  async read(states: AlertState[]): Promise<readonly AlertRecord[]> {
    const { items } = await this.#store.alerts({ states, limit: 1000 });
    return items;
  }

  /** The silences that have not ended. */
  async readSilences(endsAfterMs: number): Promise<readonly SilenceRecord[]> {
    return await this.#store.silences({ endsAfterMs });
  }
}

/** While the store fails, no more records wait for it. */
const MAX_UNSAVED = 2000;
