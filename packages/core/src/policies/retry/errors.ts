import { contextOf, type MCPError } from '../../errors/mcp-error.ts';
import { MCPOutcomeUnknownError } from '../../errors/outcome-unknown-error.ts';
import type { AttemptFailure } from '../attempt.ts';
import { httpStatusOf } from '../settle/http-answer.ts';
import type { SuppressReason } from './retry-decision.ts';

/** What {@link outcomeUnknownError} tells of. */
export interface OutcomeUnknownOptions {
  readonly server: string;
  /** The write, as `call_tool(create_issue)`. */
  readonly operation: string;
  readonly failure: AttemptFailure;
  /** The tool that shows whether the write ran. */
  readonly verifyWith?: string | undefined;
}

/** The error for a write that failed in a way that leaves open whether it ran. The cause is the failure. */
export function outcomeUnknownError({
  server,
  operation,
  failure,
  verifyWith,
}: OutcomeUnknownOptions): MCPOutcomeUnknownError {
  const { error, delivery } = failure;
  const where = verifyWith === undefined ? `in the system behind server "${server}"` : `with the tool "${verifyWith}"`;
  return new MCPOutcomeUnknownError({
    message: `It is not known whether ${operation} ran on server "${server}": ${describeDelivery(failure)} (${error.code}). ${error.message}`,
    hint: `Never repeat this write blindly: verify ${where} whether it ran, and repeat it only if it did not.`,
    serverName: server,
    delivery,
    cause: error,
    context: { operation, causeCode: error.code, causeKind: error.kind },
    ...(verifyWith === undefined ? {} : { verifyWith }),
  });
}

/** Says on an error why its call was not sent again. */
export function noteRetrySuppressed<T extends MCPError>(error: T, reason: SuppressReason): T {
  return error.addContext({ retrySuppressed: reason });
}

function describeDelivery({ error, delivery }: AttemptFailure): string {
  if (delivery === 'not-sent') return 'it surely did not reach the server this time, but an earlier attempt may have';
  if (delivery === 'unknown') return 'it was sent, and no answer came';
  const status = httpStatusOf(contextOf(error));
  return status === undefined
    ? 'it was sent, and what the server answered does not say'
    : `it was sent, and the answer was HTTP ${status}, which does not say`;
}
