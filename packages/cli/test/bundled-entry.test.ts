import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledEntry } from '../src/bundled-entry.ts';
import { scratchFolder } from './scratch-folder.ts';

const ENTRY = 'packages/cli/dist/bundle/command-main.mjs';
const WORKER = 'packages/store/worker/observations/tables.mjs';
const MADE_AT = 1000;

/** Writes files, each with the time at which it was made, in seconds, and gives the end of what is to be loaded. */
function entryAmong(folder: string, files: Readonly<Record<string, number>>): string | undefined {
  for (const [name, madeAt] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    utimesSync(file, madeAt, madeAt);
  }
  const root = pathToFileURL(`${folder}/`);
  return bundledEntry(new URL('packages/cli/dist/', root))?.href.slice(root.href.length);
}

function compiled(madeAt: number): Record<string, number> {
  const names = ['core', 'client', 'store', 'telemetry', 'admin-api', 'gateway', 'cli'];
  return Object.fromEntries(names.map((name) => [`packages/${name}/dist/.tsbuildinfo`, madeAt]));
}

describe('the joined files of the command', () => {
  it('are not taken where there are none', async () => {
    await using scratch = await scratchFolder();
    expect(entryAmong(scratch.path, { 'packages/cli/dist/main.js': MADE_AT })).toBeUndefined();
  });

  it('are taken where the package was published', async () => {
    await using scratch = await scratchFolder();
    expect(entryAmong(scratch.path, { [ENTRY]: MADE_AT, 'packages/cli/dist/main.js': MADE_AT + 1 })).toBe(ENTRY);
  });

  it('are taken where nothing was compiled since', async () => {
    await using scratch = await scratchFolder();
    expect(entryAmong(scratch.path, { [ENTRY]: MADE_AT, [WORKER]: MADE_AT, ...compiled(MADE_AT) })).toBe(ENTRY);
  });

  it.each([...Object.keys(compiled(0)), WORKER])('are not taken where %s is newer', async (newer) => {
    await using scratch = await scratchFolder();
    const files = { [ENTRY]: MADE_AT, [WORKER]: MADE_AT, ...compiled(MADE_AT), [newer]: MADE_AT + 1 };
    expect(entryAmong(scratch.path, files)).toBeUndefined();
  });
});
