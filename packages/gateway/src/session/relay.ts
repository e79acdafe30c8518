import { ANONYMOUS } from '@seawall/core/base';
import { INVALID_PARAMS_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';
import { type PassedResult, passResult } from '../reply/upstream-result.ts';
import { conversationIn, createCaller } from './caller.ts';
import type { RelayedRequest } from './host-link.ts';
import { passProgress } from './host-messages.ts';
import type { Line } from './line.ts';
import type { Params } from './params.ts';
import { type RetryFields, relayedParams, retryFieldsOf } from './relayed-params.ts';
import { INVALID_STATE_DATA } from './request-state.ts';

/**
 * Sends a request to `server` and gives back its result as it came.
 *
 * For a host of 2026-07-28 the result may be one that asks for input: then the call goes on, and waits for the host.
 *
 * @throws {@link MCPError} or {@link JsonRpcErrorAnswer}
 */
export function relay(
  request: RelayedRequest,
  call: { readonly server: string; readonly target: string },
  changes: Params,
): Promise<PassedResult> {
  const { session, gateway, context } = request;
  const retry = passedRetryFields(request, call.server);
  if (session.era === 'modern' && ASKING_METHODS.has(context.mcpReq.method))
    return gateway.pendingCalls.start(request, call, (line) => send(request, call.server, { changes, retry, line }));
  const line: Line = {
    signal: context.mcpReq.signal,
    conversation: conversationIn(session, context),
    onProgress: (progress) => passProgress(context, progress),
  };
  return send(request, call.server, { changes, retry, line });
}

async function send(
  request: RelayedRequest,
  server: string,
  how: { readonly changes: Params; readonly retry: RetryFields; readonly line: Line },
): Promise<PassedResult> {
  const { session, gateway, params, context } = request;
  const { changes, retry, line } = how;
  const { method } = context.mcpReq;
  const wantsProgress = context.mcpReq._meta?.progressToken !== undefined;
  const result = await gateway.seawall.request(
    server,
    { method, params: relayedParams(params, changes, retry) },
    {
      signal: line.signal,
      principal: ANONYMOUS,
      session: session.nameIn(context),
      caller: createCaller(session, context, line.conversation),
      ...(wantsProgress ? { onProgress: line.onProgress } : {}),
    },
  );
  return passResult(result, { server, method, hostEra: session.era });
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

/** The requests that may be answered with a result that asks for input. */
const ASKING_METHODS: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);

/**
 * What of a retry is for the server: nothing where the state is ours.
 *
 * A server of the older era never asks for input in a result, so it gave out no state: sent without it, the call would run
 * a second time.
 */
function passedRetryFields({ gateway, context }: RelayedRequest, server: string): RetryFields {
  const retry = retryFieldsOf(context);
  const { requestState } = retry;
  if (requestState === undefined) return retry;
  if (gateway.pendingCalls.isOwnState(requestState)) return {};
  const era = gateway.seawall.servers().find(({ name }) => name === server)?.info?.era;
  if (era === 'modern' || (era === undefined && !gateway.pendingCalls.isGatewayState(requestState))) return retry;
  throw new JsonRpcErrorAnswer({
    code: INVALID_PARAMS_CODE,
    message: `Server "${server}" never gave out this requestState. Call again without it.`,
    data: INVALID_STATE_DATA,
  });
}
