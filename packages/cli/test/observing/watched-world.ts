import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSeawall, readConfiguration, type Seawall } from '@seawall/client';
import {
  createEventBus,
  createSystemId,
  type EventBus,
  type Logger,
  type SeawallEvent,
  systemClock,
  systemRandom,
} from '@seawall/core';
import { openParkedLog } from '@seawall/store';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { createObserving, type Observing } from '../../src/observing/observing.ts';
import { OBSERVATIONS_FILE, type ObservingPlace, PARKED_FILE } from '../../src/observing/observing-options.ts';

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A client with real servers that is watched; only the time of what watches stands still. */
export interface WatchedWorld extends AsyncDisposable {
  readonly seawall: Seawall;
  readonly observing: Observing;
  readonly clock: FakeClock;
  readonly events: EventBus;
  readonly log: readonly LogLine[];
  /** Puts another configuration in force. */
  reconfigure(configuration: object): Promise<void>;
  /** Lets two seconds pass, and then the thread of the store answer: real time is what it needs. */
  passTime(): Promise<void>;
}

/** What a world is made of. */
export interface WatchedWorldOptions {
  readonly configuration: object;
  readonly place: ObservingPlace;
}

/** Opens a world; nothing is connected yet. */
export async function openWatchedWorld({ configuration, place }: WatchedWorldOptions): Promise<WatchedWorld> {
  const read = (object: object) => readConfiguration({ object, env: {}, folder: '/' });
  const log: LogLine[] = [];
  const logger: Logger = { log: (level, message, fields = {}) => void log.push({ level, message, fields }) };
  const kept =
    place.kind === 'memory'
      ? {}
      : {
          dataDir: place.dataDir,
          parkedLog: () => openParkedLog({ file: join(place.dataDir, PARKED_FILE), logger }),
        };
  const seawall = openSeawall(await read(configuration), { logger, ...kept });
  const events = createEventBus({
    onListenerError: (error) => {
      throw error;
    },
  });
  const stop = seawall.subscribe((event: SeawallEvent) => events.emit(event));
  const clock = createFakeClock({ startMs: systemClock.now() });
  const observing = createObserving({
    seawall,
    subscribe: events.subscribe,
    emit: events.emit,
    clock,
    random: systemRandom,
    createId: createSystemId,
    logger,
    environment: {},
    version: '1.2.3',
    place,
  });
  return {
    seawall,
    observing,
    clock,
    events,
    log,
    reconfigure: async (object) => seawall.reload(await read(object)),
    passTime: async () => {
      await clock.advance(2000);
      if (place.kind === 'memory' || !existsSync(join(place.dataDir, OBSERVATIONS_FILE))) return;
      const { store } = await observing.open();
      // Whatever was asked before is answered first.
      await store.silences({ endsAfterMs: 0 });
    },
    [Symbol.asyncDispose]: async () => {
      await observing.close();
      stop();
      await seawall.close();
    },
  };
}
