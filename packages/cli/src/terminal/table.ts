import type { Paint } from './colors.ts';
import { displayWidth, padToWidth, toDisplayLine, truncateToWidth } from './display-text.ts';

/** Renders rows under a heading, each line at most `width` columns wide. Cells may hold anything: they are made harmless. */
export function renderTable(options: TableOptions): readonly string[] {
  const { columns, width } = options;
  const rows = options.rows.map((cells) => columns.map((_, index) => toCell(cells[index])));
  const widths = fitWidths(
    columns.map((column, index) => ({
      wanted: Math.max(displayWidth(column.title), ...rows.map((cells) => displayWidth(cells[index]?.text ?? ''))),
      least: column.flexible === true ? Math.min(MIN_FLEXIBLE_WIDTH, displayWidth(column.title)) : undefined,
    })),
    width,
  );
  const line = (cells: readonly Cell[]): string => {
    let left = width;
    const parts: string[] = [];
    for (const [index, column] of columns.entries()) {
      const room = Math.min(widths[index] ?? 0, left);
      if (room <= 0) break;
      const cell = cells[index] ?? { text: '' };
      const isLast = index === columns.length - 1 && column.align !== 'right';
      const cut = truncateToWidth(cell.text, room);
      const padded = isLast ? cut : padToWidth(cut, room, column.align);
      parts.push(cell.paint === undefined ? padded : cell.paint(padded));
      left -= room + GAP.length;
    }
    return parts.join(GAP);
  };
  const heading = line(
    columns.map((column) => ({ text: column.title, ...(options.paintHeading ? { paint: options.paintHeading } : {}) })),
  );
  return [heading, ...rows.map(line)];
}

/** What to render. */
export interface TableOptions {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (string | Cell)[])[];
  /** Columns of the terminal. */
  readonly width: number;
  readonly paintHeading?: Paint;
}

/** One column. */
export interface TableColumn {
  readonly title: string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
  /** Whether it may be cut where the terminal is narrow.
   * @default false */
  readonly flexible?: boolean;
}

/** A cell with a look. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

const GAP = '  ';
const MIN_FLEXIBLE_WIDTH = 8;

function toCell(cell: string | Cell | undefined): Cell {
  if (cell === undefined) return { text: '' };
  return typeof cell === 'string' ? { text: toDisplayLine(cell) } : { ...cell, text: toDisplayLine(cell.text) };
}

interface Span {
  readonly wanted: number;
  /** How far it may be cut; absent where it may not. */
  readonly least: number | undefined;
}

/** Takes from the widest flexible columns until all fit, or nothing is left to take. */
function fitWidths(spans: readonly Span[], width: number): readonly number[] {
  const widths = spans.map((span) => span.wanted);
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (spans.length - 1) - width;
  while (excess > 0) {
    const cuttable = spans
      .map((span, index) => ({ index, now: widths[index] ?? 0, least: span.least }))
      .filter((span) => span.least !== undefined && span.now > span.least);
    const widest = cuttable.reduce<(typeof cuttable)[number] | undefined>(
      (best, span) => (best && best.now >= span.now ? best : span),
      undefined,
    );
    if (widest === undefined) break;
    widths[widest.index] = widest.now - 1;
    excess -= 1;
  }
  return widths;
}
