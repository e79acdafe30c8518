import { type CatalogChanged, type Clock, type ConfigurationFault, type Logger, type Timer } from '@seawall/core';
import type { Connection, ProtocolEra } from '../connection/connection.ts';
import { ConnectionFailure } from '../connection/connection.ts';
import type { CatalogStore, StoredCatalog } from './catalog-store.ts';
import { findPromptFault, findResourceFault, findResourceTemplateFault, findToolFault } from './definition-check.ts';
import { fetchList, type FetchListOptions } from './fetch-list.ts';
import type { Definition, ResourceDefinition, ResourceTemplateDefinition, ServerCatalog } from './server-catalog.ts';

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
  onNotification(method: string, connection: Connection): void;
  /** The connection is gone: what is listed is now only the last that is known. */
  markDisconnected(): void;
  close(): void;
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

/** Changes that a server announces within this time are fetched once. */
export const COALESCE_MS = 50;

type Part = CatalogChanged['changed'][number];

const PART_OF_NOTIFICATION: Readonly<Record<string, Part>> = {
  'notifications/tools/list_changed': 'tools',
  'notifications/prompts/list_changed': 'prompts',
  'notifications/resources/list_changed': 'resources',
};

/** Builds the empty catalog of a server. */
export function createCatalog(options: CatalogOptions): Catalog {
  return new LiveCatalog(options);
}

interface Fetched {
  readonly parts: Partial<Omit<StoredCatalog, 'fetchedAtMs'>>;
  readonly leftOut: readonly ConfigurationFault[];
}

class LiveCatalog implements Catalog {
  readonly #options: CatalogOptions;
  readonly #closing = new AbortController();
  readonly #announced = new Set<Part>();
  #leftOut: Readonly<Partial<Record<Part, readonly ConfigurationFault[]>>> = {};
  #current: ServerCatalog;
  #wasFetched = false;
  #coalescing: Timer | undefined;
  #fetching: Promise<void> = Promise.resolve();

  constructor(options: CatalogOptions) {
    this.#options = options;
    this.#current = { server: options.serverName, state: 'none', fetchedAtMs: undefined, tools: [], prompts: [], resources: [], resourceTemplates: [], leftOut: [] };
  }

  get current(): ServerCatalog {
    return this.#current;
  }

  get wasFetched(): boolean {
    return this.#wasFetched;
  }

