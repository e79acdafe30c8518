import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';

/** Whether `value` has the shape of one JSON-RPC message; its parameters are not looked into. */
export function isJsonRpcMessage(value: unknown): value is JSONRPCMessage {
  if (!isRecord(value) || value.jsonrpc !== '2.0') return false;
  const { id, method, params } = value;
  if (method !== undefined) {
    return (
      typeof method === 'string' && (id === undefined || isRequestId(id)) && (params === undefined || isRecord(params))
    );
  }
  return isRequestId(id) && (isRecord(value.result) || isRecord(value.error));
}

/** The id that an error about `value` has to name, where one can be read. */
export function requestIdOf(value: unknown): RequestId | undefined {
  return isRecord(value) && isRequestId(value.id) ? value.id : undefined;
}

function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || Number.isInteger(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
