// Plays every failure with the framework's own MCP adapter and with ours, and prints the difference as a table.
// Usage: npm run compare-adapters [-- --write]    --write puts it into docs/langchain.md
import { readFile, writeFile } from 'node:fs/promises';
import { compareAdapters } from './compare-adapters.ts';
import { formatComparison, TABLE_MARKERS } from './comparison-table.ts';

const PAGE = new URL('../../../../docs/langchain.md', import.meta.url);
const table = formatComparison(await compareAdapters());
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  const page = await readFile(PAGE, 'utf8');
  const { start, end } = TABLE_MARKERS;
  const from = page.indexOf(start) + start.length;
  await writeFile(PAGE, `${page.slice(0, from)}\n${table}\n${page.slice(page.indexOf(end))}`);
}
