/**
 * What a failure left behind, before anyone interprets it.
 *
 * A call fails through four channels: a JSON-RPC error, a result with `isError`, an exception of the transport (silence
 * is one: the timeout), or an HTTP response that is no MCP answer.
 */
export type Evidence =
  | { readonly shape: 'tool_result'; readonly payload: unknown }
  | { readonly shape: 'jsonrpc_error'; readonly payload: JsonRpcErrorPayload }
  | { readonly shape: 'exception'; readonly payload: unknown }
  | { readonly shape: 'http_response'; readonly payload: HttpResponsePayload };

/** The `error` member of a JSON-RPC response. */
export interface JsonRpcErrorPayload {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** What is kept of an HTTP response that failed. */
export interface HttpResponsePayload {
  readonly status: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
