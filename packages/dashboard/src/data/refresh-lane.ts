import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { PageClock } from '../clock.ts';

/** How often one thing is read again because of what happens, in milliseconds. */
export const REFRESH_MS = 2000;

/** Has things read again, each now and then at the most. */
export interface RefreshLane {
  /** Has everything under a key be read again soon. */
  later(key: QueryKey): void;
  close(): void;
}

/**
 * Builds the lane.
 *
 * What happens many times a second must not have something read as often; and an answer that is on its way is waited for, because
 * a gateway that is slow would else never get to the end of one.
 */
export function createRefreshLane(clock: PageClock, queries: QueryClient): RefreshLane {
  /** By key; bounded by what the page shows. */
  const waiting = new Map<string, QueryKey>();
  let cancel: (() => void) | undefined;
  const schedule = (): void => {
    cancel ??= clock.after(REFRESH_MS, flush);
  };
  const flush = (): void => {
    cancel = undefined;
    for (const [name, key] of waiting) {
      if (queries.isFetching({ queryKey: key }) > 0) continue;
      waiting.delete(name);
      // A query that fails says so itself, where its data is shown.
      void queries.invalidateQueries({ queryKey: key, predicate: isShort });
    }
    if (waiting.size > 0) schedule();
  };
  return {
    later: (key) => {
      waiting.set(JSON.stringify(key), key);
      schedule();
    },
    close: () => {
      cancel?.();
      cancel = undefined;
      waiting.clear();
    },
  };
}

/** So many pages of a list are read again by themselves. */
const MAX_PAGES = 5;

/** Whether a list is so short that it can be read again as it is; else whoever went so far asks for it. */
export function isShort({ state: { data } }: { readonly state: { readonly data: unknown } }): boolean {
  const pages: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'pages') : undefined;
  return !Array.isArray(pages) || pages.length <= MAX_PAGES;
}
