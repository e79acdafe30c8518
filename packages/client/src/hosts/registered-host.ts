import { type Logger, MCPConnectionError, MCPRejectedError } from '@seawall/core/base';
import { HOST_LIMITS, type Host, type HostCapabilities, type HostOptions, type ServerNotification } from './host.ts';
import type { LogLevel } from './log-level.ts';

/** What a host does through the client that it was added to. */
export interface HostLinks {
  readonly logger: Logger;
  /** @throws {@link MCPError} */
  subscribe(host: RegisteredHost, server: string, uri: string, signal: AbortSignal | undefined): Promise<void>;
  /** Never rejects. */
  unsubscribe(host: RegisteredHost, server: string, uri: string): Promise<void>;
  onLogLevel(): void;
  onRoots(host: RegisteredHost): void;
  /** Ends what the host has at the servers. Never rejects. */
  release(host: RegisteredHost): Promise<void>;
}

/** A host of a client. */
export class RegisteredHost implements Host {
  readonly #options: HostOptions;
  readonly #links: HostLinks;
  readonly #life = new AbortController();
  /** Servers and URIs; bounded by {@link HOST_LIMITS}. */
  readonly #subscriptions = new Set<string>();
  #logLevel: LogLevel | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: HostOptions, links: HostLinks) {
    this.#options = options;
    this.#links = links;
  }

  get capabilities(): HostCapabilities {
    return this.#options.capabilities;
  }

  get logLevel(): LogLevel | undefined {
    return this.#logLevel;
  }

  get onRequest(): HostOptions['onRequest'] {
    return this.#options.onRequest;
  }

  /** Aborted when the host is closed. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get isClosed(): boolean {
    return this.#life.signal.aborted;
  }

  setLogLevel(level: LogLevel): void {
    if (this.isClosed || this.#logLevel === level) return;
    this.#logLevel = level;
    this.#links.onLogLevel();
  }

  async subscribe(server: string, uri: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#assertOpen();
    const key = JSON.stringify([server, uri]);
    if (!this.#subscriptions.has(key) && this.#subscriptions.size >= HOST_LIMITS.subscriptionsPerHost) {
      throw new MCPRejectedError({
        code: 'TOO_MANY_SUBSCRIPTIONS',
        serverName: server,
        message: `The host has ${HOST_LIMITS.subscriptionsPerHost} subscriptions already, so it was not subscribed to another resource of server "${server}".`,
        hint: 'Take subscriptions back that are not needed any more.',
      });
    }
    this.#subscriptions.add(key);
    try {
      await this.#links.subscribe(this, server, uri, options.signal);
      this.#assertOpen();
    } catch (error) {
      this.#subscriptions.delete(key);
      throw error;
    }
  }

  async unsubscribe(server: string, uri: string): Promise<void> {
    this.#subscriptions.delete(JSON.stringify([server, uri]));
    await this.#links.unsubscribe(this, server, uri);
  }

  announceRoots(): void {
    if (!this.isClosed) this.#links.onRoots(this);
  }

  close(): Promise<void> {
    this.#life.abort();
    this.#subscriptions.clear();
    this.#closing ??= this.#links.release(this);
    return this.#closing;
  }

  /** Tells the host something outside of its calls; a closed host hears nothing. */
  notify(notification: ServerNotification): void {
    if (!this.isClosed) tell(this.#options, notification, this.#links.logger);
  }

  #assertOpen(): void {
    if (!this.isClosed) return;
    throw new MCPConnectionError({
      code: 'CLIENT_CLOSED',
      message: "The host was closed and can't be used any more.",
      hint: 'Add a new one.',
    });
  }
}

/** Calls a handler of a user, who may forget that it must not throw. */
export function tell(
  { onNotification }: Pick<HostOptions, 'onNotification'>,
  notification: ServerNotification,
  logger: Logger,
): void {
  try {
    onNotification(notification);
  } catch (error) {
    logger.log('error', `A host failed to take "${notification.method}".`, { server: notification.server, error });
  }
}
