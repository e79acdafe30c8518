// Measures Seawall against its limits, a bare aggregator and other libraries. Usage: npm run bench -- [SUBJECT...] [--json FILE]
// Needs a build and Linux. Exits with 1 when a figure is over its limit.
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls.ts';
import { COMMAND_FILE } from './contender.ts';
import { measureDashboard } from './dashboard.ts';
import { measureExplaining } from './explaining.ts';
import { type Figure, isKept } from './figure.ts';
import { measureMemory } from './memory.ts';
import { measureObserving } from './observing.ts';
import { measurePolicies } from './policies.ts';
import { measureRecovery } from './recovery.ts';
import { machine, toReport } from './report.ts';
import { createScratch, type Scratch } from './scratch.ts';
import { measureShutdown } from './shutdown.ts';
import { measureStartup } from './startup.ts';
import { measureStore } from './store/measure-store.ts';
import { measureTelemetry } from './telemetry.ts';

const SUBJECTS = new Map<string, (scratch: Scratch) => Promise<Figure[]>>([
  ['startup', measureStartup],
  ['memory', measureMemory],
  ['recovery', measureRecovery],
  ['shutdown', measureShutdown],
  ['calls', measureCalls],
  ['explaining', measureExplaining],
  ['policies', measurePolicies],
  ['observing', measureObserving],
  ['store', measureStore],
  ['telemetry', measureTelemetry],
  ['dashboard', measureDashboard],
]);

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !SUBJECTS.has(name));
if (unknown.length > 0 || !existsSync(COMMAND_FILE)) {
  console.error(
    unknown.length > 0
      ? `Unknown: ${unknown.join(', ')}. There are: ${[...SUBJECTS.keys()].join(', ')}.`
      : 'The command is not built. Run: npm run build',
  );
  process.exit(2);
}

const figures: Figure[] = [];
{
  using scratch = createScratch();
  for (const [name, measure] of SUBJECTS) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const startedMs = performance.now();
    figures.push(...(await measure(scratch)));
    console.error(`${name}: measured in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  }
}
console.log(toReport(figures));
if (values.json !== undefined) {
  const rows = figures.map((figure) => ({ ...figure, kept: isKept(figure) }));
  writeFileSync(values.json, `${JSON.stringify({ machine: machine(), figures: rows }, null, 2)}\n`);
}
if (figures.some((figure) => isKept(figure) === false)) process.exitCode = 1;
