import { contextOf, type MCPError } from '@seawall/core/base';

/** What went wrong with a request, in the words of the OpenTelemetry conventions. */
export interface ErrorType {
  /** The JSON-RPC code that was returned, `tool_error` for a result that says so, or the kind of the error. */
  readonly errorType: string;
  /** The JSON-RPC code, where one was returned. */
  readonly statusCode: string | undefined;
}

/** Reads it from an error. */
export function errorTypeOf(error: MCPError): ErrorType {
  // Only a number of it is told: nothing has to be hidden.
  const { evidence, jsonRpcError } = contextOf(error);
  const shape = field(evidence, 'shape');
  const code = shape === 'jsonrpc_error' ? field(field(evidence, 'payload'), 'code') : field(jsonRpcError, 'code');
  if (typeof code === 'number' && Number.isInteger(code)) return { errorType: String(code), statusCode: String(code) };
  if (shape === 'tool_result') return { errorType: 'tool_error', statusCode: undefined };
  return { errorType: error.kind, statusCode: undefined };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
