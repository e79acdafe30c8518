import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compareAdapters } from './compare-adapters.ts';
import { formatComparison } from './comparison-table.ts';

describe('docs/langchain.md', () => {
  it('shows the difference to the adapter of the framework as it is now', async () => {
    const rows = await compareAdapters();
    expect(rows.filter(({ seawall }) => seawall.run !== 'goes on' || seawall.leaks.length > 0)).toEqual([]);
    const page = await readFile(new URL('../../../../docs/langchain.md', import.meta.url), 'utf8');
    expect(page).toContain(formatComparison(rows));
  });
});
