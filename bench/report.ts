import { arch, cpus, platform, totalmem } from 'node:os';
import { type Figure, isKept, type Limit, type Sample } from './figure.ts';

/** The figures as a table in Markdown, with what they were measured on above it. */
export function toReport(figures: readonly Figure[]): string {
  const peers = [...new Set(figures.flatMap((figure) => Object.keys(figure.peers ?? {})))];
  const header = [...HEADER, ...peers];
  const rows = figures.map((figure) => [...toRow(figure), ...peers.map((peer) => peerText(figure, peer))]);
  const table = [header, ...rows];
  // A column of its own for the sign of its alignment, also where every cell is empty.
  const widths = header.map((_, column) => Math.max(2, ...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [machine(), '', line(header), rule, ...rows.map(line)].join('\n');
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
    quantity(ours.median, unit),
    range(ours),
    bare === undefined ? '' : quantity(bare.median, unit),
    bare === undefined ? '' : range(bare),
    bare === undefined ? '' : (ours.median / bare.median).toFixed(2),
    // What other work on the machine adds is never negative: the best of each says most while the machine is busy.
    bare === undefined ? '' : (best(ours, unit) / best(bare, unit)).toFixed(2),
    limit === undefined ? '' : limitText(limit, unit),
    kept === undefined ? '' : kept ? 'ok' : 'OVER',
  ];
}

function limitText({ kind, most }: Limit, unit: string): string {
  if (kind === 'ratio' || kind === 'best ratio') return `${kind} ${Number(most.toFixed(2))}`;
  const text = `${most} ${unit}`.trimEnd();
  return kind === 'median' ? text : kind === 'best' ? `best ${text}` : `best + ${text}`;
}

function peerText({ unit, peers }: Figure, name: string): string {
  const sample = peers?.[name];
  return sample === undefined ? '' : quantity(sample.median, unit);
}

function quantity(value: number, unit: string): string {
  return `${toText(value)} ${unit}`.trimEnd();
}

function best({ min, max }: Sample, unit: Figure['unit']): number {
  return unit === 'calls/s' ? max : min;
}

function range({ min, max }: Sample): string {
  return `${toText(min)} to ${toText(max)}`;
}

function toText(value: number): string {
  if (value === 0) return '0';
  return value < 0.1
    ? value.toFixed(4)
    : value < 10
      ? value.toFixed(2)
      : value < 100
        ? value.toFixed(1)
        : value.toFixed(0);
}
