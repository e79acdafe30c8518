import type {
  JSONRPCMessage,
  JSONRPCRequest,
  MessageExtraInfo,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { type ListenHost, listenUrisOf, MAX_LISTEN_URIS, MAX_LISTENS, withListenUris } from '../listen-host.ts';

/** What {@link ListenTransport} needs. */
export interface ListenTransportOptions {
  readonly inner: Transport;
  /** Begins to subscribe; called when there is somebody who listens. */
  readonly openHost: () => ListenHost;
}

/**
 * Subscribes at the servers for each `subscriptions/listen` that a host sends over a pair of streams.
 *
 * The SDK answers such a request by itself and tells nobody of it, so it is held here until the servers have accepted; what
 * they refused is taken out of it.
 */
export class ListenTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  readonly #options: ListenTransportOptions;
  /** Bounded by {@link MAX_LISTENS}. */
  readonly #listens = new Map<RequestId, Listen>();
  #host: ListenHost | undefined;

  constructor(options: ListenTransportOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { inner } = this.#options;
    inner.onclose = () => {
      this.#end();
      this.onclose?.();
    };
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message, extra) => this.#take(message, extra);
    await inner.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    // Any answer is the end of a listen: it was refused, or it is over.
    if (!('method' in message) && message.id !== undefined) this.#drop(message.id);
    return this.#options.inner.send(message, options);
  }

  close(): Promise<void> {
    this.#end();
    return this.#options.inner.close();
  }

  #take(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      if (typeof id === 'string' || typeof id === 'number') this.#drop(id);
    }
    if (!('method' in message) || !('id' in message) || message.method !== 'subscriptions/listen') {
      this.onmessage?.(message, extra);
      return;
    }
    const uris = listenUrisOf(message.params);
    if (uris === undefined || uris.length === 0) this.onmessage?.(message, extra);
    else if (this.#listens.size >= MAX_LISTENS)
      this.onmessage?.({ ...message, params: withListenUris(message.params, []) });
    else void this.#listen(message, uris); // Never rejects.
  }

  async #listen(message: JSONRPCRequest, uris: readonly string[]): Promise<void> {
    this.#drop(message.id);
    const listen: Listen = { uris: uris.slice(0, MAX_LISTEN_URIS), ended: new AbortController() };
    this.#listens.set(message.id, listen);
    this.#host ??= this.#options.openHost();
    const accepted = await this.#host.subscribe(listen.uris, listen.ended.signal);
    if (listen.ended.signal.aborted) return;
    this.onmessage?.({ ...message, params: withListenUris(message.params, accepted) });
  }

  #drop(id: RequestId): void {
    const listen = this.#listens.get(id);
    if (listen === undefined) return;
    this.#listens.delete(id);
    listen.ended.abort();
    if (this.#listens.size === 0) {
      this.#end();
      return;
    }
    const used = new Set([...this.#listens.values()].flatMap(({ uris }) => uris));
    // Never rejects.
    for (const uri of listen.uris) if (!used.has(uri)) void this.#host?.unsubscribe(uri);
  }

  #end(): void {
    for (const { ended } of this.#listens.values()) ended.abort();
    this.#listens.clear();
    void this.#host?.close(); // Never rejects.
    this.#host = undefined;
  }
}

/** One request to listen that goes on. */
interface Listen {
  readonly uris: readonly string[];
  readonly ended: AbortController;
}
