import type { PastCall } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import type { ModelMessage } from 'ai';

/** Of how many failures the error is kept; what failed earlier is forgotten. */
const MAX_FAILURES = 1000;

/**
 * Knows which calls of a run failed, and how.
 *
 * Which calls a run made is in its own messages, which the framework gives to each call. Only the error of a failure is not
 * in there: the model is given nothing but its text.
 */
export class FailureMemory {
  readonly #errors = new Map<string, MCPError>();

  /** Keeps the error of a call of the tool that the model knows by this name. */
  note(toolCallId: string, toolName: string, error: MCPError): void {
    const [oldest] = this.#errors.keys();
    if (this.#errors.size >= MAX_FAILURES && oldest !== undefined) this.#errors.delete(oldest);
    this.#errors.set(keyOf(toolCallId, toolName), error);
  }

  /** The calls of a tool in the messages of a run, the oldest first, and the error of the last that failed. */
  callsOf(toolName: string, messages: readonly ModelMessage[]): PastCallsOfTool {
    const given = new Map<string, unknown>();
    const calls: PastCall[] = [];
    let lastError: MCPError | undefined;
    for (const part of messages.flatMap(partsOf)) {
      if (part.type === 'tool-call' && part.toolName === toolName) given.set(part.toolCallId, part.input);
      if (part.type !== 'tool-result' || part.toolName !== toolName) continue;
      const error = part.output.type === 'error-text' ? this.#errors.get(keyOf(part.toolCallId, toolName)) : undefined;
      lastError = error ?? lastError;
      calls.push({
        tool: toolName,
        arguments: given.get(part.toolCallId),
        ...(error === undefined
          ? {}
          : { failure: { kind: error.kind, message: error.originalMessage, retryable: error.retryable } }),
      });
    }
    return { calls, lastError };
  }
}

/** What a run knows of one tool. */
export interface PastCallsOfTool {
  readonly calls: readonly PastCall[];
  readonly lastError: MCPError | undefined;
}

type MessagePart = Exclude<ModelMessage['content'], string>[number];

function partsOf({ content }: ModelMessage): readonly MessagePart[] {
  return typeof content === 'string' ? [] : content;
}

function keyOf(toolCallId: string, toolName: string): string {
  return JSON.stringify([toolCallId, toolName]);
}