  async restore(): Promise<void> {
    const stored = await this.#options.store.load(this.#options.serverName, this.#options.fingerprint);
    if (stored === undefined || this.#current.state !== 'none' || this.#closing.signal.aborted) return;
    this.#current = { ...this.#current, ...stored, state: 'last-known-good' };
    this.#options.onChanged(ALL_PARTS);
  }

  refresh(connection: Connection): Promise<void> {
    return this.#fetchAfterOthers(connection, ALL_PARTS);
  }

  onNotification(method: string, connection: Connection): void {
    const part = PART_OF_NOTIFICATION[method];
    if (part === undefined || this.#closing.signal.aborted) return;
    this.#announced.add(part);
    this.#coalescing ??= this.#options.clock.setTimer(() => {
      this.#coalescing = undefined;
      const parts = [...this.#announced];
      this.#announced.clear();
      void this.#fetchAfterOthers(connection, parts); // Never rejects.
    }, COALESCE_MS);
  }

  markDisconnected(): void {
    if (this.#current.state !== 'live') return;
    this.#current = { ...this.#current, state: 'last-known-good' };
    this.#options.onChanged([]);
  }

  close(): void {
    this.#coalescing?.cancel();
    this.#closing.abort();
  }

  /** One fetch at a time: an older answer must not overwrite a newer one. */
  #fetchAfterOthers(connection: Connection, parts: readonly Part[]): Promise<void> {
    this.#fetching = this.#fetching.then(() => this.#fetch(connection, parts));
    return this.#fetching;
  }

  async #fetch(connection: Connection, parts: readonly Part[]): Promise<void> {
    const results = await Promise.all(parts.map((part) => this.#fetchPart(connection, part)));
    if (this.#closing.signal.aborted) return;
    const isFirst = !this.#wasFetched;
    const before = this.#current;
    const state = parts.length === ALL_PARTS.length || before.state === 'live' ? 'live' : before.state;
    this.#leftOut = { ...this.#leftOut, ...Object.fromEntries(parts.map((part, index) => [part, results[index]?.leftOut ?? []])) };
    const lists = Object.assign({}, ...results.map((result) => result.parts));
    this.#current = { ...before, ...lists, state, fetchedAtMs: this.#options.clock.now(), leftOut: Object.values(this.#leftOut).flat() };
    this.#wasFetched = true;
    const changed = parts.filter((part) => isFirst || partText(before, part) !== partText(this.#current, part));
    if (changed.length > 0 || before.state !== state) this.#options.onChanged(changed);
    if (changed.length > 0) await this.#keep();
  }

  async #fetchPart(connection: Connection, part: Part): Promise<Fetched> {
    if (connection.info.capabilities[part] === undefined) return { parts: EMPTY_PARTS[part], leftOut: [] };
    if (part === 'tools') return this.#fetchOne(connection, 'tools/list', 'tools', (tool) => findToolFault(tool, connection.info.era));
    if (part === 'prompts') return this.#fetchOne(connection, 'prompts/list', 'prompts', findPromptFault);
    const [resources, templates] = await Promise.all([
      this.#fetchOne(connection, 'resources/list', 'resources', findResourceFault),
      this.#fetchOne(connection, 'resources/templates/list', 'resourceTemplates', findResourceTemplateFault),
    ]);
    return { parts: { ...resources.parts, ...templates.parts }, leftOut: [...resources.leftOut, ...templates.leftOut] };
  }

  async #fetchOne(
    connection: Connection,
    method: FetchListOptions['method'],
    field: keyof Fetched['parts'],
    findFault: (item: unknown, era: ProtocolEra) => string | undefined,
  ): Promise<Fetched> {
    const { serverName, clock, logger } = this.#options;
    try {
      const signal = this.#closing.signal;
      const items = await fetchList(connection, { method, field, timeoutMs: this.#options.listTimeoutMs(), clock, serverName, signal });
      return sortOut(items, field, (item) => findFault(item, connection.info.era));
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      if (isMissingMethod(error)) return { parts: { [field]: [] }, leftOut: [] };
      if (!this.#closing.signal.aborted) logger.log('warn', `The list "${method}" of server "${serverName}" failed; what was known of it stays.`, { server: serverName, error: error.error.toJSON() });
      this.#options.onFailure(connection, error);
      return { parts: {}, leftOut: [{ path: field, message: error.error.message, severity: 'warning' }] };
    }
  }

  async #keep(): Promise<void> {
    const { tools, prompts, resources, resourceTemplates, fetchedAtMs } = this.#current;
    const { store, serverName, fingerprint } = this.#options;
    await store.save(serverName, fingerprint, { tools, prompts, resources, resourceTemplates, fetchedAtMs });
  }
}

const ALL_PARTS: readonly Part[] = ['tools', 'prompts', 'resources'];

const EMPTY_PARTS: Readonly<Record<Part, Fetched['parts']>> = {
  tools: { tools: [] },
  prompts: { prompts: [] },
  resources: { resources: [], resourceTemplates: [] },
};

/** Many servers advertise prompts or resources and then don't know the method: that is an empty list, not a failure. */
function isMissingMethod(failure: ConnectionFailure): boolean {
  return failure.error.code === 'METHOD_NOT_FOUND';
}

const KEY_OF_LIST: Readonly<Record<keyof Fetched['parts'], string>> = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
};

/** What a host can use, and what has to be left out and why: broken definitions, and all but the first of one name. */
function sortOut(items: readonly unknown[], field: keyof Fetched['parts'], findFault: (item: unknown) => string | undefined): Fetched {
  const kept = new Map<string, unknown>();
  const leftOut: ConfigurationFault[] = [];
  for (const [index, item] of items.entries()) {
    const key: unknown = Reflect.get(Object(item), KEY_OF_LIST[field]);
    const path = `${field}[${typeof key === 'string' ? JSON.stringify(key.slice(0, 100)) : index}]`;
    const fault = findFault(item) ?? (typeof key === 'string' && kept.has(key) ? 'It is listed twice; the first one counts.' : undefined);
    if (fault === undefined && typeof key === 'string') kept.set(key, item);
    else leftOut.push({ path, message: fault ?? 'It has no name.', severity: 'warning' });
  }
  // Every item passed the check of its kind, which proves the type of the list.
  const list = [...kept.values()] as readonly (Definition & ResourceDefinition & ResourceTemplateDefinition)[];
  return { parts: { [field]: list }, leftOut };
}

function partText(catalog: ServerCatalog, part: Part): string {
  if (part === 'resources') return JSON.stringify([catalog.resources, catalog.resourceTemplates]);
  return JSON.stringify(catalog[part]);
}
