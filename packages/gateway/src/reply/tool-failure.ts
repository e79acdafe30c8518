import { answerOf } from '@seawall/client';
import { ERROR_META_KEY, redact, redactText } from '@seawall/core/base';
import type { HostEra } from '../session/host-era.ts';
import { toErrorRecord } from './error-record.ts';
import { fitToEra, type PassedResult } from './upstream-result.ts';

/** The result that answers a failed tool call. */
export interface ToolFailure {
  readonly isError: true;
  /** Ours first; then what the server answered, where that is more. */
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }, ...unknown[]];
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

type ErrorRecord = ReturnType<typeof toErrorRecord>;

/** The longest text that a model is given for a failure, in characters. */
export const MAX_FAILURE_TEXT_LENGTH = 2000;
/** The most of it that is quoted from the server. */
const MAX_QUOTE_LENGTH = 500;

/**
 * The result for a tool call that failed: a short text for the model, the whole error for programs.
 *
 * Where the server answered with more than the text quotes, its own content follows, searched for secrets: a page, a
 * picture or a long list of faults may be what the model needs to go on.
 */
export function toToolFailure(error: unknown, hostEra: HostEra): ToolFailure {
  const record = toErrorRecord(error);
  const answer = redact(fitToEra(answerOf(error) ?? {}, hostEra));
  const rest = isQuotedWhole(answer) ? [] : contentOf(answer);
  const parts = [
    record.message,
    quoteServer(record),
    record.hint,
    describeDelivery(record),
    describeRetry(record),
    rest.length === 0 ? undefined : 'What the server answered follows.',
  ].filter((part) => part !== undefined && part !== '');
  return {
    ...answer,
    isError: true,
    content: [{ type: 'text', text: shorten(redactText(parts.join(' ')), MAX_FAILURE_TEXT_LENGTH) }, ...rest],
    _meta: { ...(isObject(answer._meta) ? answer._meta : {}), [ERROR_META_KEY]: record },
  };
}

/** Whether the text says all that the server said: one short text. */
function isQuotedWhole(answer: PassedResult): boolean {
  if (answer.structuredContent !== undefined) return false;
  const [first, ...others] = contentOf(answer);
  if (first === undefined) return true;
  const text = isObject(first) && first.type === 'text' ? first.text : undefined;
  return others.length === 0 && typeof text === 'string' && text.length <= MAX_QUOTE_LENGTH;
}

function contentOf({ content }: PassedResult): readonly unknown[] {
  return Array.isArray(content) ? content : [];
}

/** What the server itself said is quoted and marked as its words: it is no advice of ours. */
function quoteServer({ context }: ErrorRecord): string | undefined {
  const { diagnosis, jsonRpcError } = context;
  const diagnosed = isObject(diagnosis) ? diagnosis.quote : undefined;
  const said = diagnosed ?? (isObject(jsonRpcError) ? jsonRpcError.message : undefined);
  if (typeof said !== 'string' || said.trim() === '') return undefined;
  return `The server said: "${shorten(redactText(said.trim()), MAX_QUOTE_LENGTH)}".`;
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
