import { type Clock, MCPProtocolError } from '@seawall/core/base';
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

/** A list as it came. */
export interface FetchedList {
  readonly items: readonly unknown[];
  /** Why the rest of the list is missing; absent when it is whole. */
  readonly cut?: string;
}

/**
 * Fetches a whole list, page by page.
 *
 * Pages that never end cost only themselves: the list is cut, and says so.
 *
 * @throws {@link ConnectionFailure} when a page fails or is no list, or when the time is over.
 */
export async function fetchList(connection: Connection, options: FetchListOptions): Promise<FetchedList> {
  const { clock, method, field, timeoutMs, signal } = options;
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  const items: unknown[] = [];
  const cursors = new Set<string>(); // At most MAX_LIST_PAGES.
  let params: { readonly cursor?: string } = {};
  for (let page = 0; page < MAX_LIST_PAGES; page += 1) {
    const remainingMs = Math.max(1, deadlineMs - clock.monotonicMs());
    const result = await connection.request(
      { method, params },
      { timeoutMs: remainingMs, maxTotalTimeoutMs: remainingMs, signal },
    );
    const batch: unknown = Reflect.get(Object(result), field);
    if (!Array.isArray(batch)) throw brokenList(options, `its answer has no list "${field}"`);
    const room = MAX_LIST_ITEMS - items.length;
    for (const item of batch.slice(0, room)) items.push(item);
    const cursor: unknown = Reflect.get(Object(result), 'nextCursor');
    const isLast = cursor === undefined || cursor === null || cursor === '';
    if (batch.length > room || (!isLast && batch.length === room))
      return { items, cut: `Cut after ${MAX_LIST_ITEMS} entries.` };
    if (isLast) return { items };
    if (typeof cursor !== 'string')
      return { items, cut: `Cut after page ${page + 1}: the cursor of the next page is not a text.` };
    if (cursors.has(cursor))
      return { items, cut: `Cut after page ${page + 1}: its pages never end, a cursor came twice.` };
    cursors.add(cursor);
    params = { cursor };
  }
  return { items, cut: `Cut after ${MAX_LIST_PAGES} pages.` };
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
