import type { Clock, ConnectionStatus, Logger, MCPError, Principal, Timer } from '@seawall/core/base';
import { notConnectedError } from '../supervision/no-connection.ts';
import type { LinkUse, ServerLink } from '../supervision/server-link.ts';
import { HOST_LIMITS } from './host.ts';
import { relayedCapabilities } from './host-capabilities.ts';
import type { OpenCall } from './open-call.ts';
import type { RegisteredHost } from './registered-host.ts';

/** The connections to one server that belong to single hosts. */
export interface ConnectionPool {
  /**
   * Gives a call a connection of its host; a call without one gets a connection that nobody else uses meanwhile.
   * `undefined` when there are too many that are in use, or when only one that is up will do and there is none.
   *
   * @throws {@link MCPError} when such a connection just failed, and it is too early to try again.
   */
  lease(call: OpenCall, options: LeaseOptions): Lease | undefined;
  updateLogLevels(): void;
  announceRoots(host: RegisteredHost): void;
  /** Ends the connection of a host that is gone. Never rejects. */
  release(host: RegisteredHost): Promise<void>;
  /** Ends all connections; rejects with what went wrong about the first of them. The pool can be used again. */
  clear(reason: string): Promise<void>;
}

/** Which connection a call may get. */
export interface LeaseOptions {
  readonly principal: Principal;
  /** Whether a connection may be opened for it. */
  readonly mayOpen: boolean;
}

/** A connection for the time of one call. */
export interface Lease {
  readonly link: ServerLink;
  /** Whether the connection is known not to work. */
  readonly hasFailed: boolean;
  end(): void;
}

/** What a pool needs. */
export interface ConnectionPoolOptions {
  readonly serverName: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createLink: (use: LinkUse) => ServerLink;
}

/** How long after a failure no other connection is opened, in milliseconds; it doubles from the first to the last. */
export const OPEN_AGAIN_DELAYS = { firstMs: 1000, lastMs: 30_000 } as const;

/** Builds an empty pool. */
export function createConnectionPool(options: ConnectionPoolOptions): ConnectionPool {
  return new HostConnections(options);
}

interface Entry {
  readonly link: ServerLink;
  readonly host: RegisteredHost | undefined;
  /** What a caller without a host must have in common with the one that the connection was opened for. */
  readonly likeness: string;
  users: number;
  idleSinceMs: number;
  idleTimer: Timer | undefined;
}

