import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PACKS } from '../../../src/diagnosis/packs/built-in-packs.ts';
import { describePacks } from './describe-packs.ts';

const path = fileURLToPath(new URL('../../../../../docs/packs.md', import.meta.url));
const MARKER =
  '<!-- The rest is made from the packs: npx vitest run packages/core/test/diagnosis/packs/packs-page.test.ts -u -->\n\n';

describe('docs/packs.md', () => {
  it('says what every pack knows', async () => {
    const page = await readFile(path, 'utf8');
    const written = page.slice(0, page.indexOf(MARKER));
    await expect(`${written}${MARKER}${describePacks(BUILT_IN_PACKS)}`).toMatchFileSnapshot(path);
  });

  it('keeps what people wrote above what is made', async () => {
    const page = await readFile(path, 'utf8');
    expect(page.split(MARKER)).toHaveLength(2);
    expect(page.slice(0, page.indexOf(MARKER))).toMatch(/^# Packs\n/);
  });
});
