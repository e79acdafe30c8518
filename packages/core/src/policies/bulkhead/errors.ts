import { MCPRejectedError } from '../../errors/rejected-error.ts';

/** A call that was refused for lack of room, and how full it was. */
export interface CrowdedServer {
  readonly server: string;
  /** As `call_tool(search_issues)`. */
  readonly operation: string;
  readonly inFlight: number;
  readonly queued: number;
}

/** The queue is full: nothing was sent. */
export function bulkheadFullError({ server, operation, inFlight, queued }: CrowdedServer): MCPRejectedError {
  return new MCPRejectedError({
    code: 'BULKHEAD_FULL',
    serverName: server,
    message: `Server "${server}" has ${inFlight} calls under way and ${queued} waiting already, so ${operation} was not sent.`,
    hint: `Try again when some are done, or call less at a time; mcpServers.${server}.seawall.queue lets more calls wait.`,
    context: { operation, inFlight, queued },
  });
}

/** The call's turn did not come in time: nothing was sent. */
export function queueDeadlineError(crowd: CrowdedServer & { readonly waitedMs: number }): MCPRejectedError {
  const { server, operation, inFlight, queued, waitedMs } = crowd;
  return new MCPRejectedError({
    code: 'QUEUE_DEADLINE',
    serverName: server,
    message: `The turn of ${operation} did not come within ${Math.round(waitedMs)} ms, because server "${server}" has ${inFlight} calls under way; it was not sent.`,
    hint: `Try again when some are done, or call less at a time; mcpServers.${server}.seawall.concurrency lets more calls run.`,
    context: { operation, inFlight, queued, waitedMs },
  });
}

/** The bulkhead was closed while the call waited: nothing was sent. */
export function bulkheadClosedError({
  server,
  operation,
}: Pick<CrowdedServer, 'server' | 'operation'>): MCPRejectedError {
  return new MCPRejectedError({
    code: 'SHUTTING_DOWN',
    serverName: server,
    message: `Server "${server}" is being taken out of use, so ${operation} was not sent.`,
    context: { operation },
  });
}
