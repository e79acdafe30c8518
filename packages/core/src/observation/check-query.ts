import { MCPValidationError } from '../errors/validation-error.ts';
import type { PageQuery, SeriesQuery } from './observation-store.ts';

/** Where a page ends: the time by which its list is ordered, and the id of its last record. */
export interface PagePosition {
  readonly atMs: number;
  readonly id: string;
}

/** How long a minute is, which is the finest step of sums. */
const MINUTE_MS = 60_000;
const MAX_PAGE = 1000;
const MAX_STEPS = 2000;
/** No cursor that was handed out is longer, in characters. */
const MAX_CURSOR_LENGTH = 4000;

/** The cursor of a page of one list: it leads on in that list only. */
export function toPageCursor(list: string, { atMs, id }: PagePosition): string {
  const bytes = new TextEncoder().encode(JSON.stringify([list, atMs, id]));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Where a page has to begin, for the query that asks for it.
 *
 * @throws {@link MCPValidationError} with `PARAMETER_INVALID` when the limit is out of range or the cursor is not one of this list.
 */
export function readPageQuery(list: string, { limit, cursor }: PageQuery): PagePosition | undefined {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw invalid('limit', limit, `a whole number from 1 to ${MAX_PAGE}`);
  }
  if (cursor === undefined) return undefined;
  const position = decode(cursor);
  if (Array.isArray(position) && position.length === 3) {
    const [of, atMs, id]: readonly unknown[] = position;
    if (of === list && typeof atMs === 'number' && typeof id === 'string') return { atMs, id };
  }
  throw invalid('cursor', cursor, 'the cursor of an earlier page of this list');
}

/**
 * Refuses sums that make no sense, or too many of them.
 *
 * @throws {@link MCPValidationError} with `PARAMETER_INVALID`.
 */
export function assertSeriesQuery({ fromMs, toMs, stepMs }: SeriesQuery): void {
  if (!Number.isSafeInteger(fromMs)) throw invalid('fromMs', fromMs, 'a time in whole milliseconds');
  if (!Number.isSafeInteger(toMs)) throw invalid('toMs', toMs, 'a time in whole milliseconds');
  if (!Number.isSafeInteger(stepMs) || stepMs < MINUTE_MS || stepMs % MINUTE_MS !== 0) {
    throw invalid('stepMs', stepMs, 'a whole number of minutes, in milliseconds');
  }
  if ((toMs - fromMs) / stepMs > MAX_STEPS) throw invalid('stepMs', stepMs, `at most ${MAX_STEPS} steps`);
}

function decode(cursor: string): unknown {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Whatever it is, we did not hand it out.
    return undefined;
  }
}

function invalid(field: string, value: unknown, expectedType: string): MCPValidationError {
  return new MCPValidationError({
    code: 'PARAMETER_INVALID',
    message: `The parameter "${field}" is not valid.`,
    hint: `It has to be ${expectedType}.`,
    field,
    value,
    expectedType,
  });
}
