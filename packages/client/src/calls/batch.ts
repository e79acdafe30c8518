import {
  assertNumbers,
  type Clock,
  type Logger,
  type MCPError,
  MCPOutcomeUnknownError,
  MCPTimeoutError,
  type Outcome,
  redactText,
} from '@seawall/core/base';
import type { BatchOptions, BatchOutcome, CallOptions, ToolCall, ToolResult } from '../seawall/seawall.ts';
import { failureOf } from './calls.ts';

/** How long a batch may take unless told otherwise, in milliseconds. */
export const BATCH_TIMEOUT_MS = 30_000;

/** Longer batches are refused, in milliseconds. */
const MAX_BATCH_TIMEOUT_MS = 86_400_000;

/** @throws {@link MCPConfigurationError} with `OPTION_INVALID`. */
export function checkBatchOptions({ timeoutMs }: BatchOptions): void {
  assertNumbers({ timeoutMs }, { timeoutMs: { min: 1, max: MAX_BATCH_TIMEOUT_MS } }, 'batch');
}

/** What {@link runBatch} needs. */
export interface BatchRun {
  readonly calls: readonly ToolCall[];
  readonly options: BatchOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes one call. Never rejects. */
  readonly run: (call: ToolCall, options: CallOptions) => Promise<Outcome>;
  /** Whether a call changes nothing. */
  readonly isRead: (call: ToolCall) => Promise<boolean>;
}

/**
 * Makes calls at the same time, with one deadline over all of them; what comes of each is its own.
 *
 * When the time is over, what still runs is cancelled, at the servers too, and waited for: when this resolves nothing goes on.
 */
export async function runBatch({
  calls,
  options,
  clock,
  logger,
  run,
  isRead,
}: BatchRun): Promise<readonly BatchOutcome[]> {
  const { timeoutMs = BATCH_TIMEOUT_MS, signal, ...others } = options;
  const ending = new AbortController();
  let isOver = false;
  const onAbort = (): void => ending.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = clock.setTimer(() => {
    isOver = true;
    ending.abort('the time of the batch is over');
  }, timeoutMs);
  try {
    return await Promise.all(
      calls.map(async (call): Promise<BatchOutcome> => {
        const outcome = await run(call, { ...others, signal: ending.signal });
        const isCut = outcome.kind === 'error' && isOver && outcome.error.kind === 'cancelled';
        const error = isCut ? overdue(call, outcome, { timeoutMs, isRead: await isRead(call) }) : failureOf(outcome);
        // A result is an object by the protocol, and the connection refuses any other.
        const result = (outcome.kind === 'result' ? outcome.result : {}) as ToolResult;
        if (error === undefined) return { status: 'fulfilled', call, result };
        const message = redactText(
          `Call of tool "${call.name}" on server "${call.server}" in a batch failed: ${error.message}`,
        );
        logger.log('warn', message, { server: call.server, tool: call.name, error: error.toJSON() });
        return { status: 'rejected', call, error };
      }),
    );
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** What the end of the batch's time means for a call: nothing was sent, or nobody knows whether it ran. */
function overdue(
  { server, name }: ToolCall,
  { error: cause, delivery }: Extract<Outcome, { kind: 'error' }>,
  { timeoutMs, isRead }: { readonly timeoutMs: number; readonly isRead: boolean },
): MCPError {
  const timeout = new MCPTimeoutError({
    code: 'CALL_TIMEOUT',
    serverName: server,
    operation: BATCH_OPERATION,
    timeoutMs,
    message: `Batch operation timed out after ${timeoutMs} ms, before tool "${name}" on server "${server}" answered.`,
    hint: 'Give the batch more time, or make fewer calls in one.',
    context: { delivery },
    cause,
  });
  if (delivery !== 'unknown' || isRead) return timeout;
  return new MCPOutcomeUnknownError({
    serverName: server,
    delivery,
    message: `Batch operation timed out after ${timeoutMs} ms, and it is not known whether tool "${name}" ran on server "${server}".`,
    hint: `Look whether it ran, in the system behind server "${server}", before you call it again.`,
    cause: timeout,
  });
}

const BATCH_OPERATION = 'batch_mcp_operations';
