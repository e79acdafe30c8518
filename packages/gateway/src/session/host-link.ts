import type { RequestId, ServerContext } from '@modelcontextprotocol/server';
import type { Host } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import type { GatewayContext } from './gateway-context.ts';
import type { HostEra } from './host-era.ts';
import type { Params } from './params.ts';
import type { ResourceSubscriptions } from './resource-subscriptions.ts';

/** A session, as the requests see it that came in it. */
export interface HostLink {
  readonly era: HostEra;
  /** What the session is called for those who watch calls. */
  nameIn(context: ServerContext): string;
  /** The host at the client; `undefined` for one request over HTTP of 2026-07-28, after which nothing stays. */
  hostOf(context: ServerContext): Host | undefined;
  /** The resources that this host subscribed to; `undefined` where there is no {@link HostLink.hostOf}. */
  subscriptionsOf(context: ServerContext): ResourceSubscriptions | undefined;
  /** Answers a running request with `error` and cancels it at its server. */
  abandon(requestId: RequestId, method: string, error: MCPError): void;
}

/** One request on its way to a server. */
export interface RelayedRequest {
  readonly session: HostLink;
  readonly gateway: GatewayContext;
  readonly params: Params;
  readonly context: ServerContext;
}
