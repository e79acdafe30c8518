import {
  assertNumbers,
  type Clock,
  type Logger,
  type ObservationStore,
  silentLogger,
  systemClock,
} from '@seawall/core/base';
import { StoreThread } from '../store-thread.ts';
import { DurableObservationStore } from './durable-observation-store.ts';
import type { ObservationOperation } from './observation-protocol.ts';

/** What a file of observations needs. */
export interface OpenObservationStoreOptions {
  /** Absolute path; the file is made where it is missing, its folder is not. */
  readonly file: string;
  /** @default silentLogger */
  readonly logger?: Logger;
  /** @default systemClock */
  readonly clock?: Clock;
  /** @default OBSERVATION_STORE_LIMITS */
  readonly limits?: ObservationStoreLimits;
}

/** How much may wait to be written; beyond it the oldest records are dropped and counted. */
export interface ObservationStoreLimits {
  /** Records.
   * @default 10000 */
  readonly maxWaiting?: number;
  /** All of them together, in characters.
   * @default 8000000 */
  readonly maxWaitingCharacters?: number;
}

/** What {@link openObservationStore} uses where a limit is absent. */
export const OBSERVATION_STORE_LIMITS = {
  maxWaiting: 10_000,
  maxWaitingCharacters: 8_000_000,
} as const satisfies ObservationStoreLimits;

/**
 * Opens the file that keeps what was seen of calls, errors and alerts, in a thread of its own, for this process alone.
 *
 * Nothing that is appended is waited for, and a disk that is slow or full costs only records, which are counted. Where the file
 * is damaged, what can be read is kept, the damaged file is set aside under a dated name, and a warning is logged. When the
 * thread dies, the next operation starts a new one. The database is loaded by this call, not before.
 *
 * @throws {@link MCPConfigurationError} with `STORE_UNUSABLE` when the file can't be opened, or another process has it open, and
 * with `OPTION_INVALID` when a limit is out of range.
 */
export async function openObservationStore(options: OpenObservationStoreOptions): Promise<ObservationStore> {
  const { file, logger = silentLogger, clock = systemClock, limits = {} } = options;
  checkLimits(limits);
  const name = { file, subject: 'store of observations' };
  let unreadable = 0;
  const backend = new StoreThread<ObservationOperation>({
    ...name,
    worker: 'observations-worker.mjs',
    verbs: VERBS,
    logger,
    clock,
    // Where nothing can be read, nobody knows how many there were.
    onSalvage: ({ lost }) => {
      unreadable += Math.max(1, lost);
    },
    onRemoval: () => {
      unreadable += 1;
    },
  });
  await backend.start();
  return new DurableObservationStore({
    backend,
    name,
    logger,
    clock,
    countUnreadable: () => unreadable,
    ...OBSERVATION_STORE_LIMITS,
    ...limits,
  });
}

function checkLimits(limits: ObservationStoreLimits): void {
  const range = { min: 1, max: 1_000_000_000, isInteger: true };
  assertNumbers(limits, { maxWaiting: range, maxWaitingCharacters: range }, 'limits');
}

const VERBS: Readonly<Record<ObservationOperation['kind'], string>> = {
  write: 'written',
  list: 'read',
  find: 'read',
  count: 'read',
  series: 'read',
  prune: 'tidied up',
  purge: 'purged',
  reclaim: 'shortened',
};
