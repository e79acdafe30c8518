import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createCatalogFiles, fileNameOf } from '../../src/catalog/catalog-file.ts';
import type { CatalogStore, StoredCatalog } from '../../src/catalog/catalog-store.ts';
import { tool } from '../support/fake-connector.ts';

const catalog: StoredCatalog = {
  fetchedAtMs: 1000,
  tools: [tool('a')],
  prompts: [],
  resources: [],
  resourceTemplates: [],
};

interface Fixture extends AsyncDisposable {
  readonly folder: string;
  readonly store: CatalogStore;
  readonly warnings: string[];
  readonly file: string;
}

async function fixture(): Promise<Fixture> {
  const path = await mkdtemp(join(tmpdir(), 'seawall-catalog-'));
  const folder = join(path, 'catalog');
  const warnings: string[] = [];
  const logger = { log: (_level: string, message: string) => void warnings.push(message) };
  return {
    folder,
    store: createCatalogFiles({ folder, logger, createId: createSequentialId() }),
    warnings,
    file: join(folder, `${fileNameOf('jira')}.json`),
    [Symbol.asyncDispose]: async () => {
      await chmod(folder, 0o700).catch(() => undefined); // It may not exist.
      await rm(path, { recursive: true, force: true });
    },
  };
}

describe('catalogs in files', () => {
  it('come back as they were kept', async () => {
    await using disk = await fixture();
    expect(await disk.store.load('jira', 'abc')).toBeUndefined();
    await disk.store.save('jira', 'abc', catalog);
    expect(await disk.store.load('jira', 'abc')).toEqual(catalog);
    expect(disk.warnings).toEqual([]);
  });

  it('are written whole and for their owner only', async () => {
    await using disk = await fixture();
    await Promise.all(Array.from({ length: 10 }, () => disk.store.save('jira', 'abc', catalog)));
    expect(await readdir(disk.folder)).toEqual([`${fileNameOf('jira')}.json`]);
    expect((await stat(disk.file)).mode & 0o777).toBe(0o600);
    expect((await stat(disk.folder)).mode & 0o777).toBe(0o700);
  });

  it('of another entry under the same name are not used', async () => {
    await using disk = await fixture();
    await disk.store.save('jira', 'abc', catalog);
    expect(await disk.store.load('jira', 'changed')).toBeUndefined();
    expect(disk.warnings).toEqual([]);
  });

  it.each([
    ['cut off', '{"format":1,"fing'],
    ['empty', ''],
  ])('that are %s are reported and not used', async (_what, text) => {
    await using disk = await fixture();
    await disk.store.save('jira', 'abc', catalog);
    await writeFile(disk.file, text);
    expect(await disk.store.load('jira', 'abc')).toBeUndefined();
    expect(disk.warnings).toHaveLength(1);
  });

  it.each([
    ['null', null],
    ['of another format', { format: 2, fingerprint: 'abc', catalog }],
    ['without a list', { format: 1, fingerprint: 'abc', catalog: { ...catalog, tools: undefined } }],
    ['with a list of texts', { format: 1, fingerprint: 'abc', catalog: { ...catalog, tools: ['a'] } }],
    ['without a time', { format: 1, fingerprint: 'abc', catalog: { ...catalog, fetchedAtMs: 'now' } }],
  ])('that are %s are not used', async (_what, stored) => {
    await using disk = await fixture();
    await disk.store.save('jira', 'abc', catalog);
    await writeFile(disk.file, JSON.stringify(stored));
    expect(await disk.store.load('jira', 'abc')).toBeUndefined();
  });

  it('report a folder that can not be used, and go on', async () => {
    await using disk = await fixture();
    // A file where the folder should be fails for every user, also for root.
    await writeFile(disk.folder, '');
    await disk.store.save('jira', 'abc', catalog);
    expect(await disk.store.load('jira', 'abc')).toBeUndefined();
    expect(disk.warnings).toHaveLength(2);
  });

  it('have names that no server name breaks out of or shares', () => {
    const names = ['../../etc/passwd', 'a/b', 'a_b', 'A_B', 'a'.repeat(300), '', '\u0000'];
    const files = names.map(fileNameOf);
    expect(new Set(files).size).toBe(names.length);
    for (const file of files) expect(file).toMatch(/^[\w-]{13,53}$/);
  });
});
