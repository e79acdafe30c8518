import type { ProtocolError } from '@modelcontextprotocol/client';
import {
  type Evidence,
  type JsonRpcErrorPayload,
  type KnownErrorCode,
  MCPCancelledError,
  MCPConnectionError,
  type MCPError,
  MCPProtocolError,
  MCPResourceError,
  MCPServerError,
  MCPValidationError,
} from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import type { FailureContext } from './failure-context.ts';
import { rememberJsonRpcError } from './json-rpc-error.ts';

/**
 * Translates a JSON-RPC error that a server answered with.
 *
 * `context.jsonRpcError` of the error keeps `{ code, message, data }` as they came, so that they can be passed on.
 */
export function translateRpcError(
  error: Pick<ProtocolError, 'code' | 'message' | 'data'>,
  context: FailureContext,
): ConnectionFailure {
  const payload: JsonRpcErrorPayload = {
    code: error.code,
    message: error.message,
    ...(error.data === undefined ? {} : { data: error.data }),
  };
  if (SESSION_LOST.test(payload.message) && payload.code <= -32000) {
    return new ConnectionFailure({
      error: sessionLost(context, payload),
      delivery: 'not-sent',
      effect: 'session-lost',
    });
  }
  const effect = context.phase === 'connect' ? 'broken' : 'none';
  const failed = rememberJsonRpcError(toError(payload, context), payload);
  return new ConnectionFailure({ error: failed, delivery: 'answered', effect });
}

/** What servers of every kind say to a session that they do not know (any more). */
export const SESSION_LOST: RegExp =
  /\b(?:session (?:id )?(?:was )?(?:not found|expired|terminated|closed|invalid|does not exist|is required)|no valid session|invalid session|unknown session|missing session|server not initialized|session id (?:header )?(?:is )?(?:required|missing|invalid))\b/i;

/** The error for a session that the server does not know any more. */
export function sessionLost(
  context: FailureContext,
  payload: JsonRpcErrorPayload | undefined,
  httpStatus?: number,
): MCPProtocolError {
  const { serverName, subject } = context;
  return new MCPProtocolError({
    code: 'SESSION_LOST',
    serverName,
    operation: subject.operation,
    message: `Server "${serverName}" does not know our session any more, so it did not run ${subject.operation}.`,
    hint: 'A new session is opened by itself; the server was probably restarted.',
    ...(httpStatus === undefined ? {} : { httpStatus }),
    context: payload === undefined ? {} : toContext(payload),
  });
}

function toError(payload: JsonRpcErrorPayload, context: FailureContext): MCPError {
  const { serverName, subject } = context;
  const { operation } = subject;
  const common = { serverName, operation, context: toContext(payload) };
  const what = `${subject.subject} on server "${serverName}"`;
  switch (classify(payload, context)) {
    case 'TOOL_NOT_FOUND':
      return notFound('TOOL_NOT_FOUND', 'tool', payload, context);
    case 'PROMPT_NOT_FOUND':
      return notFound('PROMPT_NOT_FOUND', 'prompt', payload, context);
    case 'RESOURCE_NOT_FOUND':
      return notFound('RESOURCE_NOT_FOUND', 'resource', payload, context);
    case 'METHOD_NOT_FOUND':
      return new MCPResourceError({
        ...common,
        code: 'METHOD_NOT_FOUND',
        resourceType: 'method',
        resourceId: subject.method,
        message: `Server "${serverName}" does not offer ${subject.operation}.`,
        hint: 'Use what the server says it can do.',
      });
    case 'INVALID_ARGUMENTS':
      return new MCPValidationError({
        code: 'INVALID_ARGUMENTS',
        message: `${what} refused its arguments.`,
        hint: 'Correct the arguments by the schema of the tool.',
        context: { ...common.context, serverName, operation },
      });
    case 'REQUEST_REJECTED':
      return new MCPValidationError({
        code: 'REQUEST_REJECTED',
        message: `${what} was refused as an invalid request (JSON-RPC error ${payload.code}).`,
        context: { ...common.context, serverName, operation },
      });
    case 'VERSION_UNSUPPORTED':
      return new MCPProtocolError({
        ...common,
        code: 'VERSION_UNSUPPORTED',
        message: `Server "${serverName}" does not speak our protocol version.`,
        hint: 'Update the server, or Seawall, so that both speak one version of MCP.',
      });
    case 'CALL_CANCELLED':
      return new MCPCancelledError({ ...common, message: `Server "${serverName}" cancelled ${operation}.` });
    case 'CONNECTION_CLOSED':
      return new MCPConnectionError({
        code: 'CONNECTION_CLOSED',
        serverName,
        transportType: context.transport,
        message: `Server "${serverName}" lost its own connection behind it during ${operation}.`,
        context: common.context,
      });
    default:
      return new MCPServerError({
        code: 'SERVER_ERROR',
        serverName,
        serverErrorCode: payload.code,
        message: `${what} failed with JSON-RPC error ${payload.code}.`,
        hint: 'Go by what the server said.',
        context: common.context,
      });
  }
}

