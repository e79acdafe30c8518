import type { RequestId, ServerContext } from '@modelcontextprotocol/server';
import { ANONYMOUS, type MCPError } from '@seawall/core';
import { type PassedResult, passResult } from '../reply/upstream-result.ts';
import type { GatewayContext } from './gateway-context.ts';
import { type Params, progressRelay, relayedParams } from './relayed-params.ts';

/** A session whose running requests can be ended from our side. */
export interface AbandonableSession {
  /** Answers a running request with `error` and cancels it at its server. */
  abandon(requestId: RequestId, method: string, error: MCPError): void;
}

/** One request on its way to a server. */
export interface RelayedRequest {
  readonly session: AbandonableSession;
  readonly gateway: GatewayContext;
  readonly params: Params;
  readonly context: ServerContext;
}

/** Sends a request to `server` and gives back its result as it came. @throws {@link MCPError} */
export async function relay(request: RelayedRequest, server: string, changes: Params): Promise<PassedResult> {
  const { gateway, params, context } = request;
  const { method, signal } = context.mcpReq;
  const onProgress = progressRelay(context);
  const result = await gateway.seawall.request(
    server,
    { method, params: relayedParams(params, changes, context) },
    { signal, principal: ANONYMOUS, ...(onProgress === undefined ? {} : { onProgress }) },
  );
  return passResult(result, { server, method });
}

/** Counts `work` as a running call, so that the end of the gateway waits for it. */
export function runCall<T>(
  request: RelayedRequest,
  call: { readonly server: string; readonly target: string },
  work: () => Promise<T>,
): Promise<T> {
  const { session, gateway, context } = request;
  const { id, method } = context.mcpReq;
  return gateway.calls.run({ ...call, abandon: (error) => session.abandon(id, method, error) }, work);
}
