import type { ConfigurationFault } from '@seawall/core/base';

/** What a server offers, as it was last heard of. Definitions are passed on as they came, unknown fields included. */
export interface ServerCatalog {
  readonly server: string;
  readonly state: CatalogState;
  /** When the lists were fetched, in milliseconds since the epoch; absent while nothing is known. */
  readonly fetchedAtMs: number | undefined;
  readonly tools: readonly Definition[];
  readonly prompts: readonly Definition[];
  readonly resources: readonly ResourceDefinition[];
  readonly resourceTemplates: readonly ResourceTemplateDefinition[];
  /** Definitions that were left out because a host could not use them, and lists that failed though others came. */
  readonly leftOut: readonly ConfigurationFault[];
}

/** The catalog of a server of which nothing is known. */
export function emptyCatalog(server: string): ServerCatalog {
  return {
    server,
    state: 'none',
    fetchedAtMs: undefined,
    tools: [],
    prompts: [],
    resources: [],
    resourceTemplates: [],
    leftOut: [],
  };
}

/** `none`: never heard of it. `live`: connected and up to date. `last-known-good`: from before the connection was lost. */
export type CatalogState = 'none' | 'live' | 'last-known-good';

/** A tool or a prompt. */
export interface Definition {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** A resource. */
export interface ResourceDefinition {
  readonly uri: string;
  readonly [field: string]: unknown;
}

/** A template for URIs of resources. */
export interface ResourceTemplateDefinition {
  readonly uriTemplate: string;
  readonly [field: string]: unknown;
}
