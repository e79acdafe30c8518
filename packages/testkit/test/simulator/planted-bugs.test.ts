import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareSimulator, runScenario } from '../../src/simulator/run-scenario.ts';
import { generateScenario } from '../../src/simulator/scenario/generate-scenario.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

/** So many seeds are tried; most mistakes show in the first few. */
const SEEDS = 400;
/** A program of ours that is started, and simulates for a while. */
const LIMIT_MS = 600_000;

const PACKAGES = new URL('../../../', import.meta.url);

beforeAll(async () => {
  const { stackTraceLimit } = Error;
  await prepareSimulator();
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}, LIMIT_MS);

describe('the simulator', () => {
  it.each(PLANTED_BUGS)('finds that $name', { timeout: LIMIT_MS }, async (bug) => {
    const url = new URL(bug.file, PACKAGES);
    expect(readFileSync(url, 'utf8').split(bug.find)).toHaveLength(2);
    const found = await simulate(url, bug);
    expect(bug.breaks).toContain(found.invariant);
    // It is the mistake that shows, and nothing else.
    expect(await runScenario(generateScenario(found.seed, bug.worlds))).toMatchObject({ kind: 'held' });
  });
});

interface Found {
  readonly invariant: string;
  readonly seed: number;
}

async function simulate(url: URL, { find, replace, worlds = {} }: PlantedBug): Promise<Found> {
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
      JSON.stringify(worlds),
    ],
    { env: { ...process.env, SEAWALL_PLANTED_BUG: JSON.stringify({ url: url.href, find, replace }) } },
  );
  return JSON.parse(stdout);
}
