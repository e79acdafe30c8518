import type { ChaosReport, ChaosRow } from '@seawall/testkit';
import type { Colors } from '../terminal/colors.ts';
import { toDisplayLine } from '../terminal/display-text.ts';
import { renderTable, type TableColumn } from '../terminal/table.ts';

/** What came of `seawall chaos` as a text: a table, then what did not hold, then the sum. */
export function chaosText(report: ChaosReport, { colors, width }: ChaosTextOptions): string {
  const rows = report.rows.map((row) => {
    const cells = cellsOf(row);
    const isHeld = row.violations.length === 0;
    return [...cells, { text: isHeld ? 'held' : 'DID NOT HOLD', paint: isHeld ? colors.green : colors.red }];
  });
  const table =
    report.rows.length === 0 ? [] : renderTable({ columns: COLUMNS, rows, width, paintHeading: colors.dim });
  const details = report.rows.flatMap(({ server, fault, violations }) =>
    violations.map((violation) => `${toDisplayLine(server)}, ${fault}: ${violation}`),
  );
  const leftOut = report.leftOut.map(
    ({ server, reason }) => `${toDisplayLine(server)} was left out: it is not ready (${toDisplayLine(reason)}).`,
  );
  const parts = [table, details, leftOut, [sumOf(report)]].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** How the text is to look. */
export interface ChaosTextOptions {
  readonly colors: Colors;
  readonly width: number;
}

const COLUMNS: readonly TableColumn[] = [
  { title: 'SERVER', flexible: true },
  { title: 'FAULT' },
  { title: 'CALLS', align: 'right' },
  { title: 'GOOD', align: 'right' },
  { title: 'LATE', align: 'right' },
  { title: 'OTHERS', align: 'right' },
  { title: 'RECOVERED IN', align: 'right' },
  { title: 'TWICE', align: 'right' },
  { title: 'LOST', align: 'right' },
  { title: 'UNKNOWN', align: 'right' },
  { title: 'RESULT' },
];

function cellsOf({ server, fault, figures }: ChaosRow): readonly string[] {
  const { calls, answeredWell, late, healthyCalls, healthyFailed, recoveryMs } = figures;
  return [
    server,
    fault,
    String(calls),
    String(answeredWell),
    String(late),
    `${healthyCalls - healthyFailed}/${healthyCalls}`,
    recoveryMs === undefined ? 'never' : `${Math.round(recoveryMs)} ms`,
    String(figures.duplicates),
    String(figures.missing),
    String(figures.unknown),
  ];
}

function sumOf({ rows, seed }: ChaosReport): string {
  if (rows.length === 0) return 'Nothing was played: no server is ready, or none of the faults fits one.';
  const bad = rows.filter(({ violations }) => violations.length > 0).length;
  const what = bad === 0 ? `All ${rows.length} faults held.` : `${bad} of ${rows.length} faults did not hold.`;
  return `${what} Seed ${seed}.`;
}
