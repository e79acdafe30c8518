import {
  type ConnectionStatus,
  MCPCancelledError,
  MCPConnectionError,
  type MCPError,
  MCPTimeoutError,
} from '@seawall/core/base';

/** What is known of a server that can't be used now. */
export interface AbsentServer {
  readonly serverName: string;
  readonly status: ConnectionStatus;
  /** Attempts that failed in a row. */
  readonly failures: number;
  /** When the next attempt starts by itself; counts only where the status says that there is one. */
  readonly nextAttemptInMs: number;
}

/** Says that there is no connection, why, and when it is tried again; the kind is that of the failure underneath. */
export function notConnectedError({ serverName, status, failures, nextAttemptInMs }: AbsentServer): MCPError {
  if (status.state === 'stopped') {
    return new MCPConnectionError({
      code: 'CLIENT_CLOSED',
      serverName,
      message: `Server "${serverName}" was stopped: ${status.reason}.`,
    });
  }
  const cause = 'lastError' in status ? status.lastError : undefined;
  const hint = [cause?.hint, nextAttempt(status, nextAttemptInMs)].filter((part) => part !== undefined).join(' ');
  return new MCPConnectionError({
    code: 'SERVER_NOT_CONNECTED',
    serverName,
    message: `Server "${serverName}" is not connected${cause ? `: ${cause.message}` : '.'}`,
    retryCount: failures,
    ...(hint === '' ? {} : { hint }),
    ...(cause ? { cause, kind: cause.kind, retryable: cause.retryable } : {}),
    context: { connectionState: status.state, causeCode: cause?.code },
  });
}

/** The caller gave up while it waited for a connection: nothing was sent. */
export function cancelledWhileConnecting(serverName: string, operation: string): MCPError {
  return new MCPCancelledError({
    serverName,
    operation,
    message: `The caller cancelled ${operation} while server "${serverName}" was still connecting.`,
  });
}

/** The time of the call was over before there was a connection: nothing was sent. */
export function stillConnectingError(serverName: string, operation: string): MCPError {
  return new MCPTimeoutError({
    code: 'CALL_TIMEOUT',
    serverName,
    operation,
    message: `Server "${serverName}" was still connecting when the time for ${operation} was over.`,
    hint: `Raise mcpServers.${serverName}.seawall.totalTimeoutMs if the server is slow to start.`,
  });
}

function nextAttempt(status: ConnectionStatus, inMs: number): string | undefined {
  if (status.state === 'connecting') return 'It is being tried again right now.';
  if (!('retryAtMs' in status)) return undefined;
  return `It is tried again in ${Math.ceil(inMs / 1000)} s; the other servers are not affected.`;
}
