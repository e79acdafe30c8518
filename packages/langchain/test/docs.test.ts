import { readFile } from 'node:fs/promises';
import { AGENT_TOOLS_DEFAULTS, REPEAT_DEFAULTS } from '@seawall/client';
import { describe, expect, it } from 'vitest';
import { MIDDLEWARE_DEFAULTS, SEAWALL_TOOLS_DEFAULTS } from '../src/index.ts';

const page = await readFile(new URL('../../../docs/langchain.md', import.meta.url), 'utf8');
const rows = Object.entries({
  ...AGENT_TOOLS_DEFAULTS,
  ...REPEAT_DEFAULTS,
  ...SEAWALL_TOOLS_DEFAULTS,
  ...MIDDLEWARE_DEFAULTS,
});

describe('docs/langchain.md', () => {
  it.each(rows)('tells the default of %s as it is', (name, value) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const cells = row.replaceAll('\\|', '/').split('|');
    expect(cells[3]?.trim()).toBe(typeof value === 'string' ? `\`'${value}'\`` : String(value));
  });

  it('names the versions that the package asks for', async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect(manifest).toMatchObject({
      peerDependencies: { '@langchain/core': '^1.1.48', '@langchain/langgraph': '^1.4.0', langchain: '^1.4.0' },
    });
    expect(page).toContain(
      'Needs `langchain` 1.4.0, `@langchain/core` 1.1.48 and `@langchain/langgraph` 1.4.0 or newer.',
    );
  });
});
