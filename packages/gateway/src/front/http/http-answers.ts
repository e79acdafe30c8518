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

/** JSON-RPC codes for what goes wrong before a request reaches a handler. */
export const PARSE_ERROR_CODE = -32_700;
/** For refusals that JSON-RPC has no code for. */
export const REFUSED_CODE = -32_000;
export const SESSION_NOT_FOUND_CODE = -32_001;
