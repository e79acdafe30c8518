import type { Delivery } from '../call/call.ts';
import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/**
 * A write was sent and no answer came, so it may have run. Never retryable; the cause is the failure itself.
 *
 * Look with `verifyWith`, or in the system behind the server, before the call is made again.
 */
export class MCPOutcomeUnknownError extends MCPError {
  override readonly name: string = 'MCPOutcomeUnknownError';
  readonly mayHaveExecuted = true as const;
  readonly delivery: Delivery;
  readonly verifyWith: string | undefined;
  readonly serverName: string | undefined;

  constructor(options: MCPOutcomeUnknownErrorOptions) {
    const { delivery, verifyWith, serverName } = options;
    super({
      code: 'OUTCOME_UNKNOWN',
      ...options,
      retryable: false,
      context: mergeContext(options.context, { mayHaveExecuted: true, delivery, verifyWith, serverName }),
    });
    this.delivery = delivery;
    this.verifyWith = redact(verifyWith);
    this.serverName = redact(serverName);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPOutcomeUnknownError {
    return isErrorOf(value, MCPOutcomeUnknownError, 'MCPOutcomeUnknownError');
  }
}

/** What an {@link MCPOutcomeUnknownError} can be given. */
export interface MCPOutcomeUnknownErrorOptions extends MCPErrorOptions {
  /** How far the call got. */
  readonly delivery: Delivery;
  /** A tool that shows whether the write ran. */
  readonly verifyWith?: string;
  /** The server as the configuration names it. */
  readonly serverName?: string;
}
