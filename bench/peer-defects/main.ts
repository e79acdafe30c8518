// Plays the defects that were found in other libraries with Seawall, opossum and cockatiel in one run, and prints what was seen.
// Usage: npm run peer-defects -- [--update]. `--update` writes the table into docs/benchmarks.md. Exits with 1 when ours has one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../report.ts';
import type { Contender } from './contender.ts';
import { type Finding, SCENARIOS } from './scenarios.ts';
import { seawall } from './seawall.ts';
import { type Played, toTable } from './table.ts';

const PAGE = join(import.meta.dirname, '../../docs/benchmarks.md');
const BEGIN = '<!-- Written by npm run peer-defects -- --update; edits below are lost. -->';
const END = '<!-- End of what npm run peer-defects writes. -->';

const { values } = parseArgs({ options: { update: { type: 'boolean' } } });
const contenders = [seawall, await peer('opossum'), await peer('cockatiel')];
const played: Played[] = [];
for (const scenario of SCENARIOS) {
  const findings: (Finding | undefined)[] = [];
  for (const contender of contenders) findings.push(await scenario.play(contender));
  played.push({ scenario, findings });
}
const names = contenders.map(({ name }) => name);
const table = toTable(names, played);
console.log(`${machine()}\n\n${table}`);
if (values.update === true) updatePage();
if (played.some(({ findings: [ours] }) => ours?.holds !== true)) process.exitCode = 1;

/** Those of others lie in files that are not compiled: what they import is installed for this command only. */
async function peer(name: string): Promise<Contender> {
  const module: Record<string, unknown> = await import(new URL(`./${name}.mjs`, import.meta.url).href);
  // Held by the scenarios: whatever does not fit fails at its first call.
  return module[name] as Contender;
}

function updatePage(): void {
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for the table.`);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${machine()}\n\n${table}\n\n${END}${after}`);
}
