import {
  MCPValidationError,
  type Page,
  type PageQuery,
  readPageQuery,
  type TimeRange,
  toPageCursor,
} from '@seawall/core/base';
import { linesFromEnd } from '../lines/lines-from-end.ts';
import { isEqual, isWithin } from '../memory-store/query-conditions.ts';
import { shownName } from '../tracker/bounded-text.ts';
import { type AuditRow, fieldNeedle, readLine, unreadableRow } from './audit-row.ts';
import type { AuditSegments } from './audit-segments.ts';

/** Which rows are wanted. */
export interface AuditQuery extends PageQuery, TimeRange {
  readonly actor?: string;
  readonly action?: string;
  readonly server?: string;
}

/**
 * One page of rows, newest first. Reads back from the end of the trail, or from where the page before ended, and holds a few
 * blocks of it at most.
 *
 * Lines that can't be read stand in it as one row at their place, where rows of all kinds are asked for.
 *
 * @throws {@link MCPValidationError} with `PARAMETER_INVALID` for a cursor or limit that can't be.
 */
export async function readAudit(segments: AuditSegments, query: AuditQuery): Promise<Page<AuditRow>> {
  const place = placeOf(query);
  const search = createSearch(query);
  const found = new FoundRows(search, place?.atMs);
  const numbers = (await segments.numbers()).filter((number) => number <= (place?.number ?? number));
  for (const number of numbers.toReversed()) {
    const handle = await segments.openToRead(number);
    if (handle === undefined) continue;
    try {
      const { size, mtimeMs } = await handle.stat();
      // The clock that stamps files stamps rows: the whole file is older.
      if (mtimeMs < (query.fromMs ?? 0)) continue;
      found.beginFile(mtimeMs);
      const end = number === place?.number ? Math.min(place.offset, size) : size;
      for await (const lines of linesFromEnd(handle, end, search.needles)) {
        for (const { offset, bytes } of lines.toReversed()) {
          // Somebody may be writing it.
          const isOpenEnd = offset + bytes.length === size;
          found.take(`${number}-${offset}`, bytes, isOpenEnd);
          // One more than asked for tells whether there is another page.
          if (found.rows.length > query.limit) return pageOf(found.rows.slice(0, query.limit));
        }
      }
      found.endRun();
    } finally {
      await handle.close();
    }
  }
  return found.rows.length > query.limit ? pageOf(found.rows.slice(0, query.limit)) : { items: found.rows };
}

/** The rows that are wanted, of lines that are looked at from the last one back. */
class FoundRows {
  readonly rows: AuditRow[] = [];
  readonly #search: Search;
  /** Of the line before, which is the newer one. */
  #atMs: number | undefined;
  #fileAtMs = 0;
  #unreadable: { readonly id: string; readonly lines: number } | undefined;

  constructor(search: Search, atMs: number | undefined) {
    this.#search = search;
    this.#atMs = atMs;
  }

  beginFile(changedAtMs: number): void {
    this.#fileAtMs = changedAtMs;
  }

  take(id: string, bytes: Buffer, isOpenEnd: boolean): void {
    const row = readLine(id, bytes);
    if (row !== undefined) {
      this.endRun();
      this.#atMs = row.atMs;
      this.#add(row);
    } else if (!isOpenEnd && this.#search.needles.length === 0) {
      this.#unreadable = { id, lines: (this.#unreadable?.lines ?? 0) + 1 };
    }
  }

  /** The lines that could not be read are followed by one that can, or by none in this file. */
  endRun(): void {
    if (this.#unreadable === undefined) return;
    const { id, lines } = this.#unreadable;
    this.#unreadable = undefined;
    this.#add(unreadableRow(id, this.#atMs ?? this.#fileAtMs, lines));
  }

  #add(row: AuditRow): void {
    if (this.#search.isWanted(row)) this.rows.push(row);
  }
}

interface Search {
  /** Of which every line that is wanted has all. */
  readonly needles: readonly string[];
  readonly isWanted: (row: AuditRow) => boolean;
}

function createSearch(query: AuditQuery): Search {
  const wanted = FIELDS.flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [{ field, value: shownName(value) }];
  });
  return {
    needles: wanted.map(({ field, value }) => fieldNeedle(field, value)),
    isWanted: (row) => isWithin(query, row.atMs) && wanted.every(({ field, value }) => isEqual(value, row[field])),
  };
}

const FIELDS = ['actor', 'action', 'server'] as const;

function pageOf(items: readonly AuditRow[]): Page<AuditRow> {
  const last = items.at(-1);
  return last === undefined ? { items } : { items, next: toPageCursor(LIST, { atMs: last.atMs, id: last.id }) };
}

/** Where the page before ended. */
function placeOf(
  query: AuditQuery,
): { readonly number: number; readonly offset: number; readonly atMs: number } | undefined {
  const position = readPageQuery(LIST, query);
  if (position === undefined) return undefined;
  const [, number, offset] = /^(\d{1,10})-(\d{1,15})$/.exec(position.id) ?? [];
  if (number !== undefined && offset !== undefined) {
    return { number: Number(number), offset: Number(offset), atMs: position.atMs };
  }
  throw new MCPValidationError({
    code: 'PARAMETER_INVALID',
    message: 'The parameter "cursor" is not valid.',
    hint: 'It has to be the cursor of an earlier page of this list.',
    field: 'cursor',
    value: query.cursor,
    expectedType: 'the cursor of an earlier page of this list',
  });
}

const LIST = 'audit';
