import { MCPError, type SerializedMCPError } from '@seawall/core/base';

/** Larger contexts are left out of replies, in characters of JSON. */
export const MAX_CONTEXT_LENGTH = 16_384;

/** The error as the record that replies carry; redacted, and of bounded size. */
export function toErrorRecord(error: unknown): SerializedMCPError {
  const record = toMcpError(error).toJSON();
  if (contextLength(record) <= MAX_CONTEXT_LENGTH) return record;
  return { ...record, context: { leftOut: `The context has more than ${MAX_CONTEXT_LENGTH} characters.` } };
}

/** The error itself, or what stands for one that nobody foresaw: its message may hold anything, so it is not shown. */
function toMcpError(error: unknown): MCPError {
  if (MCPError.isInstance(error)) return error;
  return new MCPError({
    code: 'UNEXPECTED_ERROR',
    message: 'Seawall failed in a way that was not foreseen.',
    hint: 'The log of Seawall has the details.',
  });
}

function contextLength(record: SerializedMCPError): number {
  try {
    return JSON.stringify(record.context).length;
  } catch {
    // A cycle or a BigInt: it could not be sent either.
    return Number.POSITIVE_INFINITY;
  }
}
