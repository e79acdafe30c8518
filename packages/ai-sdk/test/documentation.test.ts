import { readFile } from 'node:fs/promises';
import { AGENT_TOOLS_DEFAULTS, REPEAT_DEFAULTS } from '@seawall/client';
import { describe, expect, it } from 'vitest';
import { SEAWALL_TOOLS_DEFAULTS } from '../src/index.ts';
import { MAX_PICTURE_LENGTH } from '../src/model-output.ts';
import { compareFaults } from './compare/compare-faults.ts';
import { TABLE_MARKS, toTables } from './compare/comparison-table.ts';

const page = await readFile(new URL('../../../docs/ai-sdk.md', import.meta.url), 'utf8');

describe('docs/ai-sdk.md', () => {
  it.each(Object.entries({ ...SEAWALL_TOOLS_DEFAULTS, ...REPEAT_DEFAULTS, ...AGENT_TOOLS_DEFAULTS }))(
    'tells the default of %s as the code has it',
    (name, value) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row?.split('|')[3]?.replaceAll(/[`']/g, '').trim()).toBe(String(value));
    },
  );

  it('tells how large a picture may be', () => {
    expect(page).toContain(`up to ${Math.floor((MAX_PICTURE_LENGTH * 3) / 4 / 1_000_000)} MB`);
  });

  it('shows what the client of the framework and ours make of the same faults (A92, A99, A105)', async () => {
    const [first, last] = TABLE_MARKS;
    const shown = page.split(first)[1]?.split(last)[0]?.trim();
    expect(shown).toBe(toTables(await compareFaults()));
  });
});
