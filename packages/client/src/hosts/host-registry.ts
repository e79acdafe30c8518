import type { Clock, Logger } from '@seawall/core/base';
import type { HostOptions } from './host.ts';
import { type LogLevel, mostVerbose } from './log-level.ts';
import { type HostLinks, RegisteredHost } from './registered-host.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** The hosts of one client, and what they want of its servers for longer than a call. */
export interface HostRegistry {
  /** Those that are open. */
  readonly hosts: ReadonlySet<RegisteredHost>;
  /** The host that everything is for, when there can be only one and it is there. */
  readonly single: RegisteredHost | undefined;
  readonly isSingle: boolean;
  /** The most verbose that any host asked for. */
  readonly logLevel: LogLevel | undefined;
  add(options: HostOptions): RegisteredHost;
  /** The subscriptions at a server; they outlive the server's entry when that changes. */
  subscriptionsOf(server: string): Subscriptions;
  /** Forgets the subscriptions at servers that are not in the configuration any more. */
  retain(servers: ReadonlySet<string>): void;
  close(): Promise<void>;
}

/** What a registry needs. */
export interface HostRegistryOptions {
  /** Whether there can be one host only. */
  readonly isSingle: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws {@link MCPError} */
  readonly subscribe: HostLinks['subscribe'];
  /** The level that {@link HostRegistry.logLevel} gives may be another now. */
  readonly onLogLevel: () => void;
  readonly onRoots: (host: RegisteredHost) => void;
  /** Ends what a host has at the servers beside subscriptions. Never rejects. */
  readonly onClosed: (host: RegisteredHost) => Promise<void>;
}

/** Builds a registry without hosts. */
export function createHostRegistry(options: HostRegistryOptions): HostRegistry {
  return new LiveRegistry(options);
}

class LiveRegistry implements HostRegistry, HostLinks {
  readonly #options: HostRegistryOptions;
  /** Bounded by those who add hosts: a front has as many as it has sessions. */
  readonly #hosts = new Set<RegisteredHost>();
  /** Bounded by the servers of the configuration. */
  readonly #subscriptions = new Map<string, Subscriptions>();

  constructor(options: HostRegistryOptions) {
    this.#options = options;
  }

  get hosts(): ReadonlySet<RegisteredHost> {
    return this.#hosts;
  }

  get isSingle(): boolean {
    return this.#options.isSingle;
  }

  get single(): RegisteredHost | undefined {
    const [first] = this.#hosts;
    return this.isSingle && this.#hosts.size === 1 ? first : undefined;
  }

  get logLevel(): LogLevel | undefined {
    return mostVerbose([...this.#hosts].map(({ logLevel }) => logLevel));
  }

  get logger(): Logger {
    return this.#options.logger;
  }

  add(options: HostOptions): RegisteredHost {
    const host = new RegisteredHost(options, this);
    this.#hosts.add(host);
    return host;
  }

  subscriptionsOf(serverName: string): Subscriptions {
    const known = this.#subscriptions.get(serverName);
    if (known !== undefined) return known;
    const created = createSubscriptions({ serverName, clock: this.#options.clock, logger: this.#options.logger });
    this.#subscriptions.set(serverName, created);
    return created;
  }

  retain(servers: ReadonlySet<string>): void {
    for (const name of this.#subscriptions.keys()) if (!servers.has(name)) this.#subscriptions.delete(name);
  }

  async close(): Promise<void> {
    // Their connections end anyway, so that nothing has to be taken back.
    for (const subscriptions of this.#subscriptions.values()) subscriptions.detach();
    await Promise.all([...this.#hosts].map((host) => host.close()));
  }

  subscribe(host: RegisteredHost, server: string, uri: string, signal: AbortSignal | undefined): Promise<void> {
    return this.#options.subscribe(host, server, uri, signal);
  }

  async unsubscribe(host: RegisteredHost, server: string, uri: string): Promise<void> {
    await this.#subscriptions.get(server)?.unsubscribe(host, uri);
  }

  onLogLevel(): void {
    this.#options.onLogLevel();
  }

  onRoots(host: RegisteredHost): void {
    this.#options.onRoots(host);
  }

  async release(host: RegisteredHost): Promise<void> {
    this.#hosts.delete(host);
    if (host.logLevel !== undefined) this.onLogLevel();
    const subscriptions = [...this.#subscriptions.values()];
    await Promise.all([...subscriptions.map((each) => each.release(host)), this.#options.onClosed(host)]);
  }
}
