import type { AdminRequest, RouteAnswer, RouteId } from '@seawall/admin-api';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { invalidate } from './apply-events.ts';
import { isShort } from './refresh-lane.ts';
import { type Services, useServices } from './services.tsx';

/** How an operation is asked. */
export interface AdminQueryOptions {
  readonly enabled?: boolean;
  /** Reads it again now and then, unless the page is paused: no event tells of each call that went well, nor of each notice. */
  readonly isCounted?: boolean;
}

/** How often what is counted is read again, in milliseconds. */
const COUNTED_MS = 15_000;

/**
 * Reads what an operation answers, and keeps it up to date. The old answer stays while another one is on its way.
 *
 * Some operations that change nothing take a body all the same.
 */
export function useAdmin<Id extends RouteId>(
  id: Id,
  request: Omit<AdminRequest<Id>, 'signal'> = {},
  { enabled = true, isCounted = false }: AdminQueryOptions = {},
): UseQueryResult<RouteAnswer<Id>> {
  const services = useServices();
  return useQuery<RouteAnswer<Id>>({
    ...adminQuery(services, id, request),
    placeholderData: keepPreviousData,
    enabled,
    ...(isCounted ? { refetchInterval: () => countedMs(services) } : {}),
  });
}

function countedMs({ live }: Pick<Services, 'live'>): number | false {
  return live.state.read().kind === 'paused' ? false : COUNTED_MS;
}

/** What an operation answers, as it is kept: for reading it before something that shows it is built. */
export function adminQuery<Id extends RouteId>(
  { admin }: Pick<Services, 'admin'>,
  id: Id,
  request: Omit<AdminRequest<Id>, 'signal'> = {},
): UseQueryOptions<RouteAnswer<Id>> & { readonly queryKey: QueryKey } {
  const { parameters = {}, query = {}, body } = request;
  return {
    queryKey: body === undefined ? [id, parameters, query] : [id, parameters, query, body],
    queryFn: ({ signal }) => admin.request(id, { ...request, signal }),
  };
}

/** The operations that answer pages of a list. */
export type PagedRouteId =
  | 'listErrors'
  | 'listGroups'
  | 'listCalls'
  | 'listAlerts'
  | 'listDeliveries'
  | 'listAudit'
  | 'listHealthChanges';

/** A list that is read page by page. */
export interface PagedList<Item> {
  readonly items: readonly Item[];
  /** Absent until the first page was there. */
  readonly isLoaded: boolean;
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly hasMore: boolean;
  readonly updatedAtMs: number;
  loadMore(): void;
  reload(): void;
}

/** How a list is asked. */
export interface AdminPagesOptions<Id extends PagedRouteId> extends AdminQueryOptions {
  /** The beginning of the list where it is known from elsewhere: it is shown until the list is there. */
  readonly beginning?: RouteAnswer<Id> | undefined;
}

/** Reads a list page by page. */
export function useAdminPages<Id extends PagedRouteId>(
  id: Id,
  query: AdminRequest<Id>['query'] = {},
  { enabled = true, isCounted = false, beginning }: AdminPagesOptions<Id> = {},
): PagedList<RouteAnswer<Id>['items'][number]> {
  const services = useServices();
  const { queries } = services;
  type Item = RouteAnswer<Id>['items'][number];
  const pages = pagesQuery(services, id, query);
  const { queryKey } = pages;
  const found = useInfiniteQuery({
    ...pages,
    placeholderData: keepPreviousData,
    enabled,
    // Older than everything, so it is read anew at once; what is the same in it is not drawn anew then.
    ...(beginning === undefined
      ? {}
      : { initialData: { pages: [beginning], pageParams: [NO_CURSOR] }, initialDataUpdatedAt: 0 }),
    ...(isCounted
      ? { refetchInterval: (of: Parameters<typeof isShort>[0]) => (isShort(of) ? countedMs(services) : false) }
      : {}),
  });
  const { data } = found;
  const items = useMemo(
    // Each page is the answer of this operation, which the compiler can't tell for a name that is not known yet.
    () => (data?.pages ?? []).flatMap((page) => page.items as readonly Item[]),
    [data],
  );
  return {
    items,
    isLoaded: found.data !== undefined,
    error: found.error,
    isFetching: found.isFetching,
    hasMore: found.hasNextPage,
    updatedAtMs: found.dataUpdatedAt,
    // What fails is in `error`.
    loadMore: () => void found.fetchNextPage(),
    reload: () => {
      // Only what stands at the top is read, however far somebody went.
      queries.setQueryData<InfiniteData<unknown>>(queryKey, (known) =>
        known === undefined ? undefined : { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) },
      );
      void found.refetch({ cancelRefetch: false });
    },
  };
}

/** A list that is read page by page, as it is kept: for reading its first page before something that shows it is built. */
export function pagesQuery<Id extends PagedRouteId>(
  { admin }: Pick<Services, 'admin'>,
  id: Id,
  query: AdminRequest<Id>['query'] = {},
) {
  return {
    queryKey: [id, {}, query, 'pages'] as const,
    queryFn: ({ pageParam, signal }: PageContext): Promise<RouteAnswer<PagedRouteId>> =>
      admin.request<PagedRouteId>(id, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: NO_CURSOR,
    getNextPageParam: (last: RouteAnswer<PagedRouteId>) => last.next,
  };
}

interface PageContext {
  readonly pageParam: string | undefined;
  readonly signal: AbortSignal;
}

const NO_CURSOR: string | undefined = undefined;

/** The names of all servers; a change of one that keeps its name draws nothing anew. */
export function useServerNames(): readonly string[] {
  const services = useServices();
  return useQuery({ ...adminQuery(services, 'listServers'), select: namesOf }).data ?? NO_NAMES;
}

const namesOf = ({ items }: RouteAnswer<'listServers'>): readonly string[] => items.map(({ name }) => name);
const NO_NAMES: readonly string[] = [];

/** Does an operation that changes something, and has everything that it may have changed be read again. */
export function useAdminChange<Id extends RouteId>(
  id: Id,
): UseMutationResult<RouteAnswer<Id>, Error, AdminRequest<Id>> {
  const { admin, queries } = useServices();
  return useMutation<RouteAnswer<Id>, Error, AdminRequest<Id>>({
    mutationFn: (request) => admin.request(id, request),
    onSuccess: () => invalidate(queries),
  });
}
