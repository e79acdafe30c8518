import {
  type Client,
  type McpSubscription,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
} from '@modelcontextprotocol/client';
import { type Clock, type Logger, sleep } from '@seawall/core/base';
import type { ConnectionListener } from './connection.ts';
import {
  createSubscriptionRequests,
  type SubscribeOptions,
  type SubscriptionRequests,
} from './subscription-requests.ts';

/** What {@link listenForChanges} needs. */
export interface ChangeListenerOptions {
  readonly client: Client;
  readonly serverName: string;
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the listening. */
  readonly signal: AbortSignal;
}

/** Listens to a server of 2026-07-28, and knows what for. */
export interface ChangeListener {
  /** Resolves when the server said that it tells of changes of this resource; rejects when not, or when `options` end it. */
  subscribe(uri: string, options: SubscribeOptions): Promise<void>;
  /** Takes a subscription back, in the background. */
  unsubscribe(uri: string): void;
}

/** Times of the stream, in milliseconds. */
const LISTEN_TIMES = {
  /** Before it is opened again; doubles from the first to the last. A stream that lived for the last starts anew. */
  firstDelayMs: 500,
  lastDelayMs: 30_000,
  /** How long the server may take to say what it will tell. */
  acknowledgeMs: 30_000,
} as const;

/**
 * Keeps one stream open in which a server of 2026-07-28 tells when its lists and the subscribed resources change.
 *
 * A stream can't be changed: when other resources are wanted a new one is opened, and the old one is closed once the server
 * acknowledged the new one, so that nothing is missed. A stream that is lost is opened again. What changed in between can't
 * be known: after such a gap every list and every subscribed resource counts as changed.
 */
export function listenForChanges(options: ChangeListenerOptions): ChangeListener {
  const requests = createSubscriptionRequests(options);
  const onAbort = (): void => requests.end(new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'));
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();
  // Never rejects, and ends with the signal.
  void new ListenStream(options, requests).run();
  return requests;
}

type List = 'tools' | 'prompts' | 'resources';
type Outcome = 'open' | 'idle' | 'failed';

class ListenStream {
  readonly #options: ChangeListenerOptions;
  readonly #requests: SubscriptionRequests;
  /** The lists that the server can tell of, until it refuses to. */
  #lists: readonly List[];
  #open: McpSubscription | undefined;
  /** Whether changes may have been missed since the last stream was acknowledged. */
  #hasGap = false;
  #wasAcknowledged = false;

  constructor(options: ChangeListenerOptions, requests: SubscriptionRequests) {
    this.#options = options;
    this.#requests = requests;
    const capabilities = options.client.getServerCapabilities();
    this.#lists = LISTS.filter((list) => capabilities?.[list]?.listChanged === true);
  }

  async run(): Promise<void> {
    const { clock, signal } = this.#options;
    let delayMs: number = LISTEN_TIMES.firstDelayMs;
    // Bounded by the life of the connection, by the delays, and by the changes that callers ask for.
    while (!signal.aborted) {
      const changed = this.#requests.nextChange();
      const startedMs = clock.monotonicMs();
      const outcome = await this.#renew();
      if (outcome === 'idle') await untilAborted(changed);
      if (outcome === 'open') await Promise.race([this.#open?.closed, untilAborted(changed)]);
      if (outcome === 'idle' || this.#open) continue;
      if (clock.monotonicMs() - startedMs >= LISTEN_TIMES.lastDelayMs) delayMs = LISTEN_TIMES.firstDelayMs;
      // Who subscribes does not wait for the delay.
      await sleep(clock, delayMs, changed);
      delayMs = Math.min(delayMs * 2, LISTEN_TIMES.lastDelayMs);
    }
  }

  /** Opens a stream for what is wanted now, in place of the one that is open. */
  async #renew(): Promise<Outcome> {
    const { client, signal } = this.#options;
    const uris = this.#requests.wanted();
    const previous = this.#open;
    if (uris.length === 0 && this.#lists.length === 0) {
      this.#open = undefined;
      // Neither this nor the closing below rejects; how an old stream ends is of no interest.
      void previous?.close();
      return 'idle';
    }
    let next: McpSubscription;
    try {
      next = await client.listen(toFilter(this.#lists, uris), { signal, timeout: LISTEN_TIMES.acknowledgeMs });
    } catch (error) {
      return this.#failed(error, uris);
    }
    this.#open = next;
    this.#wasAcknowledged = true;
    const told = new Set(next.honoredFilter.resourceSubscriptions);
    const tellsNothing = told.size === 0 && this.#lists.every((list) => !next.honoredFilter[`${list}ListChanged`]);
    void next.closed.then((how) => this.#lost(next, tellsNothing && how === 'graceful'));
    void previous?.close();
    this.#tellOfGap();
    this.#requests.settle(uris, (uri) => told.has(uri));
    return tellsNothing && this.#lists.length === 0 ? this.#renew() : 'open';
  }

  async #failed(error: unknown, uris: readonly string[]): Promise<Outcome> {
    const { logger, serverName, signal } = this.#options;
    if (signal.aborted) return 'failed';
    logger.log('debug', `Server "${serverName}" does not tell of changes.`, { error });
    const isRefusal = error instanceof ProtocolError;
    const previous = this.#open;
    if (isRefusal && previous && error.code !== ProtocolErrorCode.InvalidParams) {
      // It may allow one stream at a time only.
      this.#lost(previous, false);
      await previous.close();
      return this.#renew();
    }
    const hasGivenUp = this.#requests.refuse(uris, error);
    if (isRefusal && hasGivenUp && !this.#open) return this.#renew();
    // What was never acknowledged never will be.
    if (isRefusal && !this.#wasAcknowledged) this.#lists = [];
    if (this.#lists.length === 0 && this.#requests.wanted().length === 0) return this.#renew();
    // A stream that could not be replaced goes on as it is.
    if (this.#open) return 'open';
    this.#hasGap = true;
    return 'failed';
  }

  /** A stream ended that was not replaced; a server that ends one in which it tells nothing is not asked again. */
  #lost(stream: McpSubscription, isUseless: boolean): void {
    if (this.#open !== stream) return;
    this.#open = undefined;
    this.#hasGap = true;
    if (isUseless) this.#lists = [];
  }

  #tellOfGap(): void {
    const { listener } = this.#options;
    if (!this.#hasGap) return;
    this.#hasGap = false;
    for (const list of this.#lists) listener.onNotification({ method: `notifications/${list}/list_changed` }, {});
    for (const uri of this.#requests.wanted()) {
      if (!this.#requests.isAcknowledged(uri)) continue;
      listener.onNotification({ method: 'notifications/resources/updated', params: { uri } }, {});
    }
  }
}

const LISTS = ['tools', 'prompts', 'resources'] as const;

function toFilter(lists: readonly List[], uris: readonly string[]): Parameters<Client['listen']>[0] {
  return {
    ...Object.fromEntries(lists.map((list) => [`${list}ListChanged`, true])),
    ...(uris.length > 0 ? { resourceSubscriptions: [...uris] } : {}),
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
