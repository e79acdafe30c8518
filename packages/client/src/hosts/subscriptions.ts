import { type Clock, type Logger, MCPCancelledError, type MCPError, MCPTimeoutError } from '@seawall/core/base';
import type { Connection, ConnectionFailure } from '../connection/connection.ts';
import { toRequestFailure } from '../supervision/unforeseen-failure.ts';
import { waitFor } from '../supervision/wait-for.ts';
import type { Message } from './host-capabilities.ts';
import type { RegisteredHost } from './registered-host.ts';

/** Which hosts want to know of which resources of one server; the server is asked once for all of them. */
export interface Subscriptions {
  /** Takes a new connection into use: everything is subscribed again, and all subscribers are told. Never rejects. */
  attach(connection: Connection, report: (failure: ConnectionFailure) => void): Promise<void>;
  /** The connection is gone. */
  detach(): void;
  /** Needs a connection. @throws {@link ConnectionFailure} when the server refuses. */
  subscribe(host: RegisteredHost, uri: string, options: SubscribeOptions): Promise<void>;
  /** Never rejects. */
  unsubscribe(host: RegisteredHost, uri: string): Promise<void>;
  /** Ends all subscriptions of a host. Never rejects. */
  release(host: RegisteredHost): Promise<void>;
  /** Tells the subscribers of a resource that it changed, or `only` one of them. */
  announce(notification: Message, only?: RegisteredHost): void;
}

/** How long to wait for a subscription. */
export interface SubscribeOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What the subscriptions at one server need. */
export interface SubscriptionsOptions {
  readonly serverName: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a server may take to end a subscription, or to take one up again, in milliseconds. */
const BACKGROUND_TIMEOUT_MS = 5000;

/** How many resources are subscribed again at the same time. */
const RESTORE_AT_ONCE = 16;

/** Builds the subscriptions at one server: none. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  return new ServerSubscriptions(options);
}

interface Entry {
  readonly uri: string;
  readonly subscribers: Set<RegisteredHost>;
  /** The connection over which the server was asked. */
  askedOver: Connection | undefined;
  /** What is being asked now, so that a resource is asked for once at a time. */
  work: Promise<void> | undefined;
}

