import { ERROR_META_KEY, SERVED_BY_META_KEY } from '../../call/meta-keys.ts';
import { cleanTexts, cut } from '../../diagnosis/say/quote.ts';
import type { SerializedMCPError } from '../../errors/error-record.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { redactText } from '../../redaction/redact.ts';
import type { FailedCall } from './failed-call.ts';
import type { PlannedFallback } from './fallback.ts';
import { isRecord } from './is-record.ts';
import type { LastResort } from './last-resort.ts';
import { textFieldOf, textOf } from './structured-content.ts';

/** The result of a tool call, as MCP has it. */
export type ToolResultFields = Readonly<Record<string, unknown>>;

/** What stands under `_meta["dev.seawall/served-by"]`. */
export interface ServedByMeta {
  readonly servedBy: 'fallback';
  /** Who answered; absent where nobody did, and the words are ours. */
  readonly server?: string;
  readonly tool?: string;
  /** Why the tool that was called did not answer. */
  readonly error: SerializedMCPError;
  /** For programs, in the shape of the tool's results; only where nobody answered. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** Larger contexts of errors are left out, in characters of JSON. */
const MAX_CONTEXT_LENGTH = 4096;
const MAX_REASON_LENGTH = 500;
const MAX_TEXT_LENGTH = 2000;
const MAX_NAME_LENGTH = 100;

/**
 * The result of another tool, marked as such: for programs in `_meta`, for the model in a text after its content.
 *
 * A result with structured content gets no text, because hosts compare the two. Where the tool that failed is listed with a
 * schema that wants a text, the text of the result is put there.
 */
export function toFallbackResult(result: unknown, step: PlannedFallback, failed: FailedCall): ToolResultFields {
  const fields = isRecord(result) ? result : {};
  const meta: ServedByMeta = {
    servedBy: 'fallback',
    server: redactText(step.server),
    tool: redactText(step.tool),
    error: toBoundedRecord(failed.error),
  };
  const marked = withMeta(fields, { [SERVED_BY_META_KEY]: meta });
  if (fields.structuredContent !== undefined) return marked;
  const content = [
    ...(Array.isArray(fields.content) ? fields.content : []),
    { type: 'text', text: describe(step, failed) },
  ];
  const field = textFieldOf(failed.outputSchema);
  return {
    ...marked,
    content,
    ...(field === undefined ? {} : { structuredContent: { [field]: textOf({ content }) } }),
  };
}

/** Who answered, why, and what of the question was lost. */
function describe({ server, tool, leftOut }: PlannedFallback, failed: FailedCall): string {
  const named = [tool, server, failed.tool, failed.server, leftOut.slice(0, 20).join(', ')];
  const names = cleanTexts(named.map((name) => name.slice(0, 2 * MAX_TEXT_LENGTH)));
  const [byTool = '', byServer = '', ownTool = '', ownServer = ''] = names.map((name) => cut(name, MAX_NAME_LENGTH));
  const text = [
    `This answer comes from tool "${byTool}" on server "${byServer}" instead of "${ownTool}" on server "${ownServer}",`,
    `which failed: ${asSentence(cut(failed.error.message, MAX_REASON_LENGTH))}`,
    ...(leftOut.length === 0
      ? []
      : [`It does not consider these arguments: ${cut(names[4] ?? '', MAX_REASON_LENGTH)}.`]),
  ].join(' ');
  return cut(text, MAX_TEXT_LENGTH);
}

/**
 * The result of a call that nobody answered: for the model it is no success, and its text says that it holds no data.
 *
 * Programs find the failure where every failed call has it, and the answer of the pack under `dev.seawall/served-by`.
 */
export function toLastResortResult({ message, answer }: LastResort, { error }: FailedCall): ToolResultFields {
  const record = toBoundedRecord(error);
  const meta: ServedByMeta = { servedBy: 'fallback', error: record, answer };
  const why = [
    asSentence(cut(error.message, MAX_REASON_LENGTH)),
    quoteOf(record),
    error.hint,
    describeWait(record),
  ].filter((part) => part !== undefined);
  const text = `${message}\nThis is a fallback and holds no data. The call failed: ${why.join(' ')}`;
  return {
    isError: true,
    content: [{ type: 'text', text: cut(redactText(text), MAX_TEXT_LENGTH) }],
    _meta: { [SERVED_BY_META_KEY]: meta, [ERROR_META_KEY]: record },
  };
}

/** What the server itself said, marked as its words. */
function quoteOf({ context }: SerializedMCPError): string | undefined {
  const quote = isRecord(context.diagnosis) ? context.diagnosis.quote : undefined;
  return typeof quote === 'string' && quote !== '' ? `The server said: "${cut(quote, MAX_REASON_LENGTH)}".` : undefined;
}

function describeWait({ context }: SerializedMCPError): string | undefined {
  const { retryAfterMs } = context;
  if (typeof retryAfterMs !== 'number' || retryAfterMs <= 0) return undefined;
  return `It is worth trying again in ${Math.ceil(retryAfterMs / 1000)} s.`;
}

/** The error as a record that a reply can carry. */
export function toBoundedRecord(error: MCPError): SerializedMCPError {
  const record = error.toJSON();
  if (contextLength(record) <= MAX_CONTEXT_LENGTH) return record;
  const { retryAfterMs } = record.context;
  const kept = typeof retryAfterMs === 'number' ? { retryAfterMs } : {};
  return { ...record, context: { ...kept, leftOut: `The context has more than ${MAX_CONTEXT_LENGTH} characters.` } };
}

function contextLength({ context }: SerializedMCPError): number {
  try {
    return JSON.stringify(context).length;
  } catch {
    // A cycle or a BigInt: it could not be sent either.
    return Number.POSITIVE_INFINITY;
  }
}

/** A result with further fields in its `_meta`. */
export function withMeta(result: ToolResultFields, fields: Readonly<Record<string, unknown>>): ToolResultFields {
  return { ...result, _meta: { ...(isRecord(result._meta) ? result._meta : {}), ...fields } };
}

/** A text that ends like a sentence. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
