import { STALE_META_KEY } from '../../call/meta-keys.ts';
import { cleanTexts, cut } from '../../diagnosis/say/quote.ts';
import type { SerializedMCPError } from '../../errors/error-record.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { isRecord } from '../fallback/is-record.ts';
import { asSentence, type ToolResultFields, toBoundedRecord, withMeta } from '../fallback/served-result.ts';

/** What stands under `_meta["dev.seawall/stale"]`. */
export interface StaleMeta {
  readonly ageMs: number;
  /** When the server gave the answer, in milliseconds since the epoch. */
  readonly storedAtMs: number;
  /** Why the server was not asked anew, or did not answer. */
  readonly error: SerializedMCPError;
}

/** Why an earlier answer is given, and how old it is. */
export interface StaleReason {
  readonly server: string;
  readonly ageMs: number;
  /** The time, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly error: MCPError;
  /** Whether it is the result of a tool: then a text tells the model too. */
  readonly isToolResult: boolean;
}

const MAX_REASON_LENGTH = 500;
const MAX_NAME_LENGTH = 100;

/**
 * An earlier answer, marked as such: for programs in `_meta`, for the model in a text after the content of a tool's result.
 *
 * A result that says for how long it may be kept says 0 from here on, so that nobody takes it for a fresh one.
 */
export function markStale(result: unknown, reason: StaleReason): ToolResultFields {
  const { ageMs, nowMs, error, isToolResult } = reason;
  const fields = isRecord(result) ? result : {};
  const meta: StaleMeta = {
    ageMs: Math.round(ageMs),
    storedAtMs: Math.round(nowMs - ageMs),
    error: toBoundedRecord(error),
  };
  const marked = withMeta(fields, { [STALE_META_KEY]: meta });
  const aged = typeof fields.ttlMs === 'number' ? { ...marked, ttlMs: 0 } : marked;
  if (!isToolResult) return aged;
  const content = Array.isArray(fields.content) ? fields.content : [];
  return { ...aged, content: [...content, { type: 'text', text: describe(reason) }] };
}

function describe({ server, ageMs, error }: StaleReason): string {
  const [name = ''] = cleanTexts([server.slice(0, 2 * MAX_NAME_LENGTH)]);
  const why = asSentence(cut(error.message, MAX_REASON_LENGTH));
  return `This result is ${inWords(ageMs)} old and may have changed since: server "${cut(name, MAX_NAME_LENGTH)}" could not answer now. ${why}`;
}

function inWords(ageMs: number): string {
  const seconds = Math.max(1, Math.round(ageMs / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
