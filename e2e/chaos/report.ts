import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from '../../bench/report.ts';
import { REPOSITORY } from '../support/gateway-process.ts';
import type { Figures, Share, Violation } from './judge.ts';
import type { KilledObserving } from './kill-observing.ts';
import type { KilledWrites } from './kill-writes.ts';
import type { Row } from './rows.ts';

/** What came of one row. */
export interface RowResult {
  readonly row: Row;
  readonly ours: Figures;
  readonly bare: Figures | undefined;
  readonly violations: readonly Violation[];
  /** How often it was played: a limit in time that was not kept on a busy machine gets another chance. */
  readonly rounds: number;
}

const PAGE = join(REPOSITORY, 'docs/benchmarks.md');

/** Writes a table into its place in the page. @throws Error when the page has no place for it. */
export function updatePage(subject: string, table: string): void {
  const begin = `<!-- Written by npm run chaos -- ${subject} --update; edits below are lost. -->`;
  const end = `<!-- End of what npm run chaos -- ${subject} writes. -->`;
  const [before, rest] = readFileSync(PAGE, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for the table of ${subject}.`);
  writeFileSync(PAGE, `${before}${begin}\n\n${machine()}\n\n${table}\n\n${end}${after}`);
}

/** What came of the writes as a table in Markdown. */
export function toKillTable(killed: KilledWrites): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ['writes acknowledged', killed.acknowledged],
    ['writes of which the host was told that nobody knows', `${killed.unknown} (${killed.unknownThatRan} ran)`],
    ['writes that failed for certain', killed.failed],
    ['kills of servers', killed.serverKills],
    ['kills of the gateway', killed.gatewayKills],
    ['writes that ran twice', killed.duplicates],
    ['acknowledged writes that are missing', killed.missing],
    ['writes that ran though they failed for certain', killed.unreported],
    ['time', `${Math.round(killed.seconds)} s`],
  ];
  return figuresTable(rows);
}

/** What came of what the gateway kept as a table in Markdown. */
export function toObservingTable(killed: KilledObserving): string {
  return figuresTable([
    ['kills of the gateway', killed.kills],
    ['calls meanwhile', killed.calls],
    ['files that could not be opened, or were set aside', killed.fileTroubles.length],
    ['parked writes acknowledged', killed.parked],
    ['of them lost', killed.lostTickets],
    ['of them run twice', killed.ranTwice],
    ['of them never sent', [killed.neverSent.length, ...killed.neverSent].join(' ')],
    ['alerts lost', killed.lostAlerts],
    ['rows of the audit that were due', killed.auditRows],
    ['of them lost', killed.lostAuditRows],
    ['pages about the one outage', killed.pages],
    ['notices of its end', killed.ends],
    ['time', `${Math.round(killed.seconds)} s`],
  ]);
}

function figuresTable(rows: readonly (readonly [name: string, value: string | number])[]): string {
  return [['figure', ''], ['---', '---:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The rows as a table in Markdown, each with what the bare gateway did under it. */
export function toTable(results: readonly RowResult[]): string {
  const rows = results.flatMap((result) => [
    cellsOf(result.row, 'Seawall', result.ours, verdictOf(result)),
    ...(result.bare === undefined ? [] : [cellsOf(result.row, 'bare', result.bare, '')]),
  ]);
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const HEAD = [
  'fault',
  'over',
  'gateway',
  'reads',
  'writes',
  'healthy',
  'lists',
  'late',
  'refused in, median, p90',
  'recovery',
  'healthy p99, before → during',
  'twice',
  'lost',
  'unknown (ran)',
  'unreported',
  'leaks',
  'memory',
  '',
];

function verdictOf({ violations, rounds }: RowResult): string {
  const again = rounds > 1 ? ` (${rounds} rounds)` : '';
  return violations.length === 0 ? `ok${again}` : `**over**${again}`;
}

function cellsOf({ name, transport }: Row, gateway: string, figures: Figures, verdict: string): readonly string[] {
  const { refusedMs, recoveryMs, p99BeforeMs, p99DuringMs, unknown } = figures;
  return [
    name,
    transport,
    gateway,
    of(figures.reads),
    of(figures.writes),
    of(figures.healthy),
    of(figures.lists),
    String(figures.hung),
    refusedMs === undefined ? '' : `${ms(refusedMs.median)}, ${ms(refusedMs.most)}`,
    recoveryMs === undefined ? 'never' : ms(recoveryMs),
    `${ms(p99BeforeMs)} → ${ms(p99DuringMs)}`,
    String(figures.duplicates),
    String(figures.missing),
    unknown.all === 0 ? '0' : `${unknown.all} (${unknown.good})`,
    String(figures.unreported),
    String(figures.leaks.length),
    `${Math.round(figures.memoryMb)} MB`,
    verdict,
  ];
}

function of({ good, all }: Share): string {
  return `${good}/${all}`;
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
