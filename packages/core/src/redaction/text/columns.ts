import { classifyName, type NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import type { Findings } from './findings.ts';

/**
 * Finds the values below a sensitive name in a table: CSV, columns between `|` or tabs, columns that blanks keep apart.
 * `pieces` are the places at which a piece of a name ends.
 */
export function findColumns(text: string, pieces: readonly number[], findings: Findings): void {
  let done = 0;
  for (const piece of pieces) {
    if (piece < done) continue;
    const end = text.indexOf('\n', piece);
    if (end < 0) return;
    const start = text.lastIndexOf('\n', piece) + 1;
    done = end + 1;
    const table = end - start > MAX_HEADER ? undefined : readHeader(text.slice(start, end));
    if (table !== undefined) done = hideBelow(text, done, table, findings);
  }
}

/** A line that names columns is shorter, in characters. */
const MAX_HEADER = 1024;
const MAX_ROW = 16_384;

interface Table {
  readonly border: RegExp;
  /** What each column holds; `undefined` for those that are no secret. */
  readonly kinds: readonly (NameKind | undefined)[];
}

const BORDERS: readonly RegExp[] = [/\t/g, /\|/g, /,/g, /;/g, / {2,}/g];
const COLUMN_NAME = /^[\s"'`*]*([\p{L}_][\p{L}\d_ .-]{0,40}?)?[\s"'`*\r]*$/u;

/** What a line says about the columns below, if it is one of names with at least one that is sensitive. */
function readHeader(line: string): Table | undefined {
  const border = BORDERS.find((each) => line.search(each) > 0 || line.split(each).length > 2);
  if (border === undefined) return undefined;
  const names = line.split(border).map((cell) => COLUMN_NAME.exec(cell));
  if (names.length < 2 || names.some((name) => name === null)) return undefined;
  const kinds = names.map((name) => {
    const kind = classifyName(name?.[1] ?? '');
    return kind.strength === 'strong' ? kind : undefined;
  });
  return kinds.some((kind) => kind !== undefined) ? { border, kinds } : undefined;
}

/** Hides the values of the lines from `from` on that have the same columns. Gives back where the table ends. */
function hideBelow(text: string, from: number, { border, kinds }: Table, findings: Findings): number {
  let line = from;
  while (line < text.length) {
    const lineEnd = text.indexOf('\n', line);
    const stop = lineEnd < 0 ? text.length : lineEnd;
    const row = text.slice(line, Math.min(stop, line + MAX_ROW));
    const cells = row.split(border);
    if (cells.length < 2) return line;
    if (cells.length === kinds.length) hideRow(row, line, border, kinds, findings);
    line = stop + 1;
  }
  return line;
}

function hideRow(
  row: string,
  offset: number,
  border: RegExp,
  kinds: readonly (NameKind | undefined)[],
  findings: Findings,
): void {
  const borders = [...row.matchAll(border)];
  for (const [column, kind] of kinds.entries()) {
    if (kind === undefined) continue;
    const before = borders[column - 1];
    const start = before === undefined ? 0 : before.index + before[0].length;
    const cell = row.slice(start, borders[column]?.index ?? row.length);
    const value = cell.replace(/^[\s"'`]+|[\s"'`]+$/g, '');
    // A word or a short number below a name may be anything.
    if (!isSecretValue(kind, value, 'loose')) continue;
    const at = offset + start + cell.indexOf(value);
    findings.add(at, at + value.length, kind.rule);
  }
}
