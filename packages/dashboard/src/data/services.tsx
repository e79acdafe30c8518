import { AdminApiError, type AdminClient, CSRF_HEADER, createAdminClient } from '@seawall/admin-api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { browserClock, type PageClock } from '../clock.ts';
import { type Arrivals, applyEvents } from './apply-events.ts';
import { createLiveFeed, type LiveFeed, type OpenStream } from './live-feed.ts';
import { createObserved, type Observable, type Observed } from './observable.ts';
import { openEventSource } from './open-event-source.ts';
import { createRefreshLane, isShort } from './refresh-lane.ts';
import { createServerTime, type ServerTime } from './server-time.ts';

/** Whether this browser may see anything. */
export type Access = 'unknown' | 'granted' | 'needed';

/** How much is new since a list was read. */
export interface ArrivalCounts {
  readonly errors: number;
  readonly groups: number;
}

/** What every part of the page uses. */
export interface Services {
  readonly admin: AdminClient;
  /** Where the page lies, without a slash at the end: empty at the root of a host. */
  readonly baseUrl: string;
  readonly clock: PageClock;
  readonly time: ServerTime;
  readonly queries: QueryClient;
  readonly live: LiveFeed;
  readonly access: Observed<Access>;
  readonly arrivals: Observable<ArrivalCounts>;
  /** The time of the gateway, once a second. */
  readonly ticks: Observable<number>;
  /** The list of errors, or of groups, was read anew. */
  clearArrivals(of: keyof ArrivalCounts): void;
  /** Begins to follow the gateway. @returns a function that ends it */
  start(): () => void;
}

/** What differs between a browser and a test. */
export interface ServicesOptions {
  readonly baseUrl: string;
  readonly clock?: PageClock;
  readonly fetch?: typeof fetch;
  readonly openStream?: OpenStream;
}

/** How long what was read counts as fresh, in milliseconds: changes come by the stream meanwhile. */
const FRESH_MS = 5000;
/** How often is asked while there is no stream, in milliseconds. */
const POLL_MS = 10_000;
const MAX_RETRIES = 2;
const TICK_MS = 1000;

/** Builds what every part of the page uses. */
export function createServices(options: ServicesOptions): Services {
  const { baseUrl, clock = browserClock, openStream = openEventSource(baseUrl) } = options;
  const send = options.fetch ?? ((...given: Parameters<typeof fetch>) => fetch(...given));
  const access = createObserved<Access>('unknown');
  const arrivals = createObserved<ArrivalCounts>({ errors: 0, groups: 0 });
  const ticks = createObserved(clock.now());
  const arrived: Arrivals = { errors: 0, groups: new Set() };
  const time = createServerTime(clock);
  const tellArrivals = (): void => arrivals.set({ errors: arrived.errors, groups: arrived.groups.size });
  const noteFailure = (error: Error): void => {
    if (isAccessNeeded(error)) access.set('needed');
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteFailure, onSuccess: () => access.set('granted') }),
    mutationCache: new MutationCache({ onError: noteFailure }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < MAX_RETRIES && mayPass(error),
        refetchInterval: (query) => {
          const isAlone = live.state.read().kind === 'reconnecting' || mayPass(query.state.error);
          return isAlone && isShort(query) ? POLL_MS : false;
        },
        refetchOnWindowFocus: (query) => live.state.read().kind !== 'paused' && isShort(query),
        refetchOnReconnect: isShort,
      },
    },
  });
  const lane = createRefreshLane(clock, queries);
  const live: LiveFeed = createLiveFeed({
    clock,
    open: openStream,
    deliver: (events) =>
      applyEvents(
        {
          queries,
          lane,
          time,
          arrived: (change) => {
            change(arrived);
            tellArrivals();
          },
        },
        events,
      ),
  });
  return {
    admin: createAdminClient({ baseUrl, fetch: send, headers: { [CSRF_HEADER]: '1' } }),
    baseUrl,
    clock,
    time,
    queries,
    live,
    access,
    arrivals,
    ticks,
    start: () => {
      const stopTicks = clock.every(TICK_MS, () => ticks.set(time.now()));
      // Whoever is not let in hears nothing; the form that asks for the token begins anew.
      const stopAccess = access.subscribe(() => {
        if (access.read() === 'needed') live.close();
      });
      live.start();
      return () => {
        stopTicks();
        stopAccess();
        lane.close();
        live.close();
      };
    },
    clearArrivals: (of) => {
      if (of === 'errors') arrived.errors = 0;
      else arrived.groups.clear();
      tellArrivals();
    },
  };
}

/** Whether what failed may go well later without anybody doing something. */
function mayPass(error: Error | null): boolean {
  return error !== null && !(error instanceof AdminApiError && error.problem.status < 500);
}

/** Whether the gateway says that it does not know who asks. */
function isAccessNeeded(error: unknown): boolean {
  return error instanceof AdminApiError && error.problem.status === 401;
}

const ServicesContext = createContext<Services | undefined>(undefined);

/** Gives the page its services. */
export const ServicesProvider = ServicesContext.Provider;

/** What the page was started with. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('This part of the page stands outside of ServicesProvider.');
  return services;
}

/** Follows a value as it changes. */
export function useObserved<T>({ subscribe, read }: Observable<T>): T {
  return useSyncExternalStore(subscribe, read, read);
}
