import { redactText, type SerializedMCPError } from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import { toErrorRecord } from './error-record.ts';
import { withoutStack } from './without-stack.ts';

/** What is said of a tool call that failed. */
export interface FailureDescription {
  /** One short text for the model: what happened, in whose words, and how to go on. Without secrets. */
  readonly text: string;
  /** What the server answered, where that is more than the text quotes; without secrets where the answer was. */
  readonly rest: readonly unknown[];
  /** The whole error, for programs. */
  readonly record: SerializedMCPError;
}

/** What a server answered, as far as it matters here. */
interface Answer {
  readonly content?: unknown;
  readonly structuredContent?: unknown;
}

/** The longest text that a model is given for a failure, in characters. */
export const MAX_FAILURE_TEXT_LENGTH = 2000;
/** The most of it that is quoted from the server. */
const MAX_QUOTE_LENGTH = 500;

/**
 * Tells a model of a failed tool call, and programs everything.
 *
 * @param answer what the server answered, without secrets; empty when it did not.
 */
export function describeFailure(error: unknown, answer: Answer): FailureDescription {
  const record = toErrorRecord(error);
  const rest = isQuotedWhole(answer) ? [] : contentOf(answer).map(withoutStackIn);
  const parts = [
    record.message,
    quoteServer(record),
    record.hint,
    describeDelivery(record),
    describeRetry(record),
    rest.length === 0 ? undefined : 'What the server answered follows.',
  ].filter((part) => part !== undefined && part !== '');
  return { text: shorten(redactText(parts.join(' ')), MAX_FAILURE_TEXT_LENGTH), rest, record };
}

/** Whether the text says all that the server said: one short text. */
function isQuotedWhole(answer: Answer): boolean {
  if (answer.structuredContent !== undefined) return false;
  const [first, ...others] = contentOf(answer);
  if (first === undefined) return true;
  const text = isRecord(first) && first.type === 'text' ? first.text : undefined;
  return others.length === 0 && typeof text === 'string' && text.length <= MAX_QUOTE_LENGTH;
}

function contentOf({ content }: Answer): readonly unknown[] {
  return Array.isArray(content) ? content : [];
}

function withoutStackIn(block: unknown): unknown {
  if (!isRecord(block) || typeof block.text !== 'string') return block;
  const text = withoutStack(block.text);
  return text === block.text ? block : { ...block, text };
}

/** What the server itself said is quoted and marked as its words: it is no advice of ours. */
function quoteServer({ context }: SerializedMCPError): string | undefined {
  const { diagnosis, jsonRpcError } = context;
  const diagnosed = isRecord(diagnosis) ? diagnosis.quote : undefined;
  const said = diagnosed ?? (isRecord(jsonRpcError) ? jsonRpcError.message : undefined);
  if (typeof said !== 'string' || said.trim() === '') return undefined;
  return `The server said: "${shorten(withoutStack(redactText(said.trim())), MAX_QUOTE_LENGTH)}".`;
}

/** A call that was sent and not answered may have changed something: whoever repeats it has to know. */
function describeDelivery({ context }: SerializedMCPError): string | undefined {
  return context.delivery === 'unknown' ? 'The call may have run: check that before you repeat it.' : undefined;
}

function describeRetry(record: SerializedMCPError): string | undefined {
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
