import { MCPError, type MCPErrorOptions, withoutEmpty } from './mcp-error.ts';

/** The caller gave up the call. */
export class MCPCancelledError extends MCPError {
  override readonly name: string = 'MCPCancelledError';
  readonly serverName: string | undefined;
  readonly operation: string | undefined;

  constructor(options: MCPCancelledErrorOptions) {
    super({
      code: 'CALL_CANCELLED',
      ...options,
      context: { ...options.context, ...withoutEmpty({ serverName: options.serverName, operation: options.operation }) },
    });
    this.serverName = options.serverName;
    this.operation = options.operation;
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPCancelledError {
    return MCPError.isInstance(value) && value.name === 'MCPCancelledError';
  }
}

/** What an {@link MCPCancelledError} can be given; its fields stand in `context` too. */
export interface MCPCancelledErrorOptions extends MCPErrorOptions {
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** What was going on. */
  readonly operation?: string;
}
