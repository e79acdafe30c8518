import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAKE_CLOCK_DEFAULTS, realServerFaults } from '@seawall/testkit';
import { expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../..');
const README = readFileSync(join(FOLDER, 'README.md'), 'utf8');

it('names the defaults of the fake clock as they are', () => {
  for (const [name, value] of Object.entries(FAKE_CLOCK_DEFAULTS)) {
    expect(README).toContain(`| \`${name}\` | number | ${value} |`);
  }
});

it.each([
  'scenario/scripted-tool.ts',
  'scenario/final-behaviours.ts',
  'scenario/server-scenario.ts',
  'http/http-fault.ts',
])('describes every kind in %s', (path) => {
  const source = readFileSync(join(FOLDER, 'src', path), 'utf8');
  const kinds = [...source.matchAll(/readonly kind: '([a-z-]+)';/g)].flatMap(([, kind]) => kind ?? []);
  expect(kinds.length).toBeGreaterThan(4);
  for (const kind of kinds) expect(README).toContain(`\`${kind}\``);
});

it('describes every fault of real servers', () => {
  for (const name of Object.keys(realServerFaults)) expect(README).toContain(`\`${name}\``);
});