function notFound(
  code: KnownErrorCode,
  resourceType: string,
  payload: JsonRpcErrorPayload,
  { serverName, subject }: FailureContext,
): MCPResourceError {
  const resourceId = subject.target ?? '';
  return new MCPResourceError({
    code,
    serverName,
    resourceType,
    resourceId,
    operation: subject.operation,
    message: `Server "${serverName}" has no ${resourceType} "${resourceId}".`,
    hint: `List the ${resourceType}s again: the server may have changed.`,
    context: toContext(payload),
  });
}

/** `MCP error -32000: Connection closed` comes from bridges and proxies whose own upstream went away. */
const BRIDGE_CLOSED = /^(?:MCP error -32000: )?Connection closed$/i;
const NO_SUCH = /\b(?:unknown|not found|no such|does not exist|doesn't exist|not available|not registered)\b/i;

function classify({ code, message, data }: JsonRpcErrorPayload, { subject }: FailureContext): KnownErrorCode {
  const isMissing = NO_SUCH.test(message);
  const namesTool = /\btool\b/i.test(message);
  if (code === -32601) return subject.method === 'tools/call' && namesTool ? 'TOOL_NOT_FOUND' : 'METHOD_NOT_FOUND';
  if (code === -32002 || (code === -32602 && hasUri(data))) return 'RESOURCE_NOT_FOUND';
  if (code === -32602 || code === -32600 || code === -32603) {
    if (isMissing && subject.method === 'tools/call' && namesTool) return 'TOOL_NOT_FOUND';
    if (isMissing && subject.method === 'prompts/get' && /\bprompt\b/i.test(message)) return 'PROMPT_NOT_FOUND';
    if (isMissing && subject.method === 'resources/read' && /\bresource\b/i.test(message)) return 'RESOURCE_NOT_FOUND';
  }
  if (code === -32000 && BRIDGE_CLOSED.test(message)) return 'CONNECTION_CLOSED';
  return CODES[code] ?? 'SERVER_ERROR';
}

const CODES: Readonly<Record<number, KnownErrorCode>> = {
  [-32602]: 'INVALID_ARGUMENTS',
  [-32600]: 'REQUEST_REJECTED',
  [-32700]: 'REQUEST_REJECTED',
  [-32020]: 'REQUEST_REJECTED',
  [-32021]: 'REQUEST_REJECTED',
  [-32022]: 'VERSION_UNSUPPORTED',
  [-32800]: 'CALL_CANCELLED',
};

function hasUri(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'uri' in data && Object.keys(data).length === 1;
}

function toContext(payload: JsonRpcErrorPayload): Readonly<Record<string, unknown>> {
  const evidence: Evidence = { shape: 'jsonrpc_error', payload };
  return { jsonRpcError: payload, evidence };
}
