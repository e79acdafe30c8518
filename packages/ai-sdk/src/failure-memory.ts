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
  readonly #failures = new Map<string, CallFailure>();

  /** Keeps why a call failed of the tool that the model knows by this name. */
  note(toolCallId: string, toolName: string, failure: CallFailure): void {
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= MAX_FAILURES && oldest !== undefined) this.#failures.delete(oldest);
    this.#failures.set(keyOf(toolCallId, toolName), failure);
  }

  /**
   * The calls of a tool that a run made, the oldest first, and the error of the last that failed.
   *
   * @param messages of the whole conversation; a run begins with the last one of a person.
   */
  callsOf(toolName: string, messages: readonly ModelMessage[]): PastCallsOfTool {
    const given = new Map<string, unknown>();
    const calls: PastCall[] = [];
    let lastError: MCPError | undefined;
    const start = messages.findLastIndex(({ role }) => role === 'user');
    for (const part of messages.slice(start + 1).flatMap(partsOf)) {
      if (part.type === 'tool-call' && part.toolName === toolName) given.set(part.toolCallId, part.input);
      if (part.type !== 'tool-result' || part.toolName !== toolName) continue;
      const isFailed = part.output.type === 'error-text';
      const failure = isFailed ? this.#failures.get(keyOf(part.toolCallId, toolName)) : undefined;
      if (failure?.isRefusal === true) continue;
      const error = failure?.error;
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

/** Why a call failed. */
export interface CallFailure {
  readonly error: MCPError;
  /** Whether it was not made, because the calls before it had failed with this error. */
  readonly isRefusal?: boolean;
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
