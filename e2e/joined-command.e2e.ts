import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './support/temporary-folder.ts';

const DIST = join(import.meta.dirname, '../packages/cli/dist');

/** What a command loads, relative to the folder of what is built. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  await using folder = await temporaryFolder();
  const env = { ...process.env, NODE_V8_COVERAGE: folder.path };
  const child = spawn(process.execPath, [join(DIST, 'main.js'), ...args], { env, stdio: 'ignore' });
  await once(child, 'exit');
  return readdirSync(folder.path).flatMap((name) => {
    // As V8 writes it.
    const { result } = JSON.parse(readFileSync(join(folder.path, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    const urls = result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    return urls.map((url) => relative(DIST, fileURLToPath(url)));
  });
}

it('is what the built command loads, and nothing else', async () => {
  const loaded = await loadedBy(['config', 'check', '--config', 'no-such-file']);
  expect(loaded).toContain(join('bundle', 'command-main.mjs'));
  expect(loaded.filter((file) => !file.startsWith(join('bundle', '/'))).sort()).toEqual([
    'bundled-entry.js',
    'main.js',
    'young-generation.js',
  ]);
});

it('comes with the licences of the packages of others in it', () => {
  const licences = readFileSync(join(DIST, 'bundle/third-party-licences.txt'), 'utf8');
  for (const name of ['@modelcontextprotocol/client', 'hono', 'kysely', 'undici', 'zod']) {
    expect(licences).toMatch(new RegExp(`^${name} \\S+ \\((?:MIT|Apache-2\\.0)\\)\\n===`, 'm'));
  }
});
