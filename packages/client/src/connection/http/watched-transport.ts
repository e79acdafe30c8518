import { type JSONRPCMessage, SseError, type Transport, type TransportSendOptions } from '@modelcontextprotocol/client';
import { type Clock, MCPConnectionError, MCPError, MCPTimeoutError, sleep, type Timer } from '@seawall/core/base';
import { ConnectionFailure } from '../connection.ts';
import { createMessageOrder } from '../message-order.ts';
import { markOrigin } from '../message-origin.ts';
import { toErrorResponse } from '../stdio/stdio-transport.ts';
import type { FailedResponses } from './failed-responses.ts';
import type { StreamOrigins } from './stream-origins.ts';

/** What stands between the SDK's client and its HTTP transports. */
export interface WatchedTransportOptions {
  readonly serverName: string;
  readonly kind: 'http' | 'sse';
  readonly inner: HttpTransport;
  readonly responses: FailedResponses;
  readonly origins: StreamOrigins;
  readonly clock: Clock;
}

/** What both HTTP transports of the SDK have, and what only the newer one has. */
export interface HttpTransport extends Transport {
  terminateSession?(): Promise<void>;
  resumeStream?(lastEventId: string): Promise<void>;
}

/** Times of an HTTP transport, in milliseconds. */
export const HTTP_LIMITS = {
  /** How long the end of a session may take to be told. */
  terminateMs: 500,
  /** How long a server may take to accept what it has no answer to: a notification, or an answer of ours. */
  acceptMs: 30_000,
  /** Before a lost stream of notifications is opened again; doubles from the first to the last. */
  firstReopenMs: 1000,
  lastReopenMs: 30_000,
} as const;

/**
 * An HTTP transport of the SDK that notices what the SDK does not.
 *
 * - An answer whose event stream ended without it fails its request at once, not at its timeout. A stream that can be
 *   resumed is resumed by the SDK first.
 * - A cancelled request of the older era gives its connection back.
 * - A failed request keeps the response it failed with.
 * - What a server sends in the stream of a request is tied to the call that sent the request.
 * - A notification or an answer of ours that the server does not accept fails in the end.
 * - The stream of notifications is opened again for as long as the connection lives.
 * - The older transport is closed when its one event stream is lost, as its session went with it.
 */
