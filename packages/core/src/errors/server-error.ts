import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** A server answered that it failed. */
export class MCPServerError extends MCPError {
  override readonly name: string = 'MCPServerError';
  readonly serverErrorCode: number | string | undefined;
  readonly serverName: string | undefined;
  readonly httpStatus: number | undefined;
  readonly responseData: unknown | undefined;

  constructor(options: MCPServerErrorOptions) {
    super({
      code: 'SERVER_ERROR',
      ...options,
      context: mergeContext(options.context, {
        serverErrorCode: options.serverErrorCode,
        serverName: options.serverName,
        httpStatus: options.httpStatus,
        responseData: options.responseData,
      }),
    });
    this.serverErrorCode = redact(options.serverErrorCode);
    this.serverName = redact(options.serverName);
    this.httpStatus = options.httpStatus;
    this.responseData = redact(options.responseData);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPServerError {
    return isErrorOf(value, MCPServerError, 'MCPServerError');
  }
}

/** What an {@link MCPServerError} can be given; its fields stand in `context` too. */
export interface MCPServerErrorOptions extends MCPErrorOptions {
  /** The code of the answer, as the server gave it. */
  readonly serverErrorCode?: number | string;
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** The HTTP status of the answer. */
  readonly httpStatus?: number;
  /** What the server said, without secrets. */
  readonly responseData?: unknown;
}
