import type { ServerCatalog } from './server-catalog.ts';

/** The lists of a server as they are kept from one run to the next. */
export type StoredCatalog = Pick<
  ServerCatalog,
  'fetchedAtMs' | 'tools' | 'prompts' | 'resources' | 'resourceTemplates'
>;

/** Keeps catalogs from one run to the next. */
export interface CatalogStore {
  /** What was kept for this server under this fingerprint; `undefined` when nothing or when it can't be read. Never rejects. */
  load(server: string, fingerprint: string): Promise<StoredCatalog | undefined>;
  /** Keeps a catalog. Never rejects: what fails is reported by the store itself. */
  save(server: string, fingerprint: string, catalog: StoredCatalog): Promise<void>;
}

/** A store that forgets: for the library without a data folder, and for a second gateway on one. */
export const forgetfulCatalogStore: CatalogStore = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
};
