import type { ServerContext } from '@modelcontextprotocol/server';
import type { Params } from './params.ts';

/**
 * The parameters as the server gets them: as they came, with `changes`, and with what the SDK took out of them.
 *
 * The SDK lifts the fields of a multi-round-trip request out of the parameters; the server that asked needs them back.
 */
export function relayedParams(params: Params, changes: Params, retry: RetryFields): Params {
  const { inputResponses, requestState } = retry;
  return {
    ...params,
    ...changes,
    ...(inputResponses === undefined ? {} : { inputResponses }),
    ...(requestState === undefined ? {} : { requestState }),
  };
}

/** What a host adds when it sends a request again that asked for input. */
export interface RetryFields {
  readonly inputResponses?: Params | undefined;
  readonly requestState?: string | undefined;
}

/** The fields of a request that was sent again, as the SDK lifted them. */
export function retryFieldsOf({ mcpReq }: ServerContext): RetryFields {
  const requestState = mcpReq.requestState();
  return {
    inputResponses: mcpReq.inputResponses,
    requestState: typeof requestState === 'string' ? requestState : undefined,
  };
}

/** The context of a request that is no retry, whatever its parameters held. */
export function withoutRetryFields(context: ServerContext): ServerContext {
  const { inputResponses, ...mcpReq } = context.mcpReq;
  if (inputResponses === undefined && mcpReq.requestState() === undefined) return context;
  return { ...context, mcpReq: { ...mcpReq, requestState: () => undefined } };
}
