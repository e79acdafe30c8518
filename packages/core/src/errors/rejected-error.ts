import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** Seawall refused the call before anything was sent. */
export class MCPRejectedError extends MCPError {
  override readonly name: string = 'MCPRejectedError';
  readonly retryAfterMs: number | undefined;
  readonly serverName: string | undefined;

  constructor(options: MCPRejectedErrorOptions) {
    super({
      code: 'CIRCUIT_OPEN',
      ...options,
      context: mergeContext(options.context, { retryAfterMs: options.retryAfterMs, serverName: options.serverName }),
    });
    this.retryAfterMs = options.retryAfterMs;
    this.serverName = redact(options.serverName);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPRejectedError {
    return isErrorOf(value, MCPRejectedError, 'MCPRejectedError');
  }
}

/** What an {@link MCPRejectedError} can be given; its fields stand in `context` too. */
export interface MCPRejectedErrorOptions extends MCPErrorOptions {
  /** When it is worth trying again, in milliseconds from `timestamp`. */
  readonly retryAfterMs?: number;
  /** The server as the configuration names it. */
  readonly serverName?: string;
}
