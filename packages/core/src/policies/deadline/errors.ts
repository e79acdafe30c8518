import { MCPTimeoutError } from '../../errors/timeout-error.ts';

/** A call whose time is over. */
export interface OverdueCall {
  readonly server: string;
  /** As `call_tool(search_issues)`. */
  readonly operation: string;
  /** How long the call took until now, in milliseconds. */
  readonly elapsedMs: number;
  /** Attempts that were made. */
  readonly attempts: number;
  /** How the last attempt ended. */
  readonly cause?: unknown;
}

/** The deadline of a call passed, or is too close for another attempt. */
export function deadlineError({ server, operation, elapsedMs, attempts, cause }: OverdueCall): MCPTimeoutError {
  const tried = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return new MCPTimeoutError({
    code: 'CALL_TIMEOUT',
    serverName: server,
    operation,
    elapsedMs,
    message: `The time of ${operation} on server "${server}" was over after ${Math.round(elapsedMs)} ms and ${tried}.`,
    hint: `Raise mcpServers.${server}.seawall.totalTimeoutMs, or ask for less at a time.`,
    context: { attempts },
    ...(cause === undefined ? {} : { cause }),
  });
}
