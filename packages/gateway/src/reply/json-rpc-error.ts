import { jsonRpcErrorOf, toErrorRecord } from '@seawall/client';
import { ERROR_META_KEY, MCPError, redactConfigured, redactText } from '@seawall/core/base';

/**
 * Answers a request with a JSON-RPC error.
 *
 * It is thrown to the SDK alone, which takes `code`, `message` and `data` from it; that is why it is no {@link MCPError},
 * whose codes are words.
 */
export class JsonRpcErrorAnswer extends Error {
  override readonly name: string = 'JsonRpcErrorAnswer';
  readonly code: number;
  readonly data: unknown;

  constructor(
    error: { readonly code: number; readonly message: string; readonly data?: unknown },
    options?: ErrorOptions,
  ) {
    super(redactText(error.message), options);
    this.code = error.code;
    this.data = redactConfigured(error.data);
    if (this.code === RESOURCE_NOT_FOUND_CODE && typeof this.data === 'object' && this.data !== null)
      resourceNotFoundData.add(this.data);
  }
}

/** Whether `data` belongs to an answer with -32002, whatever its code has become on the way; see `keep-error-code.ts`. */
export function isResourceNotFoundData(data: unknown): boolean {
  return typeof data === 'object' && data !== null && resourceNotFoundData.has(data);
}

/** Whether an answer says that there is no such resource: servers of 2026-07-28 say it with -32602 and the URI. */
export function isResourceNotFound({ code, data }: JsonRpcErrorAnswer): boolean {
  if (code === RESOURCE_NOT_FOUND_CODE) return true;
  return code === INVALID_PARAMS_CODE && typeof data === 'object' && data !== null && 'uri' in data;
}

/** Codes that mean the same to a host whoever says them; all others say something about one server only. */
export const PASSED_ON_CODES: ReadonlySet<number> = new Set([
  -32700, -32600, -32601, -32602, -32002, -32020, -32021, -32022, -32042, -32800,
]);

export const INVALID_REQUEST_CODE = -32_600;
export const METHOD_NOT_FOUND_CODE = -32_601;
export const INVALID_PARAMS_CODE = -32_602;
export const INTERNAL_ERROR_CODE = -32_603;
export const RESOURCE_NOT_FOUND_CODE = -32_002;
export const URL_ELICITATION_REQUIRED_CODE = -32_042;

// Holds nothing alive: an entry goes with its answer.
const resourceNotFoundData = new WeakSet<object>();

/** The server's own JSON-RPC error, where it is one of {@link PASSED_ON_CODES}. */
export function passedOnError(error: unknown): JsonRpcErrorAnswer | undefined {
  if (error instanceof JsonRpcErrorAnswer) return error;
  const upstream = jsonRpcErrorOf(error);
  return upstream === undefined || !PASSED_ON_CODES.has(upstream.code) ? undefined : new JsonRpcErrorAnswer(upstream);
}

/** The JSON-RPC error that answers a failed request for anything but a tool. */
export function toJsonRpcError(error: unknown): JsonRpcErrorAnswer {
  const passedOn = passedOnError(error);
  if (passedOn !== undefined) return passedOn;
  const record = toErrorRecord(error);
  const message = record.hint === undefined ? record.message : `${record.message} ${record.hint}`;
  return new JsonRpcErrorAnswer({ code: INTERNAL_ERROR_CODE, message, data: { [ERROR_META_KEY]: record } });
}
