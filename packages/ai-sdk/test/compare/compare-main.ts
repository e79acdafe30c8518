// Plays faults of servers with the MCP client of the framework and with ours, and prints what came of each as tables.
// Usage: npm run compare-ai-sdk [-- --write]. With --write they are put into docs/ai-sdk.md.
import { readFile, writeFile } from 'node:fs/promises';
import { compareFaults } from './compare-faults.ts';
import { TABLE_MARKS, toTables } from './comparison-table.ts';

const tables = toTables(await compareFaults());
if (process.argv.includes('--write')) {
  const page = new URL('../../../../docs/ai-sdk.md', import.meta.url);
  const text = await readFile(page, 'utf8');
  const [first, last] = TABLE_MARKS;
  const [before = '', rest = ''] = text.split(first);
  const [, after = ''] = rest.split(last);
  await writeFile(page, `${before}${first}\n\n${tables}\n\n${last}${after}`);
} else process.stdout.write(`${tables}\n`);
