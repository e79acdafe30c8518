import { join } from 'node:path';
import type { StoreSettings } from '@seawall/client';
import { type Clock, type Logger, MCPError, type ObservationStore } from '@seawall/core/base';
import { createMemoryObservationStore } from '@seawall/telemetry';
import { OBSERVATIONS_FILE, type ObservingPlace } from './observing-options.ts';

/** What opening a store needs. */
export interface OpenStoreOptions {
  readonly place: ObservingPlace;
  readonly settings: StoreSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens the file in the data folder; where that can't be, what is seen is kept in memory, and the log and the status say why. */
export async function openStore({ place, settings, clock, logger }: OpenStoreOptions): Promise<ObservationStore> {
  if (place.kind === 'memory' || !settings.enabled) return createMemoryObservationStore({ clock });
  try {
    const { openObservationStore } = await import('@seawall/store');
    return await openObservationStore({ file: join(place.dataDir, OBSERVATIONS_FILE), clock, logger });
  } catch (error) {
    const message =
      'The store of observations can not be opened: what is seen is kept in memory, until this process ends.';
    logger.log('error', message, { error });
    return createMemoryObservationStore({ clock, trouble: troubleOf(error, clock.now()) });
  }
}

function troubleOf(error: unknown, sinceMs: number): NonNullable<ObservationStore['status']['trouble']> {
  const code = MCPError.isInstance(error) ? error.code : 'UNEXPECTED_ERROR';
  return { sinceMs, code, message: error instanceof Error ? error.message : String(error) };
}
