import type { MCPError, SerializedMCPError } from '@seawall/core/base';
import { boundedCopy } from '../logs/log-record.ts';
import { serializedError } from '../logs/serialized-error.ts';
import { boundedText } from './bounded-text.ts';

/**
 * An error as it is kept: redacted, bounded, and without what the server answered unless that is asked for.
 *
 * The words of the server stay, as far as the diagnosis quotes them.
 */
export function toKeptError(error: MCPError, keepsEvidence: boolean): SerializedMCPError {
  const { message, hint, chain, context, ...rest } = serializedError(error);
  const { evidence, ...others } = context;
  const kept = keepsEvidence && evidence !== undefined ? { ...others, evidence } : others;
  const bounded = boundedCopy(kept, MAX_CONTEXT_LENGTH);
  return {
    ...rest,
    message: boundedText(message, MAX_TEXT_LENGTH),
    context: typeof bounded === 'object' && bounded !== null ? { ...bounded } : {},
    ...(hint === undefined ? {} : { hint: boundedText(hint, MAX_TEXT_LENGTH) }),
    ...(chain === undefined ? {} : { chain: boundedText(chain, MAX_TEXT_LENGTH) }),
  };
}

const MAX_TEXT_LENGTH = 2000;
const MAX_CONTEXT_LENGTH = 8192;
