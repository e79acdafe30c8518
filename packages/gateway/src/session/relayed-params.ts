import { CLIENT_CAPABILITIES_META_KEY, type ServerContext } from '@modelcontextprotocol/server';

/** Parameters of a request as a host sent them, unknown fields included. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * The parameters as the server gets them: as they came, with `changes`, and with what the SDK took out of them.
 *
 * The SDK lifts the fields of a multi-round-trip request and the capabilities of the host out of the parameters; a server
 * that asks for input needs both.
 */
export function relayedParams(params: Params, changes: Params, context: ServerContext): Params {
  const { inputResponses, envelope } = context.mcpReq;
  const requestState = context.mcpReq.requestState();
  // The SDK's type of the envelope does not name its keys.
  const capabilities: unknown =
    envelope === undefined ? undefined : Reflect.get(envelope, CLIENT_CAPABILITIES_META_KEY);
  return {
    ...params,
    ...changes,
    ...(inputResponses === undefined ? {} : { inputResponses }),
    ...(requestState === undefined ? {} : { requestState }),
    ...(capabilities === undefined
      ? {}
      : { _meta: { [CLIENT_CAPABILITIES_META_KEY]: capabilities, ...metaOf(params) } }),
  };
}

/** Passes the server's progress on under the host's own token; `undefined` when the host asked for none. */
export function progressRelay(context: ServerContext): ((progress: Params) => void) | undefined {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress) => {
    const sent = context.mcpReq.notify({ method: 'notifications/progress', params: { ...progress, progressToken } });
    // A host that is gone needs no progress; the end of its connection is noticed elsewhere.
    void sent.catch(() => undefined);
  };
}

function metaOf(params: Params): Params {
  const meta = params._meta;
  return typeof meta === 'object' && meta !== null ? Object.fromEntries(Object.entries(meta)) : {};
}
