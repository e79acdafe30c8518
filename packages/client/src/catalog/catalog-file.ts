import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CreateId, type Logger, MCPError } from '@seawall/core/base';
import type { CatalogStore, StoredCatalog } from './catalog-store.ts';

/** Where catalogs are kept, and who hears of trouble. */
export interface CatalogFilesOptions {
  /** Made when it is missing, readable for its owner only. */
  readonly folder: string;
  readonly logger: Logger;
  readonly createId: CreateId;
}

/** A file that is larger than this is not kept, in bytes. */
export const MAX_CATALOG_BYTES = 33_554_432;

const FORMAT = 1;

/** Keeps the catalog of each server in a JSON file of its own, written whole and renamed, readable for its owner only. */
export function createCatalogFiles(options: CatalogFilesOptions): CatalogStore {
  const { folder, logger, createId } = options;
  const fileOf = (server: string): string => join(folder, `${fileNameOf(server)}.json`);
  const report = (message: string, server: string, error: unknown): void =>
    logger.log('warn', message, { server, error: MCPError.isInstance(error) ? error.toJSON() : String(error) });
  return {
    load: async (server, fingerprint) => {
      try {
        const text = await readFile(fileOf(server), 'utf8');
        return parseStored(text, fingerprint);
      } catch (error) {
        if (!isMissingFile(error))
          report('A kept catalog could not be read; the server is listed once it is connected.', server, error);
        return undefined;
      }
    },
    save: async (server, fingerprint, catalog) => {
      const temporary = `${fileOf(server)}.${createId()}.tmp`;
      try {
        const text = JSON.stringify({ format: FORMAT, server, fingerprint, catalog });
        if (text.length > MAX_CATALOG_BYTES) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(temporary, text, { mode: 0o600 });
        await rename(temporary, fileOf(server));
      } catch (error) {
        report(
          'A catalog could not be kept; after a restart the server is listed only once it is connected.',
          server,
          error,
        );
        await rm(temporary, { force: true }).catch(() => undefined); // What failed before is what matters.
      }
    },
  };
}

/** A file name that no server name can break out of, and that two servers never share. */
export function fileNameOf(server: string): string {
  const readable = server.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 40);
  return `${readable}-${createHash('sha256').update(server).digest('hex').slice(0, 12)}`;
}

function parseStored(text: string, fingerprint: string): StoredCatalog | undefined {
  const stored: unknown = JSON.parse(text);
  if (Reflect.get(Object(stored), 'format') !== FORMAT || Reflect.get(Object(stored), 'fingerprint') !== fingerprint)
    return undefined;
  const catalog: unknown = Reflect.get(Object(stored), 'catalog');
  return isStoredCatalog(catalog) ? catalog : undefined;
}

function isStoredCatalog(value: unknown): value is StoredCatalog {
  const isList = (field: string): boolean => {
    const list: unknown = Reflect.get(Object(value), field);
    return Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
  };
  return (
    ['tools', 'prompts', 'resources', 'resourceTemplates'].every(isList) &&
    typeof Reflect.get(Object(value), 'fetchedAtMs') === 'number'
  );
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
}
