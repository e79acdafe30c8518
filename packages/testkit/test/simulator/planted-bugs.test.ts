import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

/** So many seeds are tried; most mistakes show in the first few. */
const SEEDS = 400;
/** A program of ours that is started, and simulates for a while. */
const LIMIT_MS = 240_000;

const PACKAGES = new URL('../../../', import.meta.url);

describe('the simulator', () => {
  it.each(PLANTED_BUGS)('finds that $name', { timeout: LIMIT_MS }, async (bug) => {
    const url = new URL(bug.file, PACKAGES);
    expect(readFileSync(url, 'utf8').split(bug.find)).toHaveLength(2);
    const found = await simulate(url, bug);
    expect(bug.breaks).toContain(found.invariant);
  });
});

async function simulate(url: URL, { find, replace }: PlantedBug): Promise<{ readonly invariant: string }> {
  const own = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // In this order: what is loaded is changed first, and compiled after that.
    [
      '--import',
      own('patch-source-main.mjs'),
      '--import',
      'tsx',
      '--conditions=@seawall/source',
      own('planted-bug-main.ts'),
      '1',
      String(SEEDS),
    ],
    { env: { ...process.env, SEAWALL_PLANTED_BUG: JSON.stringify({ url: url.href, find, replace }) } },
  );
  return JSON.parse(stdout);
}
