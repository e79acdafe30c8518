import { type Client, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { type Logger, MCPError } from '@seawall/core/base';
import type { ConnectionListener } from './connection.ts';
import { present } from './failure-context.ts';
import { isRecord } from './is-record.ts';
import { sourceOf } from './message-origin.ts';

/** What {@link createServerAnswers} needs. */
export interface ServerAnswersOptions {
  readonly serverName: string;
  readonly listener: ConnectionListener;
  readonly logger: Logger;
}

/** Builds the SDK's handler for what a server asks: the listener answers, and nothing is checked on the way. */
export function createServerAnswers({
  serverName,
  listener,
  logger,
}: ServerAnswersOptions): NonNullable<Client['fallbackRequestHandler']> {
  return async (request, { mcpReq: { signal } }) => {
    const { method, params } = request;
    try {
      const result = await listener.onRequest({ method, ...present({ params }) }, { signal, ...sourceOf(request) });
      return { ...result };
    } catch (error) {
      logger.log('debug', `Server "${serverName}" got no answer to "${method}".`, { error });
      throw toProtocolError(error);
    }
  };
}

function toProtocolError(error: unknown): ProtocolError {
  if (isRecord(error) && typeof error.code === 'number' && Number.isSafeInteger(error.code)) {
    const message = typeof error.message === 'string' ? error.message : 'The request was declined.';
    return new ProtocolError(error.code, message, error.data);
  }
  // Whatever else was thrown may hold anything; our own errors hold no secrets.
  const message = MCPError.isInstance(error) ? error.message : 'The request could not be answered.';
  return new ProtocolError(ProtocolErrorCode.InternalError, message);
}
