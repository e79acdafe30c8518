import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** A server could not be reached, or the connection to it broke. */
export class MCPConnectionError extends MCPError {
  override readonly name: string = 'MCPConnectionError';
  readonly serverName: string | undefined;
  readonly transportType: 'stdio' | 'http' | 'sse' | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly retryCount: number | undefined;
  readonly stderrTail: string | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;

  constructor(options: MCPConnectionErrorOptions) {
    super({
      code: 'CONNECTION_FAILED',
      ...options,
      context: mergeContext(options.context, {
        serverName: options.serverName,
        transportType: options.transportType,
        host: options.host,
        port: options.port,
        retryCount: options.retryCount,
        stderrTail: options.stderrTail,
        exitCode: options.exitCode,
        signal: options.signal,
      }),
    });
    this.serverName = redact(options.serverName);
    this.transportType = options.transportType;
    this.host = redact(options.host);
    this.port = options.port;
    this.retryCount = options.retryCount;
    this.stderrTail = redact(options.stderrTail);
    this.exitCode = options.exitCode;
    this.signal = redact(options.signal);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPConnectionError {
    return isErrorOf(value, MCPConnectionError, 'MCPConnectionError');
  }
}

/** What an {@link MCPConnectionError} can be given; its fields stand in `context` too. */
export interface MCPConnectionErrorOptions extends MCPErrorOptions {
  /** The server as the configuration names it. */
  readonly serverName?: string;
  /** How the server is reached. */
  readonly transportType?: 'stdio' | 'http' | 'sse';
  /** The host that was tried. */
  readonly host?: string;
  /** The port that was tried. */
  readonly port?: number;
  /** Attempts to connect that failed in a row. */
  readonly retryCount?: number;
  /** The last lines that the server wrote to stderr. */
  readonly stderrTail?: string;
  /** How the process of the server ended. */
  readonly exitCode?: number;
  /** The signal that ended the process of the server. */
  readonly signal?: string;
}
