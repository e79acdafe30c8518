import { SdkHttpError } from '@modelcontextprotocol/client';
import {
  type ErrorKind,
  type Evidence,
  type FailureEffect,
  type KnownErrorCode,
  MCPAuthenticationError,
  MCPConfigurationError,
  MCPRateLimitError,
  MCPServerError,
} from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import { type FailedResponse, type FailureContext, MAX_EVIDENCE_LENGTH, present } from './failure-context.ts';
import { SESSION_LOST, sessionLost, translateRpcError } from './failure-rpc.ts';

/** The HTTP response that an error of the SDK tells of; it has no headers. */
export function findHttpStatus(error: unknown): FailedResponse | undefined {
  if (error instanceof SdkHttpError) {
    const { status, statusText, text } = error.data;
    return {
      status,
      statusText: statusText ?? '',
      headers: {},
      body: typeof text === 'string' ? text : '',
      retryAfterMs: undefined,
    };
  }
  if (!(error instanceof Error)) return undefined;
  // The old transport tells the status of a message only in words, and that of its event stream only as `code`.
  const posted = /^Error POSTing to endpoint \(HTTP (\d{3})\)/.exec(error.message)?.[1];
  if (posted !== undefined) return bareResponse(Number(posted));
  const isSseError = error.message.startsWith('SSE error:') && 'code' in error;
  return isSseError && typeof error.code === 'number' ? bareResponse(error.code) : undefined;
}

function bareResponse(status: number): FailedResponse {
  return { status, statusText: '', headers: {}, body: '', retryAfterMs: undefined };
}

/** Translates an HTTP response that is no MCP answer. */
export function translateHttpStatus(
  response: FailedResponse,
  context: FailureContext,
  cause: unknown,
): ConnectionFailure | undefined {
  const { status, body } = response;
  if (status < 300) return undefined;
  const rpc = readRpcError(body);
  const input: StatusInput = { response, context, cause, rpcMessage: rpc?.message ?? body };
  if (isSessionLost(input)) {
    return new ConnectionFailure({
      error: sessionLost(context, rpc, status),
      delivery: 'not-sent',
      effect: 'session-lost',
    });
  }
  // A server of 2026-07-28 answers an unknown method with 404 and others with 400: the body says what it is.
  if (rpc && status < 500 && PASSED_ON.has(rpc.code)) return translateRpcError(rpc, context);
  if (status === 401) return authenticationFailed(input);
  if (status === 403 || status === 407) return permissionDenied(input);
  if (status === 429) return rateLimited(input);
  const { context: evidence, cause: kept } = details(input);
  if (status < 400) return notMcp(context, 'redirected the request', kept, evidence);
  if (status === 404 || status === 405 || status === 410 || status === 406)
    return notMcp(context, `answered with HTTP ${status}`, kept, evidence);
  return serverFailed(input);
}

interface StatusInput {
  readonly response: FailedResponse;
  readonly context: FailureContext;
  readonly cause: unknown;
  readonly rpcMessage: string;
}

interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** Codes that mean the same whatever HTTP status they came with. */
const PASSED_ON: ReadonlySet<number> = new Set([
  -32700, -32601, -32602, -32603, -32002, -32020, -32021, -32022, -32042, -32800,
]);

function isSessionLost({ response: { status }, context, rpcMessage }: StatusInput): boolean {
  if (context.phase === 'connect' && !context.facts.hasSession) return false;
  if (status === 404 || status === 410) return context.facts.hasSession;
  return status === 400 && SESSION_LOST.test(rpcMessage);
}

function authenticationFailed(input: StatusInput): ConnectionFailure {
  const { context, response } = input;
  const { serverName, facts } = context;
  const challenge = response.headers['www-authenticate'] ?? '';
  const reason = /expired/i.test(challenge) ? 'expired' : facts.hasCredentials ? 'invalid' : 'missing';
  const authType = /^\s*([A-Za-z]+)/.exec(challenge)?.[1]?.toLowerCase();
  const error = new MCPAuthenticationError({
    code: 'AUTHENTICATION_REQUIRED',
    serverName,
    reason,
    httpStatus: response.status,
    message:
      reason === 'missing'
        ? `Server "${serverName}" asks for credentials, and none are configured (HTTP 401).`
        : `Server "${serverName}" does not accept the configured credentials (HTTP 401).`,
    hint:
      reason === 'missing'
        ? `Set mcpServers.${serverName}.headers.Authorization.`
        : `Renew the credentials in mcpServers.${serverName}.headers.`,
    ...present({ authType }),
    ...details(input),
  });
  return failure(input, error, 'auth-required');
}

