import type { ToolResult } from '../seawall/seawall.ts';

/**
 * What a server answered when a tool call failed, as it came: `content`, `structuredContent` and all.
 *
 * `undefined` when the call was not answered with a result. It may hold secrets: redact what leaves the process.
 */
export function answerOf(error: unknown): ToolResult | undefined {
  return typeof error === 'object' && error !== null ? answers.get(error) : undefined;
}

/** Keeps the answer beside its error, not in it: an error is logged, sent and stored, an answer may be large. */
export function rememberAnswer(error: object, answer: ToolResult): void {
  answers.set(error, answer);
}

// An answer lives as long as its error.
const answers = new WeakMap<object, ToolResult>();
