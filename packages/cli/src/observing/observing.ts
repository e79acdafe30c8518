import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { MCPConnectionError, type SeawallEvent, sleep, type Timer } from '@seawall/core/base';
import { EventBacklog } from './event-backlog.ts';
import { OBSERVATIONS_FILE, type ObservingOptions, PARKED_FILE } from './observing-options.ts';
import type { Observed, OpenObserved } from './open-observed.ts';

/** What watches a gateway: idle until there is something to watch. */
export interface Observing {
  /**
   * What watches, opened when it is not yet; after that it stays open.
   *
   * @throws {@link MCPConnectionError} with `CLIENT_CLOSED` after the end.
   */
  open(): Promise<Observed>;
  /** Writes what it has and ends, within three seconds. May be called twice; never rejects. */
  close(): Promise<void>;
}

/**
 * Watches a gateway from now on.
 *
 * While it only stands by, nothing heavy is loaded: events wait in a bounded list. It opens with the first call that ended, the
 * first trouble of a server, and soon after the start where an earlier gateway left something.
 */
export function createObserving(options: ObservingOptions): Observing {
  return new StandingBy(options);
}

class StandingBy implements Observing {
  readonly #options: ObservingOptions;
  readonly #backlog = new EventBacklog();
  readonly #unsubscribe: () => void;
  readonly #timer: Timer;
  #opening: Promise<OpenObserved> | undefined;
  #observed: OpenObserved | undefined;
  #hasFailed = false;
  #closing: Promise<void> | undefined;

  constructor(options: ObservingOptions) {
    const { clock, subscribe } = options;
    this.#options = options;
    this.#unsubscribe = subscribe((event) => this.#note(event));
    // It never rejects.
    this.#timer = clock.setTimer(() => void this.#lookAround(), SOON_MS, { background: true });
  }

  async open(): Promise<Observed> {
    const { observed } = await this.#open();
    return observed;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #note(event: SeawallEvent): void {
    if (this.#observed !== undefined) {
      this.#observed.emit(event);
      return;
    }
    this.#backlog.add(event);
    if (isWorthWatching(event)) this.#begin();
  }

  /** Opens it because of something that was seen. */
  #begin(): void {
    if (this.#opening !== undefined || this.#hasFailed) return;
    // What went wrong is logged there.
    this.#open().catch(() => undefined);
  }

  #open(): Promise<OpenObserved> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    this.#opening ??= this.#openNow();
    return this.#opening;
  }

  async #openNow(): Promise<OpenObserved> {
    this.#timer.cancel();
    try {
      const { openObserved } = await import('./open-observed.ts');
      const observed = await openObserved({ ...this.#options, countMissed: () => this.#backlog.dropped });
      // From here to the end of the loop nothing else happens, so that the order of events stays.
      for (const event of this.#backlog.take()) observed.emit(event);
      this.#observed = observed;
      await observed.start();
      return observed;
    } catch (error) {
      this.#hasFailed = true;
      this.#opening = undefined;
      const message =
        'What watches the servers could not be opened: nothing is counted, and nobody is told of trouble.';
      this.#options.logger.log('error', message, { error });
      throw error;
    }
  }

  /** Soon after the start: whatever is wrong already has made its events by now, or never makes any. */
  async #lookAround(): Promise<void> {
    const { seawall, place } = this.#options;
    const isInTrouble = seawall.servers().some(({ status }) => TROUBLED.has(status.state));
    if (isInTrouble || (place.kind === 'folder' && (await hasHistory(place.dataDir)))) this.#begin();
  }

  async #close(): Promise<void> {
    const { clock, logger } = this.#options;
    this.#timer.cancel();
    this.#unsubscribe();
    const patience = new AbortController();
    const ended = this.#end().then(() => true);
    const late = sleep(clock, MAX_CLOSING_MS, patience.signal).then(() => false);
    if (!(await Promise.race([ended, late]))) {
      logger.log(
        'warn',
        `What watches the servers did not end within ${MAX_CLOSING_MS} ms: its latest records are lost.`,
      );
    }
    patience.abort();
  }

  async #end(): Promise<void> {
    // One that could not be opened was told of, and has nothing to end.
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }
}

/** How long after the start it is looked whether somebody has to be told of something. */
export const SOON_MS = 5000;
const MAX_CLOSING_MS = 3000;

const TROUBLED: ReadonlySet<string> = new Set(['backoff', 'crash-loop', 'auth-required', 'misconfigured']);

function isWorthWatching(event: SeawallEvent): boolean {
  switch (event.kind) {
    case 'callFinished':
    case 'circuitChanged':
    case 'callParked':
      return true;
    case 'connectionChanged':
      return TROUBLED.has(event.status.state);
    default:
      return false;
  }
}

/** Whether an earlier gateway left alerts that may have ended since, or writes that wait. */
async function hasHistory(dataDir: string): Promise<boolean> {
  const found = await Promise.all([OBSERVATIONS_FILE, PARKED_FILE].map((name) => isThere(join(dataDir, name))));
  return found.includes(true);
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // Whatever the reason, there is nothing that could be read.
    return false;
  }
}

function closed(): MCPConnectionError {
  return new MCPConnectionError({
    code: 'CLIENT_CLOSED',
    message: 'The gateway is ending: nothing is watched any more.',
    hint: 'Start it again.',
  });
}
