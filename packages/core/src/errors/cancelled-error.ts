import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** The caller gave up the call. */
export class MCPCancelledError extends MCPError {
  override readonly name: string = 'MCPCancelledError';
  readonly serverName: string | undefined;
  readonly operation: string | undefined;

  constructor(options: MCPCancelledErrorOptions) {
    super({
      code: 'CALL_CANCELLED',
      ...options,
      context: mergeContext(options.context, { serverName: options.serverName, operation: options.operation }),
    });
    this.serverName = redact(options.serverName);
    this.operation = redact(options.operation);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPCancelledError {
    return isErrorOf(value, MCPCancelledError, 'MCPCancelledError');
  }
}

/** What an {@link MCPCancelledError} can be given; its fields stand in `context` too. */
export interface MCPCancelledErrorOptions extends MCPErrorOptions {
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** What was going on. */
  readonly operation?: string;
}
