// Plays faults against a gateway and a bare one beside it, and kills everything while writes are made, and the gateway while it
// watches. Usage: npm run chaos -- [faults] [kill-writes] [kill-observing] [--short] [--only TEXT] [--no-bare] [--rounds N]
// [--writes N] [--kills N] [--seed N] [--untimed] [--update] [--verbose]. Needs a build and Linux. Exits with 1 when something did not hold.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BARE, COMMAND_FILE, SEAWALL } from '../../bench/contender.ts';
import { figuresOf, type Violation, violationsOf } from './judge.ts';
import { hasHeld, killObserving } from './kill-observing.ts';
import { killWrites } from './kill-writes.ts';
import type { Observed } from './observed.ts';
import { PACE, type Pace, play, SHORT_PACE } from './play.ts';
import { type RowResult, toKillTable, toObservingTable, toTable, updatePage } from './report.ts';
import { ROWS, type Row } from './rows.ts';

/** A limit in time that is missed because of the machine is not missed in each of so many rounds. */
const ROUNDS = '3';
const BUSY_STALL_MS = 250;
const BUSY_P99_MS = 150;

const SUBJECTS = ['faults', 'kill-writes', 'kill-observing'];
const WRITES = 10_000;
const SHORT_WRITES = 500;
const KILLS = 200;
const SHORT_KILLS = 10;

const { values, positionals } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-bare': { type: 'boolean', default: false },
    writes: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
    rounds: { type: 'string', default: ROUNDS },
    update: { type: 'boolean', default: false },
    untimed: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const subjects = positionals.length === 0 ? SUBJECTS : positionals;
const rows = ROWS.filter(({ name, transport, isShort }) => {
  const isMeant = values.only === undefined || `${name} ${transport}`.includes(values.only);
  return isMeant && (!values.short || isShort);
});
const writes = Number(values.writes ?? (values.short ? SHORT_WRITES : WRITES));
const kills = Number(values.kills ?? (values.short ? SHORT_KILLS : KILLS));
const maxRounds = Number(values.rounds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const refusal = refusalOf();
if (refusal !== undefined) {
  console.error(refusal);
  process.exit(2);
}

if (subjects.includes('faults')) await playFaults();
if (subjects.includes('kill-writes') && values.only === undefined) await playKills();
if (subjects.includes('kill-observing') && values.only === undefined) await playObserving();

function refusalOf(): string | undefined {
  const unknown = subjects.filter((subject) => !SUBJECTS.includes(subject));
  if (unknown.length > 0) return `Unknown: ${unknown.join(', ')}. There are: ${SUBJECTS.join(', ')}.`;
  if (rows.length === 0) return `No row is called "${values.only}".`;
  if (!Number.isInteger(writes) || writes < 1) return `--writes is ${values.writes}. Allowed: a whole number from 1.`;
  if (!Number.isInteger(kills) || kills < 1) return `--kills is ${values.kills}. Allowed: a whole number from 1.`;
  if (!Number.isInteger(maxRounds) || maxRounds < 1)
    return `--rounds is ${values.rounds}. Allowed: a whole number from 1.`;
  if (!Number.isInteger(seed)) return `--seed is ${values.seed}. Allowed: a whole number.`;
  return existsSync(COMMAND_FILE) ? undefined : 'The command is not built. Run: npm run build';
}

async function playFaults(): Promise<void> {
  const results: RowResult[] = [];
  for (const row of rows) {
    const result = await playRow(row, values.short ? SHORT_PACE : PACE);
    results.push(result);
    const failed = result.violations.map(({ text }) => `  ${text}`);
    console.error(
      [`${row.name} over ${row.transport}: ${failed.length === 0 ? 'held' : 'OVER'}`, ...failed].join('\n'),
    );
  }
  console.log(toTable(results));
  if (values.update) updatePage('faults', toTable(results));
  if (results.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
}

async function playKills(): Promise<void> {
  const killed = await killWrites(writes, seed);
  console.log(`${toKillTable(killed)}\n\nSeed ${seed}.`);
  if (values.update) updatePage('kill-writes', toKillTable(killed));
  if (killed.duplicates + killed.missing + killed.unreported > 0) process.exitCode = 1;
}

async function playObserving(): Promise<void> {
  const killed = await killObserving(kills, seed);
  console.log(`${toObservingTable(killed)}\n\nSeed ${seed}.`);
  for (const trouble of new Set(killed.fileTroubles)) console.error(trouble);
  if (values.update) updatePage('kill-observing', toObservingTable(killed));
  if (!hasHeld(killed)) process.exitCode = 1;
}

async function playRow(row: Row, rowPace: Pace): Promise<RowResult> {
  let bare: Observed | undefined;
  const earlier: Observed[] = [];
  for (let rounds = 1; ; rounds += 1) {
    const isFirst = rounds === 1 && !values['no-bare'];
    const beside = isFirst && !row.isHeavy ? play(BARE, row, rowPace) : undefined;
    const ours = await play(SEAWALL, row, rowPace);
    bare ??= await beside;
    if (isFirst && row.isHeavy) bare = await play(BARE, row, rowPace);
    const figures = figuresOf(ours, row.limits, earlier);
    earlier.push(ours);
    const violations = violationsOf(figures, row.limits);
    if (values.verbose) tell(ours);
    // A machine that is busy with other things makes any call late; what was written twice or told stays so.
    const isBusy = ours.stallMs > BUSY_STALL_MS || figures.p99BeforeMs > BUSY_P99_MS;
    const isTheMachines = ({ isTiming, isPatience }: Violation): boolean => isTiming || (isPatience && isBusy);
    const mayBeTheMachine = violations.every(isTheMachines);
    if (violations.length > 0 && mayBeTheMachine && !values.untimed && rounds < maxRounds) {
      console.error(`${row.name} over ${row.transport}, again: ${violations.map(({ text }) => text).join('; ')}`);
      continue;
    }
    return {
      row,
      ours: figures,
      bare: bare === undefined ? undefined : figuresOf(bare, row.limits),
      violations: values.untimed ? violations.filter((violation) => !isTheMachines(violation)) : violations,
      rounds,
    };
  }
}

/** Every call that did not go well, for whoever looks for the reason. */
function tell({ calls, faultFromMs, faultToMs }: Observed): void {
  console.error(`fault from ${Math.round(faultFromMs)} to ${Math.round(faultToMs)} ms`);
  for (const { server, tool, startedMs, durationMs, outcome, code, text } of calls) {
    if (outcome === 'ok' && durationMs < 500) continue;
    const at = `${Math.round(startedMs)} +${Math.round(durationMs)} ms`;
    console.error(`${at} ${server} ${tool} ${outcome} ${code ?? ''} ${text.replaceAll('\n', ' ').slice(0, 220)}`);
  }
}