class HostConnections implements ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  /** At most as many as {@link HOST_LIMITS} says. */
  readonly #entries = new Set<Entry>();
  /** The ends of connections that were given up; each removes itself. */
  readonly #departing = new Set<Promise<void>>();
  #failure: { readonly status: ConnectionStatus; readonly retryAtMs: number; readonly delayMs: number } | undefined;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  lease(call: OpenCall, { principal, mayOpen }: LeaseOptions): Lease | undefined {
    const host = call.host;
    const likeness = host === undefined ? likenessOf(call, principal) : '';
    const known = [...this.#entries].find((entry) =>
      host === undefined
        ? entry.users === 0 && entry.host === undefined && entry.likeness === likeness
        : entry.host === host,
    );
    if (!mayOpen && known?.link.supervisor.status.state !== 'ready') return undefined;
    const entry = known ?? this.#open(call, likeness);
    if (entry === undefined) return undefined;
    entry.users += 1;
    entry.idleTimer?.cancel();
    let isEnded = false;
    return {
      link: entry.link,
      get hasFailed() {
        return hasFailed(entry.link.supervisor.status);
      },
      end: () => {
        if (isEnded) return;
        isEnded = true;
        entry.users -= 1;
        if (entry.users === 0) this.#rest(entry);
      },
    };
  }

  updateLogLevels(): void {
    for (const { link } of this.#entries) link.updateLogLevel();
  }

  announceRoots(host: RegisteredHost): void {
    for (const entry of this.#entries) if (entry.host === host) entry.link.announceRoots();
  }

  async release(host: RegisteredHost): Promise<void> {
    for (const entry of this.#entries) {
      // Who closes the whole server hears of what goes wrong.
      if (entry.host === host) await this.#retire(entry, 'its host is gone').catch(() => undefined);
    }
  }

  async clear(reason: string): Promise<void> {
    for (const entry of this.#entries) void this.#retire(entry, reason).catch(() => undefined); // Told below.
    this.#failure = undefined;
    const ended = await Promise.allSettled(this.#departing);
    for (const departure of ended) if (departure.status === 'rejected') throw departure.reason;
  }

  #open(call: OpenCall, likeness: string): Entry | undefined {
    const failure = this.#failureNow();
    if (failure !== undefined) throw failure;
    if (!this.#makeRoom()) return undefined;
    const { caller, host } = call;
    const { serverName, logger } = this.#options;
    const entry: Entry = {
      link: this.#options.createLink({
        isShared: false,
        capabilities: relayedCapabilities(host?.capabilities ?? caller.capabilities),
        owner: () => host,
        logLevel: () => (host === undefined ? caller.logLevel : host.logLevel),
        isWanted: () => entry.users > 0,
        onListChanged: () => undefined, // The catalog is kept over the shared connection.
        onStatus: (_from, status) => this.#onStatus(entry, status),
        onReady: () => {
          this.#failure = undefined;
        },
      }),
      host,
      likeness,
      users: 0,
      idleSinceMs: 0,
      idleTimer: undefined,
    };
    this.#entries.add(entry);
    const message = `Opening a connection to server "${serverName}" for a single host (${this.#entries.size} of at most ${HOST_LIMITS.connectionsPerServer}).`;
    logger.log('debug', message, { server: serverName });
    return entry;
  }

  /** @returns whether one more connection may be opened; the one that was idle for the longest gives way. */
  #makeRoom(): boolean {
    if (this.#entries.size < HOST_LIMITS.connectionsPerServer) return true;
    const [longest] = [...this.#entries]
      .filter(({ users }) => users === 0)
      .sort((one, other) => one.idleSinceMs - other.idleSinceMs);
    if (longest === undefined) return false;
    this.#giveUp(longest, 'another host needs one');
    return true;
  }

  #rest(entry: Entry): void {
    if (!this.#entries.has(entry)) return;
    if (entry.link.supervisor.status.state !== 'ready') {
      this.#giveUp(entry, 'it is not needed now');
      return;
    }
    // The next caller could be asked what belongs to the call before.
    if (entry.host === undefined && entry.link.conversation.calls.hasAbandoned) {
      this.#giveUp(entry, 'the server may go on with a call that was given up');
      return;
    }
    const { clock } = this.#options;
    entry.idleSinceMs = clock.monotonicMs();
    entry.idleTimer = clock.setTimer(() => this.#giveUp(entry, 'it was idle'), HOST_LIMITS.connectionIdleMs);
  }

  #onStatus(entry: Entry, status: ConnectionStatus): void {
    if (entry.users > 0) {
      if (hasFailed(status)) this.#noteFailure(status);
    } else if (status.state !== 'ready' && status.state !== 'stopped') this.#giveUp(entry, 'it was lost');
  }

  #noteFailure(status: ConnectionStatus): void {
    const { firstMs, lastMs } = OPEN_AGAIN_DELAYS;
    const delayMs = this.#failure === undefined ? firstMs : Math.min(2 * this.#failure.delayMs, lastMs);
    this.#failure = { status, delayMs, retryAtMs: this.#options.clock.monotonicMs() + delayMs };
  }

  #failureNow(): MCPError | undefined {
    const nextAttemptInMs = (this.#failure?.retryAtMs ?? 0) - this.#options.clock.monotonicMs();
    if (this.#failure === undefined || nextAttemptInMs <= 0) return undefined;
    const { serverName } = this.#options;
    return notConnectedError({ serverName, status: this.#failure.status, failures: 1, nextAttemptInMs });
  }

  #giveUp(entry: Entry, reason: string): void {
    void this.#retire(entry, reason).catch((error: unknown) => {
      const { serverName, logger } = this.#options;
      logger.log('warn', `A connection to server "${serverName}" for a single host did not end well.`, {
        server: serverName,
        error,
      });
    });
  }

  async #retire(entry: Entry, reason: string): Promise<void> {
    if (!this.#entries.delete(entry)) return;
    entry.idleTimer?.cancel();
    const departure = entry.link.supervisor.close(reason).finally(() => this.#departing.delete(departure));
    this.#departing.add(departure);
    await departure;
  }
}

function likenessOf({ caller }: OpenCall, principal: Principal): string {
  return JSON.stringify([principal.id, relayedCapabilities(caller.capabilities), caller.logLevel]);
}

function hasFailed({ state }: ConnectionStatus): boolean {
  return state === 'backoff' || state === 'crash-loop' || state === 'auth-required' || state === 'misconfigured';
}
