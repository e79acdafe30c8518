import { MCPCancelledError } from '../../errors/cancelled-error.ts';
import { MCPRejectedError } from '../../errors/rejected-error.ts';
import { MCPTimeoutError } from '../../errors/timeout-error.ts';

/** What was waited for. */
export interface SharedWait {
  readonly server: string;
  /** As `tools/list`. */
  readonly operation: string;
}

/** The caller gave up waiting for an answer that it shares. */
export function leftFlightError({ server, operation }: SharedWait, cause: unknown): MCPCancelledError {
  return new MCPCancelledError({
    serverName: server,
    operation,
    message: `The caller cancelled ${operation} on server "${server}" while it waited for the answer.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The caller's time was over before the answer came that it shares. */
export function flightTimeoutError({ server, operation }: SharedWait, timeoutMs: number): MCPTimeoutError {
  return new MCPTimeoutError({
    code: 'CALL_TIMEOUT',
    serverName: server,
    operation,
    timeoutMs,
    message: `Server "${server}" did not answer ${operation} within ${Math.round(timeoutMs)} ms.`,
    hint: `Raise mcpServers.${server}.seawall.totalTimeoutMs, or ask for less at a time.`,
  });
}

/** The house closes. */
export function flightsClosedError({ server, operation }: SharedWait): MCPRejectedError {
  return new MCPRejectedError({
    code: 'SHUTTING_DOWN',
    serverName: server,
    message: `Seawall is shutting down, so ${operation} on server "${server}" was given up.`,
    context: { operation },
  });
}
