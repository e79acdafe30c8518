import { redactText } from '@seawall/core';
import { toErrorRecord } from './error-record.ts';
import { ERROR_META_KEY } from './meta-keys.ts';

/** The result that answers a failed tool call. */
export interface ToolFailure {
  readonly isError: true;
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

type ErrorRecord = ReturnType<typeof toErrorRecord>;

/** The longest text that a model is given for a failure, in characters. */
export const MAX_FAILURE_TEXT_LENGTH = 2000;
/** The most of it that is quoted from the server. */
const MAX_QUOTE_LENGTH = 500;

/** The result for a tool call that failed: a short text for the model, the whole error for programs. */
export function toToolFailure(error: unknown): ToolFailure {
  const record = toErrorRecord(error);
  const parts = [
    record.message,
    quoteServer(record),
    record.hint,
    describeDelivery(record),
    describeRetry(record),
  ].filter((part) => part !== undefined && part !== '');
  return {
    isError: true,
    content: [{ type: 'text', text: shorten(redactText(parts.join(' ')), MAX_FAILURE_TEXT_LENGTH) }],
    _meta: { [ERROR_META_KEY]: record },
  };
}

/** What the server itself said is quoted and marked as its words: it is no advice of ours. */
function quoteServer({ context }: ErrorRecord): string | undefined {
  const { jsonRpcError } = context;
  if (typeof jsonRpcError !== 'object' || jsonRpcError === null || !('message' in jsonRpcError)) return undefined;
  const { message } = jsonRpcError;
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  return `The server said: "${shorten(redactText(message.trim()), MAX_QUOTE_LENGTH)}".`;
}

/** A call that was sent and not answered may have changed something: whoever repeats it has to know. */
function describeDelivery({ context }: ErrorRecord): string | undefined {
  return context.delivery === 'unknown' ? 'The call may have run: check that before you repeat it.' : undefined;
}

function describeRetry(record: ErrorRecord): string | undefined {
  const retryAfterMs = record.context.retryAfterMs;
  if (typeof retryAfterMs === 'number' && retryAfterMs > 0)
    return `It is worth trying again in ${Math.ceil(retryAfterMs / 1000)} s.`;
  if (record.hint !== undefined || record.context.delivery === 'unknown') return undefined;
  return record.retryable
    ? 'The same call may succeed later.'
    : 'The same call will fail again unless something is changed.';
}

function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
