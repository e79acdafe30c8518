import type { Services } from '../data/services.tsx';
import { adminQuery, pagesQuery } from '../data/use-admin.ts';
import { callFilter } from '../screens/calls/call-filter.ts';
import { groupFilter } from '../screens/errors/group-filter.ts';
import { logFilter } from '../screens/errors/log-filter.ts';
import type { PageSearchValues } from './use-page-search.ts';

type Data = Pick<Services, 'admin' | 'queries'>;

/** Reads what a screen shows first. */
type Read = (data: Data, search: PageSearchValues) => void;

/** The screens that show a list, below the address of the page. */
const READS: Readonly<Record<string, Read>> = {
  '/servers': ({ admin, queries }) => void queries.prefetchQuery(adminQuery({ admin }, 'listServers')),
  '/errors': (data, search) => readPage(data, pagesQuery(data, 'listGroups', groupFilter(search))),
  '/log': (data, search) => readPage(data, pagesQuery(data, 'listErrors', logFilter(search))),
  '/calls': (data, search) => readPage(data, pagesQuery(data, 'listCalls', callFilter(search))),
};

/** What is known already is shown at once, and read again by the screen itself. */
function readPage({ queries }: Data, query: ReturnType<typeof pagesQuery>): void {
  if (queries.getQueryState(query.queryKey) === undefined) void queries.prefetchInfiniteQuery(query);
}

/** Reads the list that a link leads to: between pointing at it and the screen lies the time that the gateway takes to answer. */
export function fetchAhead(services: Pick<Services, 'admin' | 'queries' | 'baseUrl'>, address: URL): void {
  const { baseUrl } = services;
  if (!address.pathname.startsWith(`${baseUrl}/`)) return;
  READS[address.pathname.slice(baseUrl.length)]?.(services, Object.fromEntries(address.searchParams));
}
