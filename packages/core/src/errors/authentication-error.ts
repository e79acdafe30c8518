import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** A credential is missing or not accepted, or does not allow the action. */
export class MCPAuthenticationError extends MCPError {
  override readonly name: string = 'MCPAuthenticationError';
  readonly authType: string | undefined;
  readonly username: string | undefined;
  readonly serverName: string | undefined;
  readonly permissionRequired: string | undefined;
  readonly reason: 'missing' | 'invalid' | 'expired' | undefined;
  readonly httpStatus: number | undefined;

  constructor(options: MCPAuthenticationErrorOptions) {
    super({
      code: 'AUTHENTICATION_REQUIRED',
      ...options,
      context: mergeContext(options.context, {
        authType: options.authType,
        username: options.username,
        serverName: options.serverName,
        permissionRequired: options.permissionRequired,
        reason: options.reason,
        httpStatus: options.httpStatus,
      }),
    });
    this.authType = redact(options.authType);
    this.username = redact(options.username);
    this.serverName = redact(options.serverName);
    this.permissionRequired = redact(options.permissionRequired);
    this.reason = options.reason;
    this.httpStatus = options.httpStatus;
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPAuthenticationError {
    return isErrorOf(value, MCPAuthenticationError, 'MCPAuthenticationError');
  }
}

/** What an {@link MCPAuthenticationError} can be given; its fields stand in `context` too. */
export interface MCPAuthenticationErrorOptions extends MCPErrorOptions {
  /** The kind of credential, as `bearer`. */
  readonly authType?: string;
  /** For whom; never a secret. */
  readonly username?: string;
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** What the credential does not allow. */
  readonly permissionRequired?: string;
  /** What is wrong with the credential, where it can be known. */
  readonly reason?: 'missing' | 'invalid' | 'expired';
  /** The HTTP status of the answer. */
  readonly httpStatus?: number;
}
