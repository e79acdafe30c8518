import { type CatalogChanged, type ConfigurationFault, redactConfigured } from '@seawall/core/base';
import type { Connection, ConnectionFailure } from '../connection/connection.ts';
import { toRequestFailure } from '../supervision/unforeseen-failure.ts';
import type { StoredCatalog } from './catalog-store.ts';
import {
  type DefinitionSource,
  findPromptFault,
  findResourceFault,
  findResourceTemplateFault,
  findToolFault,
} from './definition-check.ts';
import { type FetchListOptions, fetchList } from './fetch-list.ts';
import type { Definition, ResourceDefinition, ResourceTemplateDefinition } from './server-catalog.ts';

/** What a server announces changes of, and what is fetched as one. */
export type Part = CatalogChanged['changed'][number];

export const ALL_PARTS: readonly Part[] = ['tools', 'prompts', 'resources'];

/** What came of fetching one part. */
export interface Fetched {
  /** The lists that came; one that failed is missing. */
  readonly lists: Partial<Omit<StoredCatalog, 'fetchedAtMs'>>;
  /** Whether the server was asked for any of them and answered. */
  readonly isAnswered: boolean;
  readonly leftOut: readonly ConfigurationFault[];
  readonly failures: readonly { readonly method: string; readonly failure: ConnectionFailure }[];
}

/** How one part is fetched. */
export type FetchPartOptions = Omit<FetchListOptions, 'method' | 'field'>;

/** Fetches one part of what a server offers: a part that it does not advertise is empty. Never rejects. */
export async function fetchPart(connection: Connection, part: Part, options: FetchPartOptions): Promise<Fetched> {
  const isAdvertised = connection.info.capabilities[part] !== undefined;
  const fetched = await Promise.all(
    LISTS[part].map((list) => (isAdvertised ? fetchOne(connection, list, options) : emptyList(list))),
  );
  return {
    lists: Object.assign({}, ...fetched.map(({ lists }) => lists)),
    isAnswered: fetched.some(({ isAnswered }) => isAnswered),
    leftOut: fetched.flatMap(({ leftOut }) => leftOut),
    failures: fetched.flatMap(({ failures }) => failures),
  };
}

/** The lists that an earlier run kept, without what a host could not use: the file may have been changed since. */
export function recheck(stored: StoredCatalog): Fetched['lists'] {
  const lists = Object.values(LISTS).flat();
  return Object.assign({}, ...lists.map((list) => sortOut(stored[list.field], list, STORED).lists));
}

/** Of what was kept it is not known where it came from: what no connection allows is left out. */
const STORED: DefinitionSource = { era: 'modern', transport: 'stdio' };

type Field = keyof Fetched['lists'];

interface List {
  readonly method: FetchListOptions['method'];
  readonly field: Field;
  /** The field of an item that names it. */
  readonly key: 'name' | 'uri' | 'uriTemplate';
  readonly findFault: (item: unknown, source: DefinitionSource) => string | undefined;
}

const LISTS: Readonly<Record<Part, readonly List[]>> = {
  tools: [{ method: 'tools/list', field: 'tools', key: 'name', findFault: findToolFault }],
  prompts: [{ method: 'prompts/list', field: 'prompts', key: 'name', findFault: findPromptFault }],
  resources: [
    { method: 'resources/list', field: 'resources', key: 'uri', findFault: findResourceFault },
    {
      method: 'resources/templates/list',
      field: 'resourceTemplates',
      key: 'uriTemplate',
      findFault: findResourceTemplateFault,
    },
  ],
};

async function fetchOne(connection: Connection, list: List, options: FetchPartOptions): Promise<Fetched> {
  const { method, field } = list;
  try {
    const { items, cut } = await fetchList(connection, { ...options, method, field });
    const sorted = sortOut(items, list, connection.info);
    if (cut === undefined) return sorted;
    return { ...sorted, leftOut: [...sorted.leftOut, { path: field, message: cut, severity: 'warning' }] };
  } catch (error) {
    const failure = toRequestFailure(error, options.serverName);
    if (isMissingMethod(failure)) return { ...emptyList(list), isAnswered: true };
    const leftOut: ConfigurationFault = { path: field, message: failure.error.message, severity: 'warning' };
    return { lists: {}, isAnswered: false, leftOut: [leftOut], failures: [{ method, failure }] };
  }
}

/** Many servers advertise prompts or resources and then don't know the method: that is an empty list, not a failure. */
function isMissingMethod(failure: ConnectionFailure): boolean {
  return failure.error.code === 'METHOD_NOT_FOUND';
}

function emptyList({ field }: List): Fetched {
  return { lists: { [field]: [] }, isAnswered: false, leftOut: [], failures: [] };
}

/** What a host can use, and what has to be left out and why: broken definitions, and all but the first of one name. */
function sortOut(items: readonly unknown[], { field, key, findFault }: List, source: DefinitionSource): Fetched {
  const kept = new Map<string, unknown>();
  const leftOut: ConfigurationFault[] = [];
  for (const [index, given] of items.entries()) {
    const item = redactConfigured(given);
    const name: unknown = Reflect.get(Object(item), key);
    const path = `${field}[${typeof name === 'string' ? JSON.stringify(name.slice(0, 100)) : index}]`;
    const fault = findFault(item, source) ?? findNameFault(name, Reflect.get(Object(given), key), kept);
    if (fault === undefined && typeof name === 'string') kept.set(name, item);
    else leftOut.push({ path, message: fault ?? 'It has no name.', severity: 'warning' });
  }
  // Every item passed the check of its kind, which proves the type of the list.
  const list = [...kept.values()] as readonly (Definition & ResourceDefinition & ResourceTemplateDefinition)[];
  return { lists: { [field]: list }, isAnswered: true, leftOut, failures: [] };
}

/** By a name that is not the server's any more nothing could be called; by its own one the secret would get out. */
function findNameFault(name: unknown, given: unknown, kept: ReadonlyMap<string, unknown>): string | undefined {
  if (name !== given) return 'Its name holds a value that is configured as a secret.';
  return typeof name === 'string' && kept.has(name) ? 'It is listed twice; the first one counts.' : undefined;
}
