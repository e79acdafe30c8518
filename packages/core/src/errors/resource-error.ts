import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** What was asked for does not exist. */
export class MCPResourceError extends MCPError {
  override readonly name: string = 'MCPResourceError';
  readonly resourceType: string | undefined;
  readonly resourceId: string | undefined;
  readonly operation: string | undefined;
  readonly serverName: string | undefined;

  constructor(options: MCPResourceErrorOptions) {
    super({
      code: 'RESOURCE_NOT_FOUND',
      ...options,
      context: mergeContext(options.context, {
        resourceType: options.resourceType,
        resourceId: options.resourceId,
        operation: options.operation,
        serverName: options.serverName,
      }),
    });
    this.resourceType = redact(options.resourceType);
    this.resourceId = redact(options.resourceId);
    this.operation = redact(options.operation);
    this.serverName = redact(options.serverName);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPResourceError {
    return isErrorOf(value, MCPResourceError, 'MCPResourceError');
  }
}

/** What an {@link MCPResourceError} can be given; its fields stand in `context` too. */
export interface MCPResourceErrorOptions extends MCPErrorOptions {
  /** What kind of thing it is, as `tool` or `resource`. */
  readonly resourceType?: string;
  /** Its name, id or URI. */
  readonly resourceId?: string;
  /** What was to be done with it. */
  readonly operation?: string;
  /** The server as the configuration names it. */
  readonly serverName?: string;
}
