import { type JsonRpcErrorPayload, MCPError } from '@seawall/core/base';
import { isRecord } from './is-record.ts';

/**
 * The JSON-RPC error that a server answered with, as it came; `undefined` for all other failures.
 *
 * What programs need of it is exact, as the URL that has to be visited: the copy in the error's context is searched for all
 * that looks like a secret. Redact configured values before it leaves the process.
 */
export function jsonRpcErrorOf(error: unknown): JsonRpcErrorPayload | undefined {
  if (!MCPError.isInstance(error)) return undefined;
  const exact = answers.get(error);
  if (exact !== undefined) return exact;
  const { jsonRpcError } = error.context;
  if (!isRecord(jsonRpcError) || typeof jsonRpcError.code !== 'number') return undefined;
  const { code, message, data } = jsonRpcError;
  return {
    code,
    message: typeof message === 'string' ? message : 'The server gave no message.',
    ...(data === undefined ? {} : { data }),
  };
}

/** Keeps the error as it came beside the one that is thrown. */
export function rememberJsonRpcError<T extends MCPError>(error: T, payload: JsonRpcErrorPayload | undefined): T {
  if (payload !== undefined) answers.set(error, payload);
  return error;
}

// An entry lives as long as its error.
const answers = new WeakMap<object, JsonRpcErrorPayload>();
