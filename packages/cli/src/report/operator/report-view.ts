import type { CommandContext } from '../../context.ts';
import { type Colors, colorsFor, type Paint } from '../../terminal/colors.ts';
import { toDisplayLine, wrapToWidth } from '../../terminal/display-text.ts';

/** How to show what a gateway answered. */
export interface ReportView {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Now, in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** The view that fits stdout as it is now. */
export function viewOf({ stdout, env, clock }: CommandContext): ReportView {
  return { colors: colorsFor(stdout, env), width: stdout.columns ?? UNLIMITED_COLUMNS, nowMs: clock.now() };
}

/** Text from outside, harmless and broken into lines under an indentation. */
export function paragraph(text: string, { view, indent, paint = (line) => line }: ParagraphOptions): readonly string[] {
  const room = Math.max(MIN_WIDTH, view.width - indent);
  const lines = wrapToWidth(toDisplayLine(text), room, MAX_LINES);
  return lines.map((line) => ' '.repeat(indent) + paint(line));
}

/** How a paragraph stands. */
export interface ParagraphOptions {
  readonly view: ReportView;
  readonly indent: number;
  readonly paint?: Paint;
}

/** Pairs under each other, the names in one column. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[], view: ReportView) {
  const known = rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.flatMap(([name, value]) => {
    const [first = '', ...rest] = paragraph(value, { view, indent: width + GAP });
    return [view.colors.dim(name.padEnd(width + GAP)) + first.trimStart(), ...rest];
  });
}

const UNLIMITED_COLUMNS = 160;
const MIN_WIDTH = 20;
const MAX_LINES = 6;
const GAP = 2;
