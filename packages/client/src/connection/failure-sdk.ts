import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { MCPConnectionError, MCPTimeoutError } from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import { type FailureContext, present } from './failure-context.ts';
import { notMcp } from './failure-http.ts';
import { protocolFailure } from './failure-protocol.ts';

/** The SDK throws a plain error with this text and nothing else to know it by. */
export function isNotConnected(error: unknown): boolean {
  return error instanceof Error && error.message === 'Not connected';
}

/** Translates what the SDK itself found wrong. The innermost error counts: the handshake wraps what happened to its probe. */
export function translateSdkErrors(chain: readonly unknown[], context: FailureContext): ConnectionFailure | undefined {
  const innermost = chain.findLast((link) => link instanceof SdkError) ?? chain.find(isNotConnected);
  return innermost instanceof Error ? translateSdkError(innermost, context) : undefined;
}

function translateSdkError(error: Error, context: FailureContext): ConnectionFailure | undefined {
  const { serverName, subject, transport: transportType, phase } = context;
  if (isNotConnected(error) || !(error instanceof SdkError) || error.code === SdkErrorCode.NotConnected) {
    return closed(context, error, 'not-sent');
  }
  switch (error.code) {
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.SendFailed:
      return closed(context, error, phase === 'connect' ? 'not-sent' : 'unknown');
    case SdkErrorCode.RequestTimeout:
      return timedOut(context, error);
    case SdkErrorCode.MethodNotSupportedByProtocolVersion:
    case SdkErrorCode.CapabilityNotSupported:
      return protocolFailure(
        'METHOD_NOT_FOUND',
        `${subject.subject} is not part of the protocol version that server "${serverName}" speaks.`,
        'not-sent',
        context,
        error,
      );
    case SdkErrorCode.ClientHttpUnexpectedContent:
      if (phase === 'connect')
        return notMcp(context, 'answered with content that is neither JSON nor an event stream', error);
      return protocolFailure(
        'UNEXPECTED_CONTENT',
        `Server "${serverName}" answered with content that is neither JSON nor an event stream.`,
        'answered',
        context,
        error,
      );
    case SdkErrorCode.InvalidResult:
    case SdkErrorCode.UnsupportedResultType:
      return protocolFailure(
        'INVALID_RESULT',
        `${subject.subject} on server "${serverName}" gave a result that is not valid MCP.`,
        'answered',
        context,
        error,
      );
    case SdkErrorCode.EraNegotiationFailed:
      return protocolFailure(
        'VERSION_UNSUPPORTED',
        `Server "${serverName}" and Seawall have no protocol version in common, or the server did not say which it speaks.`,
        'not-sent',
        context,
        error,
      );
    default: {
      const failed = new MCPConnectionError({
        code: 'CONNECTION_FAILED',
        serverName,
        transportType,
        message: `The connection to server "${serverName}" failed during ${subject.operation} (${error.code}).`,
        cause: error,
      });
      return new ConnectionFailure({
        error: failed,
        delivery: phase === 'connect' ? 'not-sent' : 'unknown',
        effect: phase === 'connect' ? 'broken' : 'none',
      });
    }
  }
}

function closed(context: FailureContext, cause: unknown, delivery: 'not-sent' | 'unknown'): ConnectionFailure {
  const { serverName, subject, phase, transport: transportType } = context;
  const message =
    phase === 'connect'
      ? `Server "${serverName}" ended the connection before the handshake was finished.`
      : delivery === 'not-sent'
        ? `Server "${serverName}" is not connected, so ${subject.operation} was not sent.`
        : `The connection to server "${serverName}" was closed during ${subject.operation}.`;
  return new ConnectionFailure({
    error: new MCPConnectionError({ code: 'CONNECTION_CLOSED', serverName, transportType, message, cause }),
    delivery,
    effect: 'broken',
  });
}

function timedOut(context: FailureContext, cause: SdkError): ConnectionFailure {
  const { serverName, subject, phase } = context;
  // What is left of a deadline has fractions that say nothing.
  const timeoutMs = context.timeoutMs === undefined ? undefined : Math.round(context.timeoutMs);
  const code =
    phase === 'connect'
      ? 'HANDSHAKE_TIMEOUT'
      : subject.method.endsWith('/list')
        ? 'LIST_TIMEOUT'
        : subject.operation === 'ping'
          ? 'OPERATION_TIMEOUT'
          : 'CALL_TIMEOUT';
  const option = {
    HANDSHAKE_TIMEOUT: 'connectTimeoutMs',
    LIST_TIMEOUT: 'listTimeoutMs',
    CALL_TIMEOUT: 'timeoutMs',
    OPERATION_TIMEOUT: undefined,
  }[code];
  const data = cause.data;
  const elapsedMs = isTotal(data) ? data.totalElapsed : undefined;
  const waited = isTotal(data)
    ? `finish within ${data.maxTotalTimeout} ms, though it reported progress`
    : `answer within ${timeoutMs ?? 'the allowed'} ms`;
  const error = new MCPTimeoutError({
    code,
    serverName,
    operation: subject.operation,
    message: `${subject.subject} on server "${serverName}" did not ${waited}.`,
    ...present({
      timeoutMs: isTotal(data) ? data.maxTotalTimeout : timeoutMs,
      elapsedMs,
      hint:
        option &&
        `Raise mcpServers.${serverName}.seawall.${isTotal(data) ? 'maxTotalTimeoutMs' : option}, or ask for less at a time.`,
    }),
    cause,
  });
  return new ConnectionFailure({
    error,
    delivery: phase === 'connect' ? 'not-sent' : 'unknown',
    effect: phase === 'connect' ? 'broken' : 'none',
  });
}

function isTotal(data: unknown): data is { readonly maxTotalTimeout: number; readonly totalElapsed: number } {
  return typeof data === 'object' && data !== null && 'maxTotalTimeout' in data && 'totalElapsed' in data;
}
