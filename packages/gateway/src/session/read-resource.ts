import { MCPError } from '@seawall/core/base';
import {
  isResourceNotFound,
  JsonRpcErrorAnswer,
  passedOnError,
  RESOURCE_NOT_FOUND_CODE,
} from '../reply/json-rpc-error.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import type { ResourceRoute } from '../routing/routing-table.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { RelayedRequest } from './host-link.ts';
import { relay, runCall } from './relay.ts';

/**
 * Reads a resource where it is listed, else where a template has it, else at every server with resources.
 *
 * Several places are asked one after another, in the order of the configuration, until one has it.
 *
 * @throws {@link MCPError} or {@link JsonRpcErrorAnswer}: of the last place that failed otherwise than by not having it.
 */
export async function readResource(request: RelayedRequest, uri: string): Promise<PassedResult> {
  let failure: unknown;
  for (const route of placesOf(request.gateway, uri)) {
    try {
      const call = { server: route.server, target: `resource "${route.uri}"` };
      return await runCall(request, call, () => relay(request, call, { uri: route.uri }));
    } catch (error) {
      if (failure === undefined || !isNotFound(error)) failure = error;
      if (request.context.mcpReq.signal.aborted || request.gateway.calls.isDraining) break;
    }
  }
  throw (
    failure ??
    new JsonRpcErrorAnswer({
      code: RESOURCE_NOT_FOUND_CODE,
      message: `There is no resource "${uri.slice(0, MAX_QUOTED_LENGTH)}".`,
      data: { uri },
    })
  );
}

const MAX_QUOTED_LENGTH = 512;

function placesOf(gateway: GatewayContext, uri: string): readonly ResourceRoute[] {
  const known = gateway.router.table().findResource(uri);
  if (known.length > 0) return known;
  const servers = gateway.seawall.servers().filter((server) => server.info?.capabilities.resources !== undefined);
  return servers.map((server) => ({ server: server.name, uri }));
}

function isNotFound(error: unknown): boolean {
  const answer = passedOnError(error);
  if (answer !== undefined && isResourceNotFound(answer)) return true;
  return MCPError.isInstance(error) && error.kind === 'not_found';
}
