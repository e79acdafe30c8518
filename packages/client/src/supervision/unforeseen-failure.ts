import { MCPConnectionError, MCPError } from '@seawall/core/base';
import { ConnectionFailure } from '../connection/connection.ts';

/** Any thrown value of {@link Connection.request} as a failure; what is none of ours says nothing about the connection. */
export function toRequestFailure(cause: unknown, serverName: string): ConnectionFailure {
  if (cause instanceof ConnectionFailure) return cause;
  return new ConnectionFailure({ error: toKnownError(cause, serverName), delivery: 'unknown', effect: 'none' });
}

/** Any thrown value of {@link Connector.connect}, or end of a connection, as a failure of that connection. */
export function toConnectFailure(cause: unknown, serverName: string): ConnectionFailure {
  if (cause instanceof ConnectionFailure) return cause;
  const message = `The connection to server "${serverName}" failed in a way that was not foreseen: ${cause instanceof Error ? cause.message : String(cause)}`;
  const error = MCPError.isInstance(cause)
    ? cause
    : new MCPConnectionError({ code: 'CONNECTION_FAILED', serverName, message, cause });
  return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'broken' });
}

/** Any thrown value as an error of the house; what is ours stays as it is. */
export function toKnownError(cause: unknown, serverName: string): MCPError {
  if (cause instanceof ConnectionFailure) return cause.error;
  if (MCPError.isInstance(cause)) return cause;
  return new MCPError({
    code: 'UNEXPECTED_ERROR',
    message: `A request to server "${serverName}" failed in a way that was not foreseen.`,
    hint: 'Report it at the project, with the chain of causes.',
    context: { serverName },
    cause,
  });
}
