import type { AgentTool } from '@seawall/client';
import { MCPTimeoutError } from '@seawall/core/base';

/** Whether a signal ended a call because its time was over, and not because somebody gave the run up. */
export function isTimeOver(signal: AbortSignal | undefined): boolean {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/**
 * The error for a call whose time, as the framework limits it, is over. The run may go on, so the model has to know that the
 * call was sent: it is cancelled, and yet it may have run.
 */
export async function timeOverError({ server, tool, safety }: AgentTool, cause: unknown): Promise<MCPTimeoutError> {
  return new MCPTimeoutError({
    code: 'CALL_TIMEOUT',
    message: `Tool "${tool}" on server "${server}" did not answer in the time that this run gives a call.`,
    hint: 'Ask for less at a time, or go on without it.',
    serverName: server,
    operation: `call_tool(${tool})`,
    retryable: (await safety()) !== 'write',
    context: { delivery: 'unknown' },
    cause,
  });
}
