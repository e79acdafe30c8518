import type { Seawall } from '@seawall/client';
import type { Clock, CreateId, Logger, Random, SeawallEvent } from '@seawall/core/base';
import type { EventSubscription } from '@seawall/telemetry';

/** What watching needs. */
export interface ObservingOptions {
  readonly seawall: Pick<Seawall, 'servers' | 'listTools' | 'settings' | 'parkedCalls'>;
  readonly subscribe: EventSubscription;
  /** Tells all that listen that an alert fired or is over. Must not throw. */
  readonly emit: (event: SeawallEvent) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
  readonly logger: Logger;
  /** Where proxies are named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the program. */
  readonly version: string;
  readonly place: ObservingPlace;
}

/**
 * Where what was seen is kept: in a folder, or in memory, where another gateway may have the folder and tell people. Into the
 * audit trail of that folder all of them write.
 */
export type ObservingPlace =
  | { readonly kind: 'folder'; readonly dataDir: string }
  | { readonly kind: 'memory'; readonly isSecond: boolean; readonly dataDir?: string | undefined };

/** The files of a data folder that hold something which somebody may have to be told of. */
export const OBSERVATIONS_FILE = 'observations.db';
export const PARKED_FILE = 'parked.db';