function permissionDenied(input: StatusInput): ConnectionFailure {
  const { context, response } = input;
  const { serverName, phase, subject } = context;
  const scope = /scope="([^"]*)"/.exec(response.headers['www-authenticate'] ?? '')?.[1];
  const what = phase === 'connect' ? 'refused the connection' : `does not allow ${subject.operation}`;
  const error = new MCPAuthenticationError({
    code: 'PERMISSION_DENIED',
    serverName,
    httpStatus: response.status,
    message: `Server "${serverName}" ${what} (HTTP ${response.status}).`,
    hint:
      response.status === 407
        ? 'The proxy asks for credentials: put them into HTTPS_PROXY.'
        : `Check what the credentials in mcpServers.${serverName}.headers may do, and whether the server accepts this host.`,
    ...present({ permissionRequired: scope }),
    ...details(input),
  });
  return failure(input, error, phase === 'connect' ? 'auth-required' : 'none');
}

function rateLimited(input: StatusInput): ConnectionFailure {
  const { context, response } = input;
  const { serverName } = context;
  const { retryAfterMs } = response;
  const error = new MCPRateLimitError({
    code: 'RATE_LIMITED',
    serverName,
    scope: 'server',
    message: `Server "${serverName}" asks for fewer requests (HTTP 429)${retryAfterMs === undefined ? '.' : `; it accepts the next one in ${Math.ceil(retryAfterMs / 1000)} s.`}`,
    hint: 'Wait before the next call, or call less often.',
    ...present({ retryAfterMs }),
    ...details(input),
  });
  return failure(input, error, 'none');
}

/** The failure of an endpoint that is something else. */
export function notMcp(
  context: FailureContext,
  what: string,
  cause: unknown,
  evidence: Readonly<Record<string, unknown>> = {},
): ConnectionFailure {
  const { serverName, wasConnected } = context;
  const error = new MCPConfigurationError({
    code: 'ENDPOINT_NOT_MCP',
    configSection: `mcpServers.${serverName}.url`,
    message: `The URL of server "${serverName}" ${what}: it is not an MCP endpoint${wasConnected ? ' at the moment' : ''}.`,
    hint: `Check mcpServers.${serverName}.url; many endpoints end in /mcp or /sse.`,
    // A server that worked before may be in the middle of a restart.
    retryable: wasConnected,
    context: { serverName, ...evidence },
    ...present({ cause }),
  });
  return new ConnectionFailure({ error, delivery: 'answered', effect: wasConnected ? 'broken' : 'misconfigured' });
}

function serverFailed(input: StatusInput): ConnectionFailure {
  const { context, response } = input;
  const { serverName, subject, phase } = context;
  const { status } = response;
  const { code, kind, hint } = describeStatus(status);
  const error = new MCPServerError({
    code,
    serverName,
    httpStatus: status,
    message: `${phase === 'connect' ? `Server "${serverName}"` : `${subject.subject} on server "${serverName}"`} failed with HTTP ${status}.`,
    ...present({ kind, hint }),
    ...details(input),
  });
  return failure(input, error, 'none');
}

function describeStatus(status: number): {
  readonly code: KnownErrorCode;
  readonly kind?: ErrorKind;
  readonly hint?: string;
} {
  if (status === 408 || status === 425 || status === 502 || status === 503 || status === 504) {
    return {
      code: 'SERVER_UNAVAILABLE',
      hint: "The server, or a proxy in front of it, can't serve requests at the moment.",
    };
  }
  if (status === 409) return { code: 'HTTP_ERROR', kind: 'conflict' };
  if (status === 413)
    return { code: 'REQUEST_REJECTED', hint: 'The request is too large for the server: send less at a time.' };
  if (status < 500) return { code: 'REQUEST_REJECTED' };
  return { code: 'SERVER_ERROR', hint: 'The words of the server are in the details of this error.' };
}

function failure(input: StatusInput, error: ConnectionFailure['error'], effect: FailureEffect): ConnectionFailure {
  const isConnecting = input.context.phase === 'connect' && effect === 'none';
  return new ConnectionFailure({ error, delivery: 'answered', effect: isConnecting ? 'broken' : effect });
}

function details({ response, context, cause }: StatusInput): {
  readonly context: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
} {
  const { status, statusText, headers, body, retryAfterMs } = response;
  const evidence: Evidence = {
    shape: 'http_response',
    payload: { status, statusText, headers, body: body.slice(0, MAX_EVIDENCE_LENGTH) },
  };
  // The message of the SDK's error holds the whole body: it is not kept as the cause.
  const isBodyInMessage = cause instanceof Error && body !== '' && cause.message.includes(body);
  return {
    context: { ...present({ retryAfterMs, operation: context.subject.operation, httpStatus: status }), evidence },
    ...(isBodyInMessage ? {} : present({ cause })),
  };
}

function readRpcError(body: string): RpcError | undefined {
  if (!body.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined;
    if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'number')
      return undefined;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    return { code: error.code, message, ...('data' in error ? { data: error.data } : {}) };
  } catch {
    // Not JSON after all.
    return undefined;
  }
}
