import type { Host } from '@seawall/client';
import type { GatewayContext } from '../session/gateway-context.ts';
import { createResourceSubscriptions, type ResourceSubscriptions } from '../session/resource-subscriptions.ts';

/** More streams of changes than this are not open at a time: over HTTP in all, over stdio for its host. */
export const MAX_LISTENS = 1024;
/** More resources than this are not subscribed to by one `subscriptions/listen`. */
export const MAX_LISTEN_URIS = 1000;
/** How long servers get to accept the subscriptions of a `subscriptions/listen`, in milliseconds; the others are left out. */
export const LISTEN_WAIT_MS = 5000;
const SUBSCRIBE_AT_ONCE = 16;

/** Subscribes at the servers for `subscriptions/listen`, for as long as somebody listens. */
export interface ListenHost {
  /** @returns the URIs of which changes will be told; servers refused the others, or were not heard from in time. */
  subscribe(uris: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
  unsubscribe(uri: string): Promise<void>;
  /** Ends all subscriptions. Never rejects. */
  close(): Promise<void>;
}

/** Builds the host that stands for those who listen; they are asked nothing. */
export function openListenHost(context: GatewayContext, onUpdated: (uri: string) => void): ListenHost {
  const { seawall, clock, logger } = context;
  // Set before anything can be told: a host hears nothing before it subscribed.
  let subscriptions: ResourceSubscriptions | undefined;
  const host: Host = seawall.addHost({
    capabilities: {},
    onRequest: () =>
      Promise.reject(Object.assign(new Error('The host only listens.'), { code: METHOD_NOT_FOUND_CODE })),
    onNotification: ({ server, method, params }) => {
      if (method === 'notifications/resources/updated' && typeof params?.uri === 'string')
        subscriptions?.onNotification(server, params.uri);
    },
  });
  const own = createResourceSubscriptions({ gateway: context, host, onUpdated });
  subscriptions = own;
  return {
    subscribe: async (uris, signal) => {
      await context.firstList.whenOpen();
      const accepted = new Set<string>();
      const limit = new AbortController();
      const timer = clock.setTimer(() => limit.abort(), LISTEN_WAIT_MS);
      const either = AbortSignal.any([signal, limit.signal]);
      const waiting = [...uris];
      const subscribeNext = async (): Promise<void> => {
        for (let uri = waiting.shift(); uri !== undefined && !either.aborted; uri = waiting.shift()) {
          try {
            await own.subscribe(uri, either);
            accepted.add(uri);
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            logger.log('debug', 'No server took the subscription of a host.', { uri, reason });
          }
        }
      };
      await Promise.all(Array.from({ length: SUBSCRIBE_AT_ONCE }, subscribeNext));
      timer.cancel();
      return uris.filter((uri) => accepted.has(uri));
    },
    unsubscribe: (uri) => own.unsubscribe(uri),
    close: () => host.close(),
  };
}

/** The resources that a `subscriptions/listen` names, each once; `undefined` when the list is no list of texts. */
export function listenUrisOf(params: unknown): readonly string[] | undefined {
  const uris = fieldOf(fieldOf(params, 'notifications'), 'resourceSubscriptions');
  if (uris === undefined) return [];
  const isText = (uri: unknown): uri is string => typeof uri === 'string';
  return Array.isArray(uris) && uris.every(isText) ? [...new Set(uris)] : undefined;
}

/** The parameters of a `subscriptions/listen` with other resources. */
export function withListenUris(params: unknown, uris: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    ...toRecord(params),
    notifications: { ...toRecord(fieldOf(params, 'notifications')), resourceSubscriptions: [...uris] },
  };
}

const METHOD_NOT_FOUND_CODE = -32_601;

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
