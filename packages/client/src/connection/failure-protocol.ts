import { MCPProtocolError } from '@seawall/core/base';
import { ConnectionFailure } from './connection.ts';
import type { FailureContext } from './failure-context.ts';

/** The failure of a side that broke the protocol. */
export function protocolFailure(
  code: 'METHOD_NOT_FOUND' | 'UNEXPECTED_CONTENT' | 'INVALID_RESULT' | 'VERSION_UNSUPPORTED' | 'INVALID_MESSAGE',
  message: string,
  delivery: 'not-sent' | 'answered',
  context: FailureContext,
  cause: unknown,
): ConnectionFailure {
  const { serverName, subject, phase } = context;
  const error = new MCPProtocolError({
    code,
    serverName,
    operation: subject.operation,
    message,
    hint: PROTOCOL_ADVICE[code],
    cause,
  });
  return new ConnectionFailure({ error, delivery, effect: phase === 'connect' ? 'broken' : 'none' });
}

const PROTOCOL_ADVICE = {
  METHOD_NOT_FOUND: 'Use a tool or a method that the server offers.',
  UNEXPECTED_CONTENT:
    'Check that the URL is the MCP endpoint itself and not a web page, a login or a proxy in front of it.',
  INVALID_RESULT: 'Report it to the author of the server.',
  VERSION_UNSUPPORTED: 'Update the server, or Seawall, so that both speak one version of MCP.',
  INVALID_MESSAGE: 'Report it to the author of the server, or check for a proxy that changes answers.',
} as const;
