import type { CatalogChanged, Clock, ConfigurationFault, Logger } from '@seawall/core/base';
import type { Connection, ConnectionFailure } from '../connection/connection.ts';
import { type CatalogFetcher, createCatalogFetcher } from './catalog-fetcher.ts';
import type { CatalogStore } from './catalog-store.ts';
import { ALL_PARTS, type Fetched, fetchPart, type Part, recheck } from './fetch-part.ts';
import { emptyCatalog, type ServerCatalog } from './server-catalog.ts';

/** What a server offers, kept up to date. */
export interface Catalog {
  readonly current: ServerCatalog;
  /** Whether the lists were fetched over a connection at least once since the start. */
  readonly wasFetched: boolean;
  /** Takes over what an earlier run kept, unless something newer is known. */
  restore(): Promise<void>;
  /** Fetches all lists over a new connection. Never rejects. */
  refresh(connection: Connection): Promise<void>;
  /** Hears a notification of the server; fetches what it says has changed, coalesced. */
  onNotification(method: string): void;
  /** The connection is gone: what is listed is now only the last that is known. */
  markDisconnected(): void;
  /** Fetches no more, and waits until what has to be kept is kept. Never rejects. */
  close(): Promise<void>;
}

/** What a catalog needs. */
export interface CatalogOptions {
  readonly serverName: string;
  readonly fingerprint: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: CatalogStore;
  /** Read at each fetch, so that a reload takes effect. In milliseconds. */
  readonly listTimeoutMs: () => number;
  /** Told of changes. Must not throw. */
  readonly onChanged: (changed: CatalogChanged['changed']) => void;
  /** Hears when a list failed in a way that means something for the connection. */
  readonly onFailure: (connection: Connection, failure: ConnectionFailure) => void;
}

const PART_OF_NOTIFICATION: Readonly<Record<string, Part>> = {
  'notifications/tools/list_changed': 'tools',
  'notifications/prompts/list_changed': 'prompts',
  'notifications/resources/list_changed': 'resources',
};

/** Builds the empty catalog of a server. */
export function createCatalog(options: CatalogOptions): Catalog {
  return new LiveCatalog(options);
}

class LiveCatalog implements Catalog {
  readonly #options: CatalogOptions;
  #fetcher: CatalogFetcher | undefined;
  #leftOut: Readonly<Partial<Record<Part, readonly ConfigurationFault[]>>> = {};
  #current: ServerCatalog;
  #wasFetched = false;
  /** The lists that came since the start. */
  readonly #known = new Set<string>();
  #isClosed = false;
  /** One file at a time: an older one must not replace a newer one. Never rejects, as the store never does. */
  #saving: Promise<void> = Promise.resolve();

  constructor(options: CatalogOptions) {
    this.#options = options;
    this.#current = emptyCatalog(options.serverName);
  }

  get current(): ServerCatalog {
    return this.#current;
  }

  get wasFetched(): boolean {
    return this.#wasFetched;
  }

  restore(): Promise<void> {
    const restored = this.#restore();
    // What was kept must not be overwritten before it was read.
    this.#saving = restored;
    return restored;
  }

  async #restore(): Promise<void> {
    const stored = await this.#options.store.load(this.#options.serverName, this.#options.fingerprint);
    if (stored === undefined || this.#isClosed) return;
    const missing = Object.entries(recheck(stored)).filter(([field]) => !this.#known.has(field));
    if (missing.length === 0) return;
    const { state, fetchedAtMs = stored.fetchedAtMs } = this.#current;
    this.#current = {
      ...this.#current,
      ...Object.fromEntries(missing),
      fetchedAtMs,
      state: state === 'none' ? 'last-known-good' : state,
    };
    this.#options.onChanged(ALL_PARTS);
  }

  refresh(connection: Connection): Promise<void> {
    this.#fetcher?.end();
    if (this.#isClosed) return Promise.resolve();
    const { serverName, clock, logger, onFailure, listTimeoutMs } = this.#options;
    const fetcher = createCatalogFetcher({
      serverName,
      clock,
      logger,
      fetchPart: (part, signal) =>
        fetchPart(connection, part, { serverName, clock, timeoutMs: listTimeoutMs(), signal }),
      onFetched: (parts, results) => this.#take(parts, results),
      onFailure: (failure) => onFailure(connection, failure),
    });
    this.#fetcher = fetcher;
    return fetcher.fetch(ALL_PARTS);
  }

  onNotification(method: string): void {
    const part = PART_OF_NOTIFICATION[method];
    if (part !== undefined) this.#fetcher?.announce(part);
  }

  markDisconnected(): void {
    this.#fetcher?.end();
    this.#fetcher = undefined;
    if (this.#current.state !== 'live') return;
    this.#current = { ...this.#current, state: 'last-known-good' };
    this.#options.onChanged([]);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#fetcher?.end();
    this.#fetcher = undefined;
    await this.#saving;
  }

  /** Takes over what came over the connection that is up now; what came over an earlier one never gets here. */
  #take(parts: readonly Part[], results: readonly Fetched[]): void {
    const isFirst = !this.#wasFetched;
    const before = this.#current;
    this.#leftOut = {
      ...this.#leftOut,
      ...Object.fromEntries(parts.map((part, index) => [part, results[index]?.leftOut ?? []])),
    };
    const lists: Fetched['lists'] = Object.assign({}, ...results.map((result) => result.lists));
    for (const field of Object.keys(lists)) this.#known.add(field);
    // A server of which not one list came is connected, but nothing newer is known of it.
    const isNews =
      results.some(({ isAnswered }) => isAnswered) || results.every(({ failures }) => failures.length === 0);
    this.#current = {
      ...before,
      ...lists,
      ...(isNews ? { state: 'live', fetchedAtMs: this.#options.clock.now() } : {}),
      leftOut: Object.values(this.#leftOut).flat(),
    };
    this.#wasFetched = true;
    const changed = parts.filter((part) => isFirst || partText(before, part) !== partText(this.#current, part));
    if (isNews && changed.length > 0) this.#keep();
    if (changed.length > 0 || before.state !== this.#current.state) this.#options.onChanged(changed);
  }

  #keep(): void {
    const { store, serverName, fingerprint } = this.#options;
    this.#saving = this.#saving.then(() => {
      const { tools, prompts, resources, resourceTemplates, fetchedAtMs } = this.#current;
      return store.save(serverName, fingerprint, { tools, prompts, resources, resourceTemplates, fetchedAtMs });
    });
  }
}

function partText(catalog: ServerCatalog, part: Part): string {
  if (part === 'resources') return JSON.stringify([catalog.resources, catalog.resourceTemplates]);
  return JSON.stringify(catalog[part]);
}
