import type { Clock, Logger, Timer } from '@seawall/core/base';
import type { ConnectionFailure } from '../connection/connection.ts';
import { ALL_PARTS, type Fetched, type Part } from './fetch-part.ts';

/** Fetches the lists of one server over one connection, as long as that lives. */
export interface CatalogFetcher {
  /** Fetches these lists, after what is being fetched already. Never rejects. */
  fetch(parts: readonly Part[]): Promise<void>;
  /** The server says that a list has changed; what it says within {@link COALESCE_MS} is fetched once. */
  announce(part: Part): void;
  /** Ends what is being fetched; nothing is handed over any more. */
  end(): void;
}

/** What a fetcher needs. */
export interface CatalogFetcherOptions {
  readonly serverName: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetchPart: (part: Part, signal: AbortSignal) => Promise<Fetched>;
  /** Hears what came: of each part one result. Must not throw. */
  readonly onFetched: (parts: readonly Part[], results: readonly Fetched[]) => void;
  /** Hears when a list failed, which may mean something for the connection. */
  readonly onFailure: (failure: ConnectionFailure) => void;
}

/** Changes that a server announces within this time are fetched once. */
export const COALESCE_MS = 50;

/** A list that failed is fetched again after this time, then after twice as long and so on. */
export const FIRST_REPEAT_MS = 1000;
export const LAST_REPEAT_MS = 60_000;

/** Builds the fetcher of one connection. */
export function createCatalogFetcher(options: CatalogFetcherOptions): CatalogFetcher {
  return new ConnectionFetcher(options);
}

class ConnectionFetcher implements CatalogFetcher {
  readonly #options: CatalogFetcherOptions;
  readonly #ending = new AbortController();
  /** To be fetched next; one set, so that a storm of announcements during a slow fetch is one more fetch. */
  readonly #wanted = new Set<Part>();
  /** Failed when they were fetched last. */
  readonly #failed = new Set<Part>();
  #running: Promise<void> | undefined;
  #coalescing: Timer | undefined;
  #repeating: Timer | undefined;
  #repeats = 0;

  constructor(options: CatalogFetcherOptions) {
    this.#options = options;
  }

  fetch(parts: readonly Part[]): Promise<void> {
    for (const part of parts) this.#wanted.add(part);
    if (this.#wanted.size === 0 || this.#ending.signal.aborted) return Promise.resolve();
    this.#running ??= this.#run();
    return this.#running;
  }

  announce(part: Part): void {
    if (this.#ending.signal.aborted) return;
    this.#wanted.add(part);
    this.#coalescing ??= this.#options.clock.setTimer(() => {
      this.#coalescing = undefined;
      void this.fetch([]); // Never rejects.
    }, COALESCE_MS);
  }

  end(): void {
    this.#ending.abort();
    this.#coalescing?.cancel();
    this.#repeating?.cancel();
  }

  /** One fetch at a time: an older answer must not overwrite a newer one. */
  async #run(): Promise<void> {
    const { fetchPart, onFetched } = this.#options;
    const { signal } = this.#ending;
    // What was announced a moment ago waits for its timer, so a server that announces without end is not fetched without end.
    do {
      const parts = ALL_PARTS.filter((part) => this.#wanted.has(part));
      this.#wanted.clear();
      const results = await Promise.all(parts.map((part) => fetchPart(part, signal)));
      if (!signal.aborted) this.#noteFailures(parts, results);
      // A failure may have shown that the connection is broken, and ended this fetcher.
      if (!signal.aborted) onFetched(parts, results);
    } while (this.#wanted.size > 0 && this.#coalescing === undefined && !signal.aborted);
    this.#running = undefined;
    this.#repeatLater();
  }

  #noteFailures(parts: readonly Part[], results: readonly Fetched[]): void {
    const { serverName, logger, onFailure } = this.#options;
    for (const [index, part] of parts.entries()) {
      const failures = results[index]?.failures ?? [];
      for (const { method, failure } of failures) {
        // A list that goes on failing is told once.
        const level = this.#failed.has(part) ? 'debug' : 'warn';
        const message = `The list "${method}" of server "${serverName}" failed; what was known of it stays.`;
        logger.log(level, message, { server: serverName, error: failure.error.toJSON() });
      }
      if (failures.length > 0) this.#failed.add(part);
      else this.#failed.delete(part);
    }
    for (const { failure } of results.flatMap(({ failures }) => failures)) onFailure(failure);
  }

  /** A list may fail though the connection lives; nobody would ever announce that it works again. */
  #repeatLater(): void {
    if (this.#failed.size === 0) {
      this.#repeating?.cancel();
      this.#repeating = undefined;
      this.#repeats = 0;
    }
    if (this.#failed.size === 0 || this.#repeating !== undefined || this.#ending.signal.aborted) return;
    const delayMs = Math.min(LAST_REPEAT_MS, FIRST_REPEAT_MS * 2 ** Math.min(this.#repeats, 10));
    this.#repeats += 1;
    this.#repeating = this.#options.clock.setTimer(() => {
      this.#repeating = undefined;
      void this.fetch([...this.#failed]); // Never rejects.
    }, delayMs);
  }
}
