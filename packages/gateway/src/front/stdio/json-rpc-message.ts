import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';

/**
 * Whether `value` is one JSON-RPC message.
 *
 * The SDK drops without an answer what is not, so it has to be refused before.
 */
export function isJsonRpcMessage(value: unknown): value is JSONRPCMessage {
  if (!isRecord(value)) return false;
  if (!('method' in value)) return isJSONRPCResponse(value);
  return 'id' in value ? isJSONRPCRequest(value) : isJSONRPCNotification(value);
}

/** The id that an error about `value` has to name, where one can be read. */
export function requestIdOf(value: unknown): RequestId | undefined {
  return isRecord(value) && (typeof value.id === 'string' || isInteger(value.id)) ? value.id : undefined;
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
