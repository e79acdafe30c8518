import type { RequestId } from '@modelcontextprotocol/server';

/** What a JSON-RPC error over HTTP is made from. */
export interface ErrorAnswerOptions {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly id?: RequestId;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP response that carries a JSON-RPC error. */
export function errorAnswer({ status, code, message, id, headers }: ErrorAnswerOptions): Response {
  return Response.json(
    { jsonrpc: '2.0', id: id ?? null, error: { code, message } },
    { status, ...(headers === undefined ? {} : { headers }) },
  );
}

/** An HTTP response that is a stream of events. */
export function streamAnswer(body: ReadableStream<Uint8Array>, sessionId: string | undefined): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      // Proxies that buffer would hold every event back until the stream ends.
      'x-accel-buffering': 'no',
      ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
    },
  });
}

/** JSON-RPC codes for what goes wrong before a request reaches a handler. */
export const PARSE_ERROR_CODE = -32_700;
/** For refusals that JSON-RPC has no code for. */
export const REFUSED_CODE = -32_000;
export const INVALID_REQUEST_CODE = -32_600;
export const INVALID_PARAMS_CODE = -32_602;
/** Since 2026-07-28: the headers of a request disagree with its body. */
export const HEADER_MISMATCH_CODE = -32_020;
export const SESSION_NOT_FOUND_CODE = -32_001;
