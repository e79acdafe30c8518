import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** A server asks for fewer calls, or a quota is used up. */
export class MCPRateLimitError extends MCPError {
  override readonly name: string = 'MCPRateLimitError';
  readonly retryAfterMs: number | undefined;
  readonly scope: string | undefined;
  readonly serverName: string | undefined;

  constructor(options: MCPRateLimitErrorOptions) {
    super({
      code: 'RATE_LIMITED',
      ...options,
      context: mergeContext(options.context, {
        retryAfterMs: options.retryAfterMs,
        scope: options.scope,
        serverName: options.serverName,
      }),
    });
    this.retryAfterMs = options.retryAfterMs;
    this.scope = redact(options.scope);
    this.serverName = redact(options.serverName);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPRateLimitError {
    return isErrorOf(value, MCPRateLimitError, 'MCPRateLimitError');
  }
}

/** What an {@link MCPRateLimitError} can be given; its fields stand in `context` too. */
export interface MCPRateLimitErrorOptions extends MCPErrorOptions {
  /** When to come back, in milliseconds from `timestamp`. */
  readonly retryAfterMs?: number;
  /** What the limit is for, as `server` or `tool`. */
  readonly scope?: string;
  /** The server as the configuration names it. */
  readonly serverName?: string;
}
