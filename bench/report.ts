import { arch, cpus, platform, totalmem } from 'node:os';
import { type Figure, isKept, type Limit, type Sample } from './figure.ts';

/** The figures as a table in Markdown, with what they were measured on above it. */
export function toReport(figures: readonly Figure[]): string {
  const rows = figures.map(toRow);
  const table = [HEADER, ...rows];
  // A column of its own for the sign of its alignment, also where every cell is empty.
  const widths = HEADER.map((_, column) => Math.max(2, ...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [machine(), '', line(HEADER), rule, ...rows.map(line)].join('\n');
}

/** What the figures were measured on, in one line. */
export function machine(): string {
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} x ${cpu?.model ?? 'unknown CPU'}, ${memoryGiB} GiB, ${platform()} ${arch()}, Node ${process.version}`;
}

const HEADER = ['figure', 'ours', 'min to max', 'bare', 'min to max', 'ratio', 'of best', 'limit', ''] as const;

function toRow(figure: Figure): readonly string[] {
  const { name, unit, ours, bare, limit } = figure;
  const kept = isKept(figure);
  return [
    name,
    `${toText(ours.median)} ${unit}`,
    range(ours),
    bare === undefined ? '' : `${toText(bare.median)} ${unit}`,
    bare === undefined ? '' : range(bare),
    bare === undefined ? '' : (ours.median / bare.median).toFixed(2),
    // What other work on the machine adds is never negative: the best of each says most while the machine is busy.
    bare === undefined ? '' : (best(ours, unit) / best(bare, unit)).toFixed(2),
    limit === undefined ? '' : limitText(limit, unit),
    kept === undefined ? '' : kept ? 'ok' : 'OVER',
  ];
}

function limitText({ kind, most }: Limit, unit: string): string {
  return kind === 'ratio' ? `ratio ${Number(most.toFixed(2))}` : `${most} ${unit}`;
}

function best({ min, max }: Sample, unit: Figure['unit']): number {
  return unit === 'calls/s' ? max : min;
}

function range({ min, max }: Sample): string {
  return `${toText(min)} to ${toText(max)}`;
}

function toText(value: number): string {
  return value < 0.1
    ? value.toFixed(4)
    : value < 10
      ? value.toFixed(2)
      : value < 100
        ? value.toFixed(1)
        : value.toFixed(0);
}
