import { AIMessage } from '@langchain/core/messages';
import { fromThrown } from '@seawall/core';
import type { MCPError, SerializedMCPError } from '@seawall/core/base';
import { findMcpError } from '../tools/worth-retrying.ts';

/** Where a message says why the run failed, for programs. */
const ERROR_KEY = 'dev.seawall/error';

/** What failed in a run, as an error that can be kept and logged. */
export function toRunError(thrown: unknown): MCPError {
  return findMcpError(thrown) ?? fromThrown(thrown, { functionName: 'agent' });
}

/**
 * What the user is told when the run itself failed: that it did, and under which code; nothing of what was thrown, which may
 * hold anything.
 */
export function apologize(error: MCPError): AIMessage {
  return new AIMessage({
    content: `I apologize, but I could not finish your request, because an error occurred while I worked on it (${error.code}). Try again, or contact support with that code if it happens again.`,
    additional_kwargs: { [ERROR_KEY]: error.toJSON() },
  });
}

/** The error for which a message apologizes. */
export function apologizedError(message: unknown): SerializedMCPError | undefined {
  if (!AIMessage.isInstance(message)) return undefined;
  const error: unknown = message.additional_kwargs[ERROR_KEY];
  return isErrorRecord(error) ? error : undefined;
}

/** Only {@link apologize} writes the key, so that a shape is enough. */
function isErrorRecord(value: unknown): value is SerializedMCPError {
  return typeof value === 'object' && value !== null && 'code' in value && 'kind' in value;
}
