import { ConnectionFailure } from '@seawall/client';
import {
  type Delivery,
  type Evidence,
  type FailureEffect,
  type KnownErrorCode,
  MCPAuthenticationError,
  MCPCancelledError,
  MCPConfigurationError,
  MCPConnectionError,
  type MCPError,
  MCPProtocolError,
  MCPRateLimitError,
  MCPResourceError,
  MCPServerError,
  MCPTimeoutError,
  MCPValidationError,
} from '@seawall/core/base';

/** The server and the request that a failure is about. */
export interface FailureSubject {
  readonly serverName: string;
  /** As it stands in errors: `call_tool(find)`. */
  readonly operation: string;
  /** What the server says; with its credential where it is one that lets that slip. */
  readonly words: string;
}

/** A failure as the real connection would tell of it. */
export function connectionFailure(
  code: KnownErrorCode,
  { serverName, operation, words }: FailureSubject,
  { delivery, effect }: { readonly delivery: Delivery; readonly effect: FailureEffect },
): ConnectionFailure {
  const message = `Server "${serverName}" failed during ${operation}: ${words}.`;
  return new ConnectionFailure({ error: new MCPConnectionError({ code, serverName, message }), delivery, effect });
}

/** No answer came in time. */
export function timeoutFailure({ serverName, operation }: FailureSubject, timeoutMs: number): ConnectionFailure {
  const code =
    operation === 'ping' ? 'OPERATION_TIMEOUT' : operation.startsWith('list_') ? 'LIST_TIMEOUT' : 'CALL_TIMEOUT';
  const message = `Server "${serverName}" did not answer ${operation} in time.`;
  const error = new MCPTimeoutError({ code, serverName, operation, timeoutMs, message });
  return new ConnectionFailure({ error, delivery: 'unknown', effect: 'none' });
}

/** The handshake was not finished in time. */
export function handshakeTimeout({ serverName, operation }: FailureSubject, timeoutMs: number): ConnectionFailure {
  const message = `Server "${serverName}" did not finish the handshake in time.`;
  const error = new MCPTimeoutError({ code: 'HANDSHAKE_TIMEOUT', serverName, operation, timeoutMs, message });
  return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'broken' });
}

/** The caller gave up. */
export function cancelledFailure(
  { serverName, operation }: FailureSubject,
  delivery: 'not-sent' | 'unknown',
): ConnectionFailure {
  const message = `The caller cancelled ${operation} on server "${serverName}".`;
  const error = new MCPCancelledError({ serverName, operation, message });
  return new ConnectionFailure({ error, delivery, effect: 'none' });
}

/** The two sides could not agree on an encrypted connection, or the program is not there. */
export function configurationFailure(
  code: 'TLS_FAILED' | 'SPAWN_COMMAND_NOT_FOUND' | 'ENDPOINT_NOT_MCP',
  { serverName, words }: FailureSubject,
  { delivery, effect }: { readonly delivery: Delivery; readonly effect: FailureEffect },
): ConnectionFailure {
  const configSection = `mcpServers.${serverName}`;
  const message = `Server "${serverName}" can't be used: ${words}.`;
  const error = new MCPConfigurationError({ code, configSection, message, context: { serverName } });
  return new ConnectionFailure({ error, delivery, effect });
}

/** What an HTTP status is translated to. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfterMs?: number;
}

/** An HTTP answer that is no MCP answer. */
export function httpFailure(
  subject: FailureSubject,
  { status, headers = {}, retryAfterMs }: HttpAnswer,
  phase: 'connect' | 'request',
): ConnectionFailure {
  const { serverName, operation, words } = subject;
  const payload = { status, statusText: '', headers, body: words };
  const evidence: Evidence = { shape: 'http_response', payload };
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const common = { serverName, httpStatus: status, context: { operation, httpStatus: status, evidence, ...wait } };
  const effect = phase === 'connect' ? 'broken' : 'none';
  if (status === 401 || status === 403) {
    const code = status === 401 ? 'AUTHENTICATION_REQUIRED' : 'PERMISSION_DENIED';
    const message = `Server "${serverName}" answered with HTTP ${status}.`;
    const error = new MCPAuthenticationError({ ...common, code, message, reason: 'invalid' });
    return new ConnectionFailure({ error, delivery: 'answered', effect: status === 401 ? 'auth-required' : effect });
  }
  if (status === 429) {
    const message = `Server "${serverName}" asks for fewer requests (HTTP 429).`;
    const error = new MCPRateLimitError({ ...common, ...wait, code: 'RATE_LIMITED', scope: 'server', message });
    return new ConnectionFailure({ error, delivery: 'answered', effect });
  }
  const code = status === 500 ? 'SERVER_ERROR' : 'SERVER_UNAVAILABLE';
  const message = `${operation} on server "${serverName}" failed with HTTP ${status}.`;
  const error = new MCPServerError({ ...common, code, message });
  return new ConnectionFailure({ error, delivery: 'answered', effect });
}

/** A JSON-RPC error of the server. */
export function rpcFailure(subject: FailureSubject, code: number, tool: string): ConnectionFailure {
  const { serverName, operation, words } = subject;
  const payload = { code, message: words };
  const evidence: Evidence = { shape: 'jsonrpc_error', payload };
  const context = { jsonRpcError: payload, evidence, operation, serverName };
  const message = `${operation} on server "${serverName}" failed with JSON-RPC error ${code}.`;
  return new ConnectionFailure({
    error: rpcError({ serverName, operation, message, context, code, tool }),
    delivery: 'answered',
    effect: 'none',
  });
}

interface RpcErrorParts {
  readonly serverName: string;
  readonly operation: string;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly code: number;
  readonly tool: string;
}

function rpcError({ serverName, operation, message, context, code, tool }: RpcErrorParts): MCPError {
  if (code === -32602) return new MCPValidationError({ code: 'INVALID_ARGUMENTS', message, context });
  if (code === -32601) {
    const about = { serverName, operation, resourceType: 'tool', resourceId: tool };
    return new MCPResourceError({ ...about, code: 'TOOL_NOT_FOUND', message, context });
  }
  return new MCPServerError({ code: 'SERVER_ERROR', serverName, serverErrorCode: code, message, context });
}

/** An answer that can't be used. */
export function protocolFailure(
  code: 'INVALID_MESSAGE' | 'INVALID_RESULT' | 'MESSAGE_TOO_LARGE' | 'UNEXPECTED_CONTENT',
  { serverName, operation, words }: FailureSubject,
): ConnectionFailure {
  const message = `Server "${serverName}" answered ${operation} with something that can't be used: ${words}.`;
  const error = new MCPProtocolError({ code, serverName, operation, message });
  return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
}

/** The server does not know the session any more. */
export function sessionLostFailure({ serverName, operation }: FailureSubject): ConnectionFailure {
  const message = `Server "${serverName}" does not know our session any more, so it did not run ${operation}.`;
  const error = new MCPProtocolError({ code: 'SESSION_LOST', serverName, operation, message, httpStatus: 404 });
  return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'session-lost' });
}
