import { mergeContext } from './error-context.ts';
import { fromThrown } from './from-thrown.ts';
import { interceptErrors } from './intercept-errors.ts';
import { MCPError } from './mcp-error.ts';
import { MCPServerError } from './server-error.ts';

/**
 * Calls `fn` and adds data to the context of whatever it throws, as it passes by: `{ service, operation, … }`.
 *
 * The very same error goes on, with its class and its cause; a foreign one becomes an `MCPError` first. What is added is
 * cleaned like all context. Promises and generators are handled as by {@link handleMcpError}.
 *
 * @example
 * ```ts
 * return await withErrorContext(context, () => callTool('jira', 'search_issues'));
 * ```
 */
export function withErrorContext<T>(context: Readonly<Record<string, unknown>>, fn: () => T): T {
  return interceptErrors(fn, (thrown) => addErrorContext(thrown, context));
}

/** {@link withErrorContext} for a `catch` block: gives back the error to throw on. Never throws itself. */
export function addErrorContext(thrown: unknown, context: Readonly<Record<string, unknown>>): MCPError {
  if (MCPError.isInstance(thrown)) return thrown.addContext(context);
  return fromThrown(thrown, { context });
}

/**
 * The error that a service gives its callers when the server behind it fails: `SERVICE_UNAVAILABLE`, with the error itself as
 * `cause` and as the record `context.originalError`.
 *
 * Meant for an `MCPConnectionError`. Whether it is retryable, which server it was about and whether a call may have run are
 * taken over, so that nobody repeats a write because of the new code.
 */
export function toServiceUnavailable(error: MCPError, context: Readonly<Record<string, unknown>> = {}): MCPServerError {
  const { serverName, delivery, retryAfterMs } = error.context;
  return new MCPServerError({
    code: 'SERVICE_UNAVAILABLE',
    message: `Service unavailable: ${error.originalMessage}`,
    retryable: error.retryable,
    context: mergeContext(context, { delivery, retryAfterMs, originalError: error.toJSON() }),
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(typeof serverName === 'string' ? { serverName } : {}),
  });
}