class ServerSubscriptions implements Subscriptions {
  readonly #options: SubscriptionsOptions;
  /** By URI; bounded by the limit of each host. */
  readonly #entries = new Map<string, Entry>();
  #connection: Connection | undefined;
  #report: (failure: ConnectionFailure) => void = () => undefined;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  async attach(connection: Connection, report: (failure: ConnectionFailure) => void): Promise<void> {
    this.#connection = connection;
    this.#report = report;
    const waiting = [...this.#entries.values()];
    const restoreNext = async (): Promise<void> => {
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
        await this.#restore(entry, connection);
      }
    };
    await Promise.all(Array.from({ length: RESTORE_AT_ONCE }, restoreNext));
  }

  detach(): void {
    this.#connection = undefined;
  }

  async subscribe(host: RegisteredHost, uri: string, { timeoutMs, signal }: SubscribeOptions): Promise<void> {
    const entry = this.#entryOf(uri);
    const isNew = !entry.subscribers.has(host);
    entry.subscribers.add(host);
    const { clock } = this.#options;
    const asked = this.#settle(entry, timeoutMs);
    // The request itself goes on when one host gives up: others may wait for it.
    const waited = await waitFor(asked, {
      clock,
      deadlineMs: clock.monotonicMs() + 2 * timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      if (waited !== 'settled') throw this.#givenUp(uri, waited);
      await asked;
    } catch (error) {
      if (isNew) void this.unsubscribe(host, uri); // Never rejects.
      throw error;
    }
  }

  async unsubscribe(host: RegisteredHost, uri: string): Promise<void> {
    const entry = this.#entries.get(uri);
    if (entry === undefined || !entry.subscribers.delete(host) || entry.subscribers.size > 0) return;
    await this.#settle(entry, BACKGROUND_TIMEOUT_MS).catch(() => undefined); // The subscription that failed was told.
  }

  async release(host: RegisteredHost): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((uri) => this.unsubscribe(host, uri)));
  }

  announce(notification: Message, only?: RegisteredHost): void {
    const uri = notification.params?.uri;
    if (typeof uri !== 'string') return;
    const hosts = new Set(this.#entries.get(uri)?.subscribers);
    // The protocol lets a server name a part of what was subscribed to.
    for (const entry of this.#entries.values()) {
      if (isPartOf(uri, entry.uri)) for (const host of entry.subscribers) hosts.add(host);
    }
    for (const host of hosts) {
      if (only === undefined || host === only) host.notify({ ...notification, server: this.#options.serverName });
    }
  }

  #givenUp(uri: string, why: 'timeout' | 'aborted'): MCPError {
    const { serverName } = this.#options;
    const common = { serverName, operation: `subscribe(${uri})` };
    return why === 'aborted'
      ? new MCPCancelledError({ ...common, message: `The host gave up subscribing at server "${serverName}".` })
      : new MCPTimeoutError({ ...common, message: `Server "${serverName}" did not take a subscription in time.` });
  }

  #entryOf(uri: string): Entry {
    const known = this.#entries.get(uri);
    if (known !== undefined) return known;
    const created: Entry = { uri, subscribers: new Set(), askedOver: undefined, work: undefined };
    this.#entries.set(uri, created);
    return created;
  }

  async #restore(entry: Entry, connection: Connection): Promise<void> {
    const { logger, serverName } = this.#options;
    try {
      await this.#settle(entry, BACKGROUND_TIMEOUT_MS);
    } catch (error) {
      logger.log('debug', `Server "${serverName}" did not take up a subscription again.`, {
        server: serverName,
        error,
      });
    }
    if (this.#connection !== connection) return;
    // What changed while there was no connection is not known.
    const notification = { method: 'notifications/resources/updated', params: { uri: entry.uri } };
    for (const host of [...entry.subscribers]) host.notify({ ...notification, server: serverName });
  }

  /** Brings the server to what the hosts want. @throws {@link ConnectionFailure} when it does not subscribe. */
  #settle(entry: Entry, timeoutMs: number): Promise<void> {
    entry.work ??= this.#work(entry, timeoutMs);
    return entry.work;
  }

  async #work(entry: Entry, timeoutMs: number): Promise<void> {
    // Not before it is kept that there is work.
    await Promise.resolve();
    try {
      await this.#ask(entry, timeoutMs);
    } finally {
      entry.work = undefined;
    }
  }

  async #ask(entry: Entry, timeoutMs: number): Promise<void> {
    // One request for each change of what is wanted, and of the connection.
    for (;;) {
      const connection = this.#connection;
      const isWanted = entry.subscribers.size > 0;
      const isAsked = connection !== undefined && entry.askedOver === connection;
      if (!isWanted && !isAsked) this.#forget(entry);
      // Without a connection nothing is asked; the next one brings it back.
      if (connection === undefined || isWanted === isAsked) return;
      if (isWanted) {
        await this.#askFor(connection, () => connection.subscribe(entry.uri, limitsOf(timeoutMs)));
        entry.askedOver = connection;
      } else {
        entry.askedOver = undefined;
        await this.#askFor(connection, () => connection.unsubscribe(entry.uri, limitsOf(timeoutMs))).catch(
          () => undefined, // Nobody hears the updates any more, whether the server still sends them or not.
        );
      }
    }
  }

  async #askFor(connection: Connection, request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      const failure = toRequestFailure(error, this.#options.serverName);
      if (connection === this.#connection) this.#report(failure);
      throw failure;
    }
  }

  #forget(entry: Entry): void {
    if (this.#entries.get(entry.uri) === entry) this.#entries.delete(entry.uri);
  }
}

function limitsOf(timeoutMs: number): { readonly timeoutMs: number; readonly maxTotalTimeoutMs: number } {
  return { timeoutMs, maxTotalTimeoutMs: timeoutMs };
}

/** Whether a resource lies within another: `file:///a/b` in `file:///a`. */
function isPartOf(uri: string, whole: string): boolean {
  return uri.startsWith(whole) && (/[/?#]$/.test(whole) || /^[/?#]/.test(uri.slice(whole.length)));
}
