import { type Alternatives, patternsOf } from './any-of.ts';
import { requiredLiterals } from './required-literals.ts';

/** As many places as the literals are spread over; a power of two. */
const PLACES = 4096;

interface Line {
  /** Its place among all lines of the index. */
  readonly id: number;
  /** The place of its table among all tables. */
  readonly table: number;
  readonly source: string;
  /** Made when a text may match for the first time. */
  pattern: RegExp | undefined;
}

interface Entry {
  readonly literal: string;
  /** Where in the literal the three characters stand by which it is found. */
  readonly offset: number;
  /** A line that requires the literal. */
  readonly line: Line;
}

interface Table {
  readonly id: number;
  readonly lines: readonly Line[];
}

/** What may match a text: 1 for each line, and for each table with such a line. */
interface Openings {
  readonly lines: Uint8Array;
  readonly tables: Uint8Array;
}

/** What of many tables holds for one text. */
export interface PatternSearch {
  /** What the first matching pattern found; `undefined` when none does. Only for tables of the index. */
  find(alternatives: Alternatives): string | undefined;
}

/**
 * Many tables of patterns, of which only a few can match a text. One pass over the text finds the literals in it, and with
 * them the patterns that are worth trying.
 */
export class PatternIndex {
  readonly #tables = new Map<Alternatives, Table>();
  readonly #places: (Entry[] | undefined)[] = Array.from({ length: PLACES }, () => undefined);
  /** Lines that require no literal. */
  readonly #always: Openings;
  /** Lines that are not entered yet, the next one last. */
  readonly #waiting: Line[];

  constructor(tables: Iterable<Alternatives>) {
    const all: Line[] = [];
    for (const alternatives of tables) {
      const table = this.#tables.size;
      const lines = patternsOf(alternatives).map((source, index) => ({
        id: all.length + index,
        table,
        source,
        pattern: undefined,
      }));
      this.#tables.set(alternatives, { id: table, lines });
      all.push(...lines);
    }
    this.#always = { lines: new Uint8Array(all.length), tables: new Uint8Array(this.#tables.size) };
    this.#waiting = all.reverse();
  }

  /**
   * Gets ready for the next `count` patterns. The first search does all that is left at once, which takes some milliseconds
   * for a large index: whoever has time before does it in parts.
   *
   * @returns whether there is more to do
   */
  prepare(count: number): boolean {
    for (const line of this.#waiting.splice(-count).reverse()) this.#enter(line);
    return this.#waiting.length > 0;
  }

  /** Looks at a text once. */
  search(text: string): PatternSearch {
    if (this.#waiting.length > 0) this.prepare(this.#waiting.length);
    const open = { lines: this.#always.lines.slice(), tables: this.#always.tables.slice() };
    for (let at = 0; at + 2 < text.length; at += 1) {
      const entries = this.#places[placeOf(text, at)];
      if (entries === undefined) continue;
      for (const { literal, offset, line } of entries)
        if (open.lines[line.id] === 0 && text.startsWith(literal, at - offset)) openLine(line, open);
    }
    return { find: (alternatives) => findIn(this.#tables.get(alternatives), text, open) };
  }

  #enter(line: Line): void {
    const literals = requiredLiterals(line.source);
    if (literals === undefined) openLine(line, this.#always);
    for (const literal of literals ?? []) {
      const offset = this.#quietest(literal);
      const place = placeOf(literal, offset);
      const entries = this.#places[place] ?? [];
      entries.push({ literal, offset, line });
      this.#places[place] = entries;
    }
  }

  /** Three characters of the literal by which few others are found. */
  #quietest(literal: string): number {
    let best = 0;
    for (let at = 1; at + 2 < literal.length; at += 1)
      if (this.#load(literal, at) < this.#load(literal, best)) best = at;
    return best;
  }

  #load(literal: string, at: number): number {
    return this.#places[placeOf(literal, at)]?.length ?? 0;
  }
}

function placeOf(text: string, at: number): number {
  return (text.charCodeAt(at) * 1369 + text.charCodeAt(at + 1) * 37 + text.charCodeAt(at + 2)) & (PLACES - 1);
}

function openLine({ id, table }: Line, open: Openings): void {
  open.lines[id] = 1;
  open.tables[table] = 1;
}

function findIn(table: Table | undefined, text: string, open: Openings): string | undefined {
  if (table === undefined || open.tables[table.id] === 0) return undefined;
  for (const line of table.lines) {
    if (open.lines[line.id] === 0) continue;
    line.pattern ??= new RegExp(line.source);
    const match = line.pattern.exec(text);
    if (match) return match[0];
  }
  return undefined;
}
