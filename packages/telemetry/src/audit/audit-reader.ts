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
import { type AuditRow, fieldNeedle, readLine } from './audit-row.ts';
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
 * @throws {@link MCPValidationError} with `PARAMETER_INVALID` for a cursor or limit that can't be.
 */
export async function readAudit(segments: AuditSegments, query: AuditQuery): Promise<Page<AuditRow>> {
  const place = placeOf(query);
  const search = createSearch(query);
  // One more than asked for tells whether there is another page.
  const rows: AuditRow[] = [];
  const numbers = (await segments.numbers()).filter((number) => number <= (place?.number ?? number));
  for (const number of numbers.toReversed()) {
    const handle = await segments.openToRead(number);
    if (handle === undefined) continue;
    try {
      const { size, mtimeMs } = await handle.stat();
      // The clock that stamps files stamps rows: the whole file is older.
      if (mtimeMs < (query.fromMs ?? 0)) continue;
      const end = number === place?.number ? Math.min(place.offset, size) : size;
      for await (const lines of linesFromEnd(handle, end, search.needles)) {
        for (const { offset, bytes } of lines.toReversed()) {
          const row = readLine(`${number}-${offset}`, bytes);
          if (row !== undefined && search.isWanted(row)) rows.push(row);
          if (rows.length > query.limit) return pageOf(rows.slice(0, query.limit));
        }
      }
    } finally {
      await handle.close();
    }
  }
  return { items: rows };
}

function createSearch(query: AuditQuery): {
  readonly needles: readonly string[];
  readonly isWanted: (row: AuditRow) => boolean;
} {
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
function placeOf(query: AuditQuery): { readonly number: number; readonly offset: number } | undefined {
  const position = readPageQuery(LIST, query);
  if (position === undefined) return undefined;
  const [, number, offset] = /^(\d{1,10})-(\d{1,15})$/.exec(position.id) ?? [];
  if (number !== undefined && offset !== undefined) return { number: Number(number), offset: Number(offset) };
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
