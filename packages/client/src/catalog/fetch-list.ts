import { type Clock, MCPProtocolError } from '@seawall/core';
import { type Connection, ConnectionFailure } from '../connection/connection.ts';

/** A server that gives more pages than this is not listed further. */
export const MAX_LIST_PAGES = 100;

/** A list of more definitions than this is cut. */
export const MAX_LIST_ITEMS = 20_000;

/** Which list to fetch, and how long it may take over all pages. */
export interface FetchListOptions {
  readonly method: 'tools/list' | 'prompts/list' | 'resources/list' | 'resources/templates/list';
  /** The field of the result that holds the items. */
  readonly field: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly serverName: string;
  readonly signal: AbortSignal;
}

/**
 * Fetches a whole list, page by page.
 *
 * @throws {@link ConnectionFailure} when a page fails, when the time is over, or when pages never end.
 */
export async function fetchList(connection: Connection, options: FetchListOptions): Promise<readonly unknown[]> {
  const { clock, method, field, timeoutMs, signal } = options;
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  const items: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_LIST_PAGES; page += 1) {
    const remainingMs = Math.max(1, deadlineMs - clock.monotonicMs());
    const params = cursor === undefined ? {} : { cursor };
    const result = await connection.request({ method, params }, { timeoutMs: remainingMs, maxTotalTimeoutMs: remainingMs, signal });
    const batch: unknown = Reflect.get(Object(result), field);
    if (!Array.isArray(batch)) throw brokenList(options, `its answer has no list "${field}"`);
    for (const item of batch) items.push(item);
    const next: unknown = Reflect.get(Object(result), 'nextCursor');
    if (next === undefined || next === null || next === '') return items;
    if (typeof next !== 'string' || next === cursor) throw brokenList(options, 'its pages never end: a cursor came twice');
    if (items.length >= MAX_LIST_ITEMS) throw brokenList(options, `it has more than ${MAX_LIST_ITEMS} entries`);
    cursor = next;
  }
  throw brokenList(options, `it has more than ${MAX_LIST_PAGES} pages`);
}

function brokenList({ method, serverName }: FetchListOptions, why: string): ConnectionFailure {
  const error = new MCPProtocolError({
    code: 'INVALID_RESULT',
    serverName,
    operation: method,
    message: `The list "${method}" of server "${serverName}" can't be used: ${why}.`,
    hint: 'This is a fault of the server; its other lists go on working.',
  });
  return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
}
