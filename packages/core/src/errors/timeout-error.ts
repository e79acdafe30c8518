import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** No answer came in time. */
export class MCPTimeoutError extends MCPError {
  override readonly name: string = 'MCPTimeoutError';
  readonly timeoutMs: number | undefined;
  readonly operation: string | undefined;
  readonly elapsedMs: number | undefined;
  readonly serverName: string | undefined;

  constructor(options: MCPTimeoutErrorOptions) {
    super({
      code: 'OPERATION_TIMEOUT',
      ...options,
      context: mergeContext(options.context, {
        timeoutMs: options.timeoutMs,
        operation: options.operation,
        elapsedMs: options.elapsedMs,
        serverName: options.serverName,
      }),
    });
    this.timeoutMs = options.timeoutMs;
    this.operation = redact(options.operation);
    this.elapsedMs = options.elapsedMs;
    this.serverName = redact(options.serverName);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPTimeoutError {
    return isErrorOf(value, MCPTimeoutError, 'MCPTimeoutError');
  }
}

/** What an {@link MCPTimeoutError} can be given; its fields stand in `context` too. */
export interface MCPTimeoutErrorOptions extends MCPErrorOptions {
  /** How long was waited for, in milliseconds. */
  readonly timeoutMs?: number;
  /** What was waited for, as `call_tool(search_issues)`. */
  readonly operation?: string;
  /** How long it really took until now, in milliseconds. */
  readonly elapsedMs?: number;
  /** The server as the configuration names it. */
  readonly serverName?: string;
}
