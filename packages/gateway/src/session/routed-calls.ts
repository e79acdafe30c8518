import type { Result, Server } from '@modelcontextprotocol/server';
import { MCPError } from '@seawall/core/base';
import {
  isResourceNotFound,
  JsonRpcErrorAnswer,
  passedOnError,
  RESOURCE_NOT_FOUND_CODE,
  toJsonRpcError,
} from '../reply/json-rpc-error.ts';
import { toToolFailure } from '../reply/tool-failure.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import { statusResult } from '../status/status-tool.ts';
import { STATUS_TOOL_NAME } from '../status/status-tool-name.ts';
import { findRoute } from './find-route.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { RelayedRequest } from './host-link.ts';
import { isParams, requireText } from './params.ts';
import { readResource } from './read-resource.ts';
import { relay, runCall } from './relay.ts';

/** Answers `tools/call`. A call that failed is a result too, which the model can read. */
export async function callTool(projector: ResultProjector, request: RelayedRequest): Promise<Result> {
  const { gateway, session, params } = request;
  const name = requireText(params, 'name');
  if (name === STATUS_TOOL_NAME && gateway.seawall.settings.statusTool) {
    // Right after the start all that could be said is that servers are on their way.
    await gateway.firstList.whenOpen();
    return projectResult(projector, statusResult(gateway.reportServers()), undefined);
  }
  const waiting = gateway.pendingCalls.find(request);
  if (waiting !== undefined) {
    const result = await answerCall(request, () => runCall(request, waiting, waiting.resume));
    return projectResult(projector, result, undefined);
  }
  const route = await findRoute(gateway, 'tool', name);
  const call = { server: route.server, target: `tool "${route.name}"` };
  // Tasks are a matter of the older era: a newer host could not do anything with one.
  const changes = { name: route.name, ...(session.era === 'modern' && 'task' in params ? { task: undefined } : {}) };
  const result = await answerCall(request, () => runCall(request, call, () => relay(request, call, changes)));
  gateway.tasks.note(result, route.server);
  return projectResult(projector, result, route.definition.outputSchema);
}

/** Answers `prompts/get`. */
export async function getPrompt(request: RelayedRequest): Promise<Result> {
  const { gateway, params } = request;
  const name = requireText(params, 'name');
  const waiting = gateway.pendingCalls.find(request);
  if (waiting !== undefined) return await answerOrExplain(gateway, () => runCall(request, waiting, waiting.resume));
  const route = await findRoute(gateway, 'prompt', name);
  const call = { server: route.server, target: `prompt "${route.name}"` };
  return await answerOrExplain(gateway, () => runCall(request, call, () => relay(request, call, { name: route.name })));
}

/** Answers `resources/read`. */
export async function answerRead(request: RelayedRequest): Promise<Result> {
  const { gateway, params } = request;
  const uri = requireText(params, 'uri');
  const waiting = gateway.pendingCalls.find(request);
  if (waiting === undefined) await gateway.firstList.whenOpen();
  try {
    return await answerOrExplain(gateway, () =>
      waiting === undefined ? readResource(request, uri) : runCall(request, waiting, waiting.resume),
    );
  } catch (error) {
    if (!(error instanceof JsonRpcErrorAnswer) || !isResourceNotFound(error)) throw error;
    // Servers of either era say it with the code of theirs; the SDK makes the newer code of it where that is due.
    const data = isParams(error.data) ? error.data : { uri };
    throw new JsonRpcErrorAnswer({ code: RESOURCE_NOT_FOUND_CODE, message: error.message, data }, { cause: error });
  }
}

/** The result of `work`; what went wrong as the JSON-RPC error for the host. @throws {@link JsonRpcErrorAnswer} */
export async function answerOrExplain<T>(gateway: GatewayContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logUnforeseen(gateway, error);
    throw toJsonRpcError(error);
  }
}

/** Fits structured content to the era of a host; the SDK's server does. */
type ResultProjector = Pick<Server, 'projectCallToolResult'>;

async function answerCall(
  { gateway, session }: RelayedRequest,
  work: () => Promise<PassedResult>,
): Promise<PassedResult> {
  try {
    return await work();
  } catch (error) {
    logUnforeseen(gateway, error);
    const passedOn = passedOnError(error);
    if (passedOn !== undefined) throw passedOn;
    return toToolFailure(error, session.era);
  }
}

/** Structured content that an older host can't take is wrapped, the way the SDK wraps its schema in the list. */
function projectResult(projector: ResultProjector, result: PassedResult, outputSchema: unknown): Result {
  if (result.structuredContent === undefined) return result;
  // The SDK reads `structuredContent`, the types in `content` and the root of the schema here, and asks nothing of the rest.
  return projector.projectCallToolResult(
    result as Parameters<Server['projectCallToolResult']>[0],
    isParams(outputSchema) ? outputSchema : undefined,
  );
}

/** What is no error of ours is a fault of ours: the host is told little about it, the log everything. */
function logUnforeseen(gateway: GatewayContext, error: unknown): void {
  if (MCPError.isInstance(error) || error instanceof JsonRpcErrorAnswer) return;
  new MCPError({ message: 'A request failed in a way that was not foreseen.', cause: error }).log(gateway.logger);
}
