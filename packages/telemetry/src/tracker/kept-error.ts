import type { MCPError, SerializedMCPError } from '@seawall/core/base';
import { boundedCopy } from '../logs/log-record.ts';
import { serializedError } from '../logs/serialized-error.ts';
import { boundedText } from './bounded-text.ts';
import type { Writable } from './writable.ts';

/**
 * An error as it is kept: redacted, bounded, and without what the server answered unless that is asked for.
 *
 * The words of the server stay, as far as the diagnosis quotes them.
 */
export function toKeptError(error: MCPError, keepsEvidence: boolean): SerializedMCPError {
  const { errorType, kind, code, message, context, timestamp, retryable, hint, docs, chain } = serializedError(error);
  const kept: Writable<SerializedMCPError> = {
    errorType,
    kind,
    code,
    message: boundedText(message, MAX_TEXT_LENGTH),
    context: boundedContext(context, keepsEvidence),
    timestamp,
    retryable,
  };
  if (hint !== undefined) kept.hint = boundedText(hint, MAX_TEXT_LENGTH);
  if (docs !== undefined) kept.docs = docs;
  if (chain !== undefined) kept.chain = boundedText(chain, MAX_TEXT_LENGTH);
  return kept;
}

function boundedContext(context: SerializedMCPError['context'], keepsEvidence: boolean): SerializedMCPError['context'] {
  const { evidence: _evidence, ...others } = context;
  return boundedCopy(keepsEvidence ? context : others, MAX_CONTEXT_LENGTH);
}

const MAX_TEXT_LENGTH = 2000;
const MAX_CONTEXT_LENGTH = 8192;
