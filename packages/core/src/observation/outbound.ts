/**
 * The way out for notices: the only one that alert sinks have.
 *
 * Link-local and metadata addresses are refused when the connection is made, whoever names them; this machine and private
 * networks are allowed. Redirects are not followed. `@seawall/client` stands behind it.
 */
export interface Outbound {
  /**
   * Sends one request and reads at most 64 KiB of the answer.
   *
   * @throws {@link MCPConfigurationError} with `ADDRESS_REFUSED` for an address that is not connected to.
   * @throws {@link MCPConnectionError} when nothing was answered.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /**
   * Opens a connection for a protocol of its own, as SMTP is.
   *
   * @throws as {@link Outbound.request}
   */
  connect(target: OutboundTarget): Promise<OutboundSocket>;
  /** Breaks all connections. May be called twice. */
  close(): Promise<void>;
}

/** One request. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What was answered. */
export interface OutboundResponse {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where a connection goes. */
export interface OutboundTarget {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** A connection of the platform: a `net.Socket` of Node, which core does not know. */
export type OutboundSocket = object;
