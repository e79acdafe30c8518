import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** The other side broke the protocol. */
export class MCPProtocolError extends MCPError {
  override readonly name: string = 'MCPProtocolError';
  readonly serverName: string | undefined;
  readonly operation: string | undefined;
  readonly httpStatus: number | undefined;

  constructor(options: MCPProtocolErrorOptions) {
    super({
      code: 'INVALID_MESSAGE',
      ...options,
      context: mergeContext(options.context, {
        serverName: options.serverName,
        operation: options.operation,
        httpStatus: options.httpStatus,
      }),
    });
    this.serverName = redact(options.serverName);
    this.operation = redact(options.operation);
    this.httpStatus = options.httpStatus;
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPProtocolError {
    return isErrorOf(value, MCPProtocolError, 'MCPProtocolError');
  }
}

/** What an {@link MCPProtocolError} can be given; its fields stand in `context` too. */
export interface MCPProtocolErrorOptions extends MCPErrorOptions {
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** What was going on. */
  readonly operation?: string;
  /** The HTTP status of the answer. */
  readonly httpStatus?: number;
}
