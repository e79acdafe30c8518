import type { Delivery, FailureEffect, MCPError } from '@seawall/core/base';
import type { HostCapabilities } from '../hosts/host.ts';
import type { LogLevel } from '../hosts/log-level.ts';
import type { Hold } from './hold.ts';

/** The era of the protocol that a server speaks: sessions and `initialize`, or stateless requests since 2026-07-28. */
export type ProtocolEra = 'legacy' | 'modern';

/**
 * One live, initialized connection to an upstream server.
 *
 * The port between the resilience layer and the wire: the supervisor, the catalog and the client know only this, so that
 * a simulator can stand in for the SDK, its timers and real processes.
 */
export interface Connection {
  readonly info: ConnectionInfo;
  /**
   * Sends a request and gives back its result as it came, unknown fields included.
   *
   * @throws {@link ConnectionFailure} always, and nothing else.
   */
  request(
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    options: RequestOptions,
  ): Promise<unknown>;
  /** Sends a notification; rejects like {@link Connection.request}. */
  notify(notification: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> }): Promise<void>;
  /** Asks to be told of changes of a resource, in the way of the server's era; rejects like {@link Connection.request}. */
  subscribe(uri: string, options: RequestOptions): Promise<void>;
  /** Takes {@link Connection.subscribe} back; rejects like {@link Connection.request}. */
  unsubscribe(uri: string, options: RequestOptions): Promise<void>;
  /** Asks whether the other side is alive, the cheapest way its era has; rejects like {@link Connection.request}. */
  ping(options: RequestOptions): Promise<void>;
  /** Resolves when the connection is gone for good, with the reason; never rejects. Also after {@link Connection.close}. */
  readonly closed: Promise<ConnectionFailure>;
  /** Ends the connection and everything it owns, also the child's whole process group. May be called twice. */
  close(): Promise<void>;
}

/** What the handshake told. */
export interface ConnectionInfo {
  readonly era: ProtocolEra;
  readonly transport: 'stdio' | 'http' | 'sse';
  readonly protocolVersion: string;
  readonly serverInfo: { readonly name: string; readonly version: string } | undefined;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly instructions: string | undefined;
  /** The process of a stdio server. */
  readonly pid: number | undefined;
}

/** How one request over a connection behaves. */
export interface RequestOptions {
  /** Longest silence in milliseconds; progress starts it anew. */
  readonly timeoutMs: number;
  /** Longest time in all in milliseconds, whatever progress comes. */
  readonly maxTotalTimeoutMs: number;
  /** The caller's own signal; aborting it cancels at the server too. */
  readonly signal?: AbortSignal;
  /** Asks for progress, and gets each report as it came. */
  readonly onProgress?: (progress: Readonly<Record<string, unknown>>) => void;
  /** Stops both limits while it is held: the server waits for an answer of the host then. */
  readonly hold?: Hold;
  /** What the call declares to a server of 2026-07-28; a server of the older era never sees it. */
  readonly envelope?: RequestEnvelope;
  /** Stands for the call: comes back with what the server sends in the stream of this request. */
  readonly origin?: object;
}

/** What a request of 2026-07-28 says of its caller. */
export interface RequestEnvelope {
  readonly capabilities: HostCapabilities;
  readonly logLevel?: LogLevel;
}

/** What a connection tells while it lives. */
export interface ConnectionListener {
  /** A notification of the server, progress of requests excepted. */
  onNotification(
    notification: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    source: MessageSource,
  ): void;
  /**
   * A request of a server of the older era, `ping` excepted. A rejection with an integer `code` reaches the server with
   * that code, its message and its `data`; any other one as -32603.
   */
  onRequest(
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    source: MessageSource & { readonly signal: AbortSignal },
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** Where a message of a server came from. */
export interface MessageSource {
  /** {@link RequestOptions.origin} of the request in whose stream it came: known over Streamable HTTP only. */
  readonly origin?: object;
}

/** Opens connections to one server. */
export interface Connector {
  /**
   * Starts or reaches the server and shakes hands, within the server's `connectTimeoutMs`.
   *
   * Whatever it started is ended again before it rejects.
   * @throws {@link ConnectionFailure} always, and nothing else.
   */
  connect(listener: ConnectionListener, options: OpenOptions): Promise<Connection>;
  /** The last lines that the server wrote to stderr, without secrets; empty for HTTP. */
  readonly stderrTail: string;
}

/** How a connection is opened. */
export interface OpenOptions {
  readonly signal: AbortSignal;
  /** What a server of the older era is told that it may ask for. */
  readonly capabilities: HostCapabilities;
}

/** Why a request or a connection failed, in the words of the house. */
export class ConnectionFailure extends Error {
  override readonly name: string = 'ConnectionFailure';
  readonly error: MCPError;
  readonly delivery: Delivery;
  readonly effect: FailureEffect;

  constructor(options: { readonly error: MCPError; readonly delivery: Delivery; readonly effect: FailureEffect }) {
    super(options.error.message, { cause: options.error });
    // Whoever answers the caller has to say that the call may have run.
    this.error =
      options.delivery === 'unknown' ? options.error.addContext({ delivery: options.delivery }) : options.error;
    this.delivery = options.delivery;
    this.effect = options.effect;
  }
}