export class WatchedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #options: WatchedTransportOptions;
  // Bounded by the requests in flight.
  readonly #pending = new Map<string | number, AbortController | undefined>();
  // Only the older transport hands on several messages in one breath.
  readonly #order = createMessageOrder((message) => this.onmessage?.(message));
  /** Of the request that is being sent in this moment. */
  #sendingFor: object | undefined;
  #state: 'new' | 'open' | 'closed' = 'new';
  #isStreamExhausted = false;
  #reopenTimer: Timer | undefined;
  #ending: Promise<void> | undefined;

  constructor(options: WatchedTransportOptions) {
    this.#options = options;
    const { inner, origins } = options;
    origins.onMessage = (message, origin) => {
      markOrigin(message, origin);
      if (this.#state === 'open') this.onmessage?.(message);
    };
    inner.onmessage = (message, extra) => {
      if (!('method' in message) && message.id !== undefined) this.#settled(message.id);
      if (options.kind === 'sse') this.#order.push(message);
      else this.onmessage?.(message, extra);
    };
    inner.onerror = (error) => this.#noteError(error);
    inner.onclose = () => this.#closed();
  }

  get hasPerRequestStream(): boolean {
    return this.#options.inner.hasPerRequestStream === true;
  }

  get sessionId(): string | undefined {
    return this.#options.inner.sessionId;
  }

  setProtocolVersion(version: string): void {
    this.#options.inner.setProtocolVersion?.(version);
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#options.inner.setSupportedProtocolVersions?.(versions);
  }

  async start(): Promise<void> {
    await this.#options.inner.start();
    if (this.#state === 'new') this.#state = 'open';
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const { inner } = this.#options;
    if (!('method' in message) || !('id' in message) || options?.onRequestStreamEnd) {
      try {
        await this.#sendUnwatched(message, options);
      } finally {
        if ('method' in message && message.method === 'notifications/cancelled')
          this.#cancelled(message.params?.requestId);
      }
      return;
    }
    const { id } = message;
    try {
      await inner.send(message, this.#watch(id, options));
    } catch (error) {
      this.#settled(id);
      this.#options.responses.attach(error, id);
      throw error;
    }
  }

  /** Runs `send`, and ties the request that is sent within it to `origin`. */
  sendFor<T>(origin: object, send: () => T): T {
    // The SDK hands a request to its transport before `request` returns.
    this.#sendingFor = origin;
    try {
      return send();
    } finally {
      this.#sendingFor = undefined;
    }
  }

  close(): Promise<void> {
    return this.end({ tellsServer: false });
  }

  /** Fails what is in flight, tells the server that the session is over, and closes. May be called twice. */
  end({ tellsServer }: { readonly tellsServer: boolean }): Promise<void> {
    this.#ending ??= this.#end(tellsServer);
    return this.#ending;
  }

  async #end(tellsServer: boolean): Promise<void> {
    const { inner, clock } = this.#options;
    const isSession = inner.sessionId !== undefined;
    this.#closed();
    if (tellsServer && isSession && inner.terminateSession) {
      // A server that is gone or does not know the session has nothing to forget.
      await Promise.race([inner.terminateSession().catch(() => undefined), sleep(clock, HTTP_LIMITS.terminateMs)]);
    }
    await inner.close();
  }

  /** Streams of their own end when they end; everything else has to be accepted soon. */
  async #sendUnwatched(message: JSONRPCMessage, options: TransportSendOptions | undefined): Promise<void> {
    const { inner, clock } = this.#options;
    if (options?.onRequestStreamEnd) return inner.send(message, options);
    const abort = new AbortController();
    const timer = clock.setTimer(() => abort.abort(this.#notAccepted()), HTTP_LIMITS.acceptMs, { background: true });
    const expired = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    });
    try {
      await Promise.race([inner.send(message, { ...options, requestSignal: abort.signal }), expired]);
    } finally {
      timer.cancel();
    }
  }

  #watch(id: string | number, options: TransportSendOptions | undefined): TransportSendOptions {
    const { origins } = this.#options;
    const origin = this.#sendingFor;
    if (origin) origins.track(id, origin);
    // The newer era cancels by this signal itself; the older one only tells the server and leaves the request open.
    const abort = options?.requestSignal ? undefined : new AbortController();
    options?.requestSignal?.addEventListener('abort', () => this.#settled(id), { once: true });
    this.#pending.set(id, abort);
    return {
      ...options,
      ...(abort ? { requestSignal: abort.signal } : {}),
      ...(origin ? { onresumptiontoken: (eventId: string) => origins.noteEvent(id, eventId) } : {}),
      onRequestStreamEnd: () => {
        this.#isStreamExhausted = false;
        this.#lost(id);
      },
    };
  }

  #cancelled(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return;
    const abort = this.#pending.get(id);
    this.#settled(id);
    abort?.abort();
  }

  #settled(id: string | number): boolean {
    this.#options.origins.forget(id);
    return this.#pending.delete(id);
  }

  #lost(id: string | number): void {
    const refusal = this.#options.responses.takeRefusal(id);
    if (!this.#settled(id)) return;
    this.onmessage?.(toErrorResponse(id, MCPError.isInstance(refusal) ? toFailure(refusal) : this.#responseLost()));
  }

  #responseLost(): ConnectionFailure {
    const { serverName, kind: transportType } = this.#options;
    const error = new MCPConnectionError({
      code: 'RESPONSE_LOST',
      serverName,
      transportType,
      message: `Server "${serverName}" accepted the request, but its event stream ended without the answer.`,
      hint: 'A proxy that ends long connections is a common cause.',
    });
    return new ConnectionFailure({ error, delivery: 'unknown', effect: 'none' });
  }

  #notAccepted(): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPTimeoutError({
      code: 'OPERATION_TIMEOUT',
      serverName,
      operation: 'send',
      timeoutMs: HTTP_LIMITS.acceptMs,
      message: `Server "${serverName}" did not accept a message within ${HTTP_LIMITS.acceptMs} ms.`,
    });
    return new ConnectionFailure({ error, delivery: 'unknown', effect: 'none' });
  }

  #noteError(error: Error): void {
    this.onerror?.(error);
    if (this.#state !== 'open') return;
    if (this.#options.kind === 'sse' && error instanceof SseError) {
      void this.close();
      return;
    }
    if (!RECONNECTING_ENDED.test(error.message)) return;
    // For the stream of a request the SDK calls onRequestStreamEnd right after this; only the other stream has nobody.
    this.#isStreamExhausted = true;
    queueMicrotask(() => {
      if (this.#isStreamExhausted) this.#reopenStream(HTTP_LIMITS.firstReopenMs);
      this.#isStreamExhausted = false;
    });
  }

  #reopenStream(delayMs: number): void {
    const { inner, clock } = this.#options;
    if (this.#state !== 'open' || !inner.resumeStream || this.#reopenTimer) return;
    this.#reopenTimer = clock.setTimer(
      () => {
        this.#reopenTimer = undefined;
        // Without an event id this opens a new stream.
        void inner.resumeStream?.('').catch(() => this.#reopenStream(Math.min(delayMs * 2, HTTP_LIMITS.lastReopenMs)));
      },
      delayMs,
      { background: true },
    );
  }

  #closed(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#reopenTimer?.cancel();
    this.#pending.clear();
    this.onclose?.();
  }
}

/** The SDK's words when it gives up a stream; there is no code. */
const RECONNECTING_ENDED = /^Maximum reconnection attempts/;

function toFailure(error: MCPError): ConnectionFailure {
  return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
}
