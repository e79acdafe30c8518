import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { type Clock, MCPCancelledError, MCPValidationError } from '@seawall/core/base';
import { ConnectionFailure, type RequestOptions } from './connection.ts';

/** How long one who subscribes waits. */
export type SubscribeOptions = Pick<RequestOptions, 'timeoutMs' | 'maxTotalTimeoutMs' | 'signal'>;

/** Which resources are subscribed to over one connection, and who waits for the server to acknowledge it. */
export interface SubscriptionRequests {
  subscribe(uri: string, options: SubscribeOptions): Promise<void>;
  unsubscribe(uri: string): void;
  /** The resources to listen for, those that somebody waits for included. */
  wanted(): readonly string[];
  isAcknowledged(uri: string): boolean;
  /** Aborts with the first change of {@link SubscriptionRequests.wanted} from now on, and with the end; the signal before is not used again. */
  nextChange(): AbortSignal;
  /** A server acknowledged a stream that was opened for `uris`: those that it does not tell of are forgotten. */
  settle(uris: readonly string[], isTold: (uri: string) => boolean): void;
  /** No stream came for `uris`: those that were never acknowledged are forgotten. @returns whether there were any. */
  refuse(uris: readonly string[], error: unknown): boolean;
  /** The connection is gone: nobody waits any longer. */
  end(error: unknown): void;
}

/** What {@link createSubscriptionRequests} needs. */
export interface SubscriptionRequestsOptions {
  readonly serverName: string;
  readonly clock: Clock;
}

/** Builds an empty set of subscriptions. */
export function createSubscriptionRequests(options: SubscriptionRequestsOptions): SubscriptionRequests {
  return new Requests(options);
}

interface Subscription {
  isAcknowledged: boolean;
  /** Bounded by the callers, each of which has a limit in time. */
  readonly waiting: Set<(error?: unknown) => void>;
}

class Requests implements SubscriptionRequests {
  readonly #options: SubscriptionRequestsOptions;
  // Bounded by those who subscribe: each of them has a limit.
  readonly #subscriptions = new Map<string, Subscription>();
  #change = new AbortController();
  #ended: { readonly error: unknown } | undefined;

  constructor(options: SubscriptionRequestsOptions) {
    this.#options = options;
  }

  subscribe(uri: string, { timeoutMs, maxTotalTimeoutMs, signal }: SubscribeOptions): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended.error);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const subscription = this.#subscriptions.get(uri) ?? this.#add(uri);
    if (subscription.isAcknowledged) return Promise.resolve();
    const timeout = Math.min(timeoutMs, maxTotalTimeoutMs);
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown): void => {
        timer.cancel();
        signal?.removeEventListener('abort', onAbort);
        subscription.waiting.delete(settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      const giveUp = (error: unknown): void => {
        settle(error);
        if (subscription.waiting.size === 0 && !subscription.isAcknowledged) this.#remove(uri, subscription);
      };
      const timer = this.#options.clock.setTimer(
        () => giveUp(new SdkError(SdkErrorCode.RequestTimeout, 'Request timed out', { timeout })),
        timeout,
      );
      const onAbort = (): void => giveUp(signal?.reason ?? new Error('The subscription was given up.'));
      signal?.addEventListener('abort', onAbort, { once: true });
      subscription.waiting.add(settle);
    });
  }

  unsubscribe(uri: string): void {
    const subscription = this.#subscriptions.get(uri);
    if (!subscription) return;
    this.#remove(uri, subscription);
    const { serverName } = this.#options;
    const message = `The subscription to "${uri}" was taken back before server "${serverName}" acknowledged it.`;
    settleAll(subscription, new MCPCancelledError({ serverName, operation: `subscribe_resource(${uri})`, message }));
  }

  wanted(): readonly string[] {
    return [...this.#subscriptions.keys()];
  }

  isAcknowledged(uri: string): boolean {
    return this.#subscriptions.get(uri)?.isAcknowledged === true;
  }

  nextChange(): AbortSignal {
    if (!this.#ended) this.#change = new AbortController();
    return this.#change.signal;
  }

  settle(uris: readonly string[], isTold: (uri: string) => boolean): void {
    for (const uri of uris) {
      const subscription = this.#subscriptions.get(uri);
      if (!subscription) continue;
      if (isTold(uri)) {
        subscription.isAcknowledged = true;
        settleAll(subscription);
      } else {
        this.#subscriptions.delete(uri);
        settleAll(subscription, this.#notTold(uri));
      }
    }
  }

  refuse(uris: readonly string[], error: unknown): boolean {
    let hasGivenUp = false;
    for (const uri of uris) {
      const subscription = this.#subscriptions.get(uri);
      if (!subscription || subscription.isAcknowledged) continue;
      hasGivenUp = true;
      this.#subscriptions.delete(uri);
      settleAll(subscription, error);
    }
    return hasGivenUp;
  }

  end(error: unknown): void {
    this.#ended = { error };
    for (const subscription of this.#subscriptions.values()) settleAll(subscription, error);
    this.#subscriptions.clear();
    this.#change.abort();
  }

  #notTold(uri: string): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPValidationError({
      code: 'REQUEST_REJECTED',
      message: `Server "${serverName}" does not tell when resource "${uri}" changes.`,
      hint: 'Subscribe to a resource that the server lists.',
      context: { serverName, operation: `subscribe_resource(${uri})` },
    });
    return new ConnectionFailure({ error, delivery: 'answered', effect: 'none' });
  }

  #add(uri: string): Subscription {
    const subscription: Subscription = { isAcknowledged: false, waiting: new Set() };
    this.#subscriptions.set(uri, subscription);
    this.#change.abort();
    return subscription;
  }

  #remove(uri: string, subscription: Subscription): void {
    if (this.#subscriptions.get(uri) !== subscription) return;
    this.#subscriptions.delete(uri);
    this.#change.abort();
  }
}

function settleAll(subscription: Subscription, error?: unknown): void {
  for (const settle of [...subscription.waiting]) settle(error);
}
