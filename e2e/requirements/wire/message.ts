/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What a request is told apart by. */
export type WireId = string | number;

/** A JSON-RPC message as it stood on the wire. */
export interface WireMessage {
  readonly jsonrpc?: unknown;
  readonly id?: WireId | null;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: WireError;
}

/** The error of a JSON-RPC answer. */
export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** A message that came, and the request whose stream carried it: over stdio and on a session's own stream there is none. */
export interface HeardMessage {
  readonly message: WireMessage;
  readonly within?: WireId;
}

/** How messages get to a gateway and back. */
export interface AnyWire extends AsyncDisposable {
  readonly kind: 'stdio' | 'http';
  /**
   * Sends one message. The HTTP wire sends `headers` with it and ends the exchange when `signal` fires.
   *
   * @returns how the exchange went; over stdio nothing is known of it
   */
  send(
    message: WireMessage,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<Exchange>;
  /** Called with everything that comes. */
  onMessage: (heard: HeardMessage) => void;
}

/** What HTTP said about one message. */
export interface Exchange {
  readonly status?: number;
  readonly headers?: Headers;
  /** Resolves when nothing more comes with it. */
  readonly isOver: Promise<void>;
}

/** Takes a value of the wire for a message. @throws Error when it is none. */
export function toMessage(value: unknown): WireMessage {
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'jsonrpc') !== '2.0')
    throw new Error(`This is no JSON-RPC: ${JSON.stringify(value)?.slice(0, 200)}`);
  // The fields are what the checks look at.
  return value as WireMessage;
}
