import type { Host } from '@seawall/client';
import { parseSeawallUri, toSeawallUri } from '../names/resource-uri.ts';
import { JsonRpcErrorAnswer, RESOURCE_NOT_FOUND_CODE } from '../reply/json-rpc-error.ts';
import type { ResourceRoute } from '../routing/routing-table.ts';
import type { GatewayContext } from './gateway-context.ts';

/** The resources of which one host wants to hear when they change, under the URIs that it knows them by. */
export interface ResourceSubscriptions {
  /**
   * Subscribes where the resource is listed, else where a template has it, else at every server that takes subscriptions,
   * one after another until one accepts. Subscribed already: nothing happens.
   *
   * @throws {@link MCPError} or {@link JsonRpcErrorAnswer}: of the last server that refused.
   */
  subscribe(publicUri: string, signal?: AbortSignal): Promise<void>;
  /** Takes a subscription back; harmless when there is none. Never rejects. */
  unsubscribe(publicUri: string): Promise<void>;
  /** Takes in what a server told of one of its resources. */
  onNotification(server: string, uri: string): void;
}

/** What {@link createResourceSubscriptions} needs. */
export interface ResourceSubscriptionsOptions {
  readonly gateway: Pick<GatewayContext, 'router' | 'seawall' | 'firstList'>;
  readonly host: Host;
  /** Told for each subscription that an update concerns; `changedUri` may be a part of what was subscribed to. */
  readonly onUpdated: (publicUri: string, changedUri: string) => void;
}

/** Builds the subscriptions of one host: none. The host's own limit bounds them, and its end ends them. */
export function createResourceSubscriptions(options: ResourceSubscriptionsOptions): ResourceSubscriptions {
  const { gateway, host, onUpdated } = options;
  const subscribed = new Map<string, Subscription>();

  const isUsed = ({ server, uri }: ResourceRoute): boolean =>
    [...subscribed.values()].some(({ route }) => route?.server === server && route.uri === uri);
  const subscribeAnywhere = async (
    publicUri: string,
    { signal, subscription }: { readonly signal: AbortSignal | undefined; readonly subscription: Subscription },
  ): Promise<ResourceRoute> => {
    await gateway.firstList.whenOpen();
    let failure: unknown = notFound(publicUri);
    for (const route of placesOf(gateway, publicUri)) {
      // An update may come in the same breath as the acceptance.
      subscription.route = route;
      try {
        await host.subscribe(route.server, route.uri, signal === undefined ? {} : { signal });
        return route;
      } catch (error) {
        failure = error;
        if (signal?.aborted) break;
      }
    }
    throw failure;
  };
  const leave = async (route: ResourceRoute): Promise<void> => {
    // One resource may be public under several URIs.
    if (!isUsed(route)) await host.unsubscribe(route.server, route.uri);
  };
  return {
    subscribe: async (publicUri, signal) => {
      const known = subscribed.get(publicUri);
      if (known !== undefined) return known.settled;
      const subscription: Subscription = { settled: Promise.resolve() };
      subscribed.set(publicUri, subscription);
      const isCurrent = (): boolean => subscribed.get(publicUri) === subscription;
      const subscribe = async (): Promise<void> => {
        try {
          const route = await subscribeAnywhere(publicUri, { signal, subscription });
          if (!isCurrent()) await leave(route);
        } catch (error) {
          if (isCurrent()) subscribed.delete(publicUri);
          throw error;
        }
      };
      subscription.settled = subscribe();
      await subscription.settled;
    },
    unsubscribe: async (publicUri) => {
      const route = subscribed.get(publicUri)?.route;
      subscribed.delete(publicUri);
      if (route !== undefined) await leave(route);
    },
    onNotification: (server, uri) => {
      const all = [...subscribed].flatMap(([publicUri, { route }]) =>
        route?.server === server ? [{ publicUri, route }] : [],
      );
      const exact = all.filter(({ route }) => route.uri === uri);
      for (const { publicUri } of exact) onUpdated(publicUri, publicUri);
      if (exact.length > 0) return;
      for (const { publicUri, route } of all) {
        // The host hears of a part by the kind of URI under which it knows the whole.
        if (uri.startsWith(route.uri)) onUpdated(publicUri, publicUri === route.uri ? uri : toSeawallUri(server, uri));
      }
    },
  };
}

interface Subscription {
  settled: Promise<void>;
  /** The server that accepted, or is asked now. */
  route?: ResourceRoute;
}

const MAX_QUOTED_LENGTH = 512;

function placesOf({ router, seawall }: ResourceSubscriptionsOptions['gateway'], uri: string): readonly ResourceRoute[] {
  const known = router.table().findResource(uri);
  const isListed = known.length === 1 && (parseSeawallUri(uri) !== undefined || isListedAt(router.table(), uri));
  if (isListed) return known;
  const willing = new Set(
    seawall
      .servers()
      .filter((server) => canSubscribe(server.info?.capabilities.resources))
      .map((server) => server.name),
  );
  const byTemplate = known.filter((route) => willing.has(route.server));
  return byTemplate.length > 0 ? byTemplate : [...willing].map((server) => ({ server, uri }));
}

function isListedAt(table: ReturnType<GatewayContext['router']['table']>, uri: string): boolean {
  return table.resources.some((resource) => resource.uri === uri);
}

function canSubscribe(resources: unknown): boolean {
  return typeof resources === 'object' && resources !== null && Reflect.get(resources, 'subscribe') === true;
}

function notFound(uri: string): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({
    code: RESOURCE_NOT_FOUND_CODE,
    message: `There is no resource "${uri.slice(0, MAX_QUOTED_LENGTH)}" that can be subscribed to.`,
    data: { uri },
  });
}
