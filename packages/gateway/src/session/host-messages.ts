import type { ServerContext } from '@modelcontextprotocol/server';
import { redactConfigured } from '@seawall/core/base';
import { type Params, withoutProgressToken } from './params.ts';

/** The request or notification of a server as the SDK sends it. */
export interface HostMessage {
  method: string;
  params?: Record<string, unknown>;
}

/** A notification for a host. */
export function toMessage({ method, params }: { readonly method: string; readonly params?: Params }): HostMessage {
  return { method, ...(params === undefined ? {} : { params: { ...redactConfigured(params) } }) };
}

/** A question for a host. */
export function toQuestion(question: { readonly method: string; readonly params?: Params }): HostMessage {
  const { method, params } = question;
  return toMessage({ method, ...(params === undefined ? {} : { params: withoutProgressToken(params) }) });
}

/** Passes a notification on in the stream of a request. */
export function tellIn(
  { mcpReq }: ServerContext,
  notification: { readonly method: string; readonly params?: Params },
): void {
  // A host that is gone hears nothing more, and what its era does not know is not for it.
  void mcpReq.notify(toMessage(notification)).catch(() => undefined);
}

/** Passes the server's progress on under the host's own token; does nothing when the host asked for none. */
export function passProgress({ mcpReq }: ServerContext, progress: Params): void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const sent = mcpReq.notify({
    method: 'notifications/progress',
    params: { ...redactConfigured(progress), progressToken },
  });
  // A host that is gone needs no progress; the end of its connection is noticed elsewhere.
  void sent.catch(() => undefined);
}
