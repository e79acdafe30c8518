import { errorChain, MCPError } from '@seawall/core/base';

/** The error of ours in what was thrown, however a framework wrapped it. */
export function findMcpError(thrown: unknown): MCPError | undefined {
  return errorChain(thrown).find((link) => MCPError.isInstance(link));
}

/**
 * Whether a framework's own retry of a failed call may help: for `retryOn` of `toolRetryMiddleware`.
 *
 * Seawall has repeated already what may be repeated, so only what says when to come back is worth another call: that time was
 * longer than the call could wait.
 */
export function isWorthRetrying(thrown: unknown): boolean {
  const error = findMcpError(thrown);
  if (error === undefined || !error.retryable) return false;
  const { retryAfterMs } = error.context;
  return typeof retryAfterMs === 'number' && retryAfterMs > 0;
}
