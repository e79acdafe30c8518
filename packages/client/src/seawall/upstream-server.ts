import {
  type Clock,
  type ConnectionState,
  type ConnectionStatus,
  type EventBus,
  type Logger,
  MCPCancelledError,
  type MCPError,
  type Outcome,
  type Random,
} from '@seawall/core';
import { type Catalog, createCatalog } from '../catalog/catalog.ts';
import type { CatalogStore } from '../catalog/catalog-store.ts';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { ConfiguredServer, ServerOptions } from '../config/configuration.ts';
import { type Connection, ConnectionFailure, type Connector } from '../connection/connection.ts';
import { createSupervisor, type Supervisor } from '../supervision/supervisor.ts';
import { toKnownError, toRequestFailure } from '../supervision/unforeseen-failure.ts';
import type { ConnectionCheck, ServerStatus } from './seawall.ts';
import type { Upstream, UpstreamRequest } from './upstream.ts';

/** A server of the configuration that can be used. */
export type UsableServer = Extract<ConfiguredServer, { kind: 'usable' }>;

/** What an upstream server needs. */
export interface UpstreamServerOptions {
  readonly entry: UsableServer;
  readonly connector: Connector;
  readonly catalogStore: CatalogStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly events: EventBus;
}

/** Builds one upstream server: its connection, kept by a supervisor, and its catalog. */
export function createUpstreamServer(options: UpstreamServerOptions): Upstream {
  return new UpstreamServer(options);
}

class UpstreamServer implements Upstream {
  readonly name: string;
  readonly fingerprint: string;
  readonly #options: UpstreamServerOptions;
  readonly #limits: ServerOptions;
  readonly #supervisor: Supervisor;
  readonly #catalog: Catalog;
  #connection: Connection | undefined;
  #isSettled = false;

  constructor(options: UpstreamServerOptions) {
    const { entry, connector, clock, random, logger, catalogStore } = options;
    this.#options = options;
    this.name = entry.name;
    this.fingerprint = entry.fingerprint;
    this.#limits = entry.options;
    this.#supervisor = createSupervisor({
      serverName: entry.name,
      connector,
      clock,
      random,
      listener: { onNotification: ({ method }) => this.#catalog.onNotification(method) },
      onStatus: (from, status) => this.#onStatus(from, status),
      onReady: (connection) => this.#onReady(connection),
    });
    this.#catalog = createCatalog({
      serverName: entry.name,
      fingerprint: entry.fingerprint,
      clock,
      logger,
      store: catalogStore,
      listTimeoutMs: () => entry.options.listTimeoutMs,
      onChanged: (changed) => this.#onCatalogChanged(changed),
      onFailure: (connection, failure) => this.#supervisor.report(connection, failure),
    });
  }

  get catalog(): ServerCatalog {
    return this.#catalog.current;
  }

  get failures(): number {
    return this.#supervisor.failures;
  }

  get status(): ServerStatus {
    const { launch } = this.#options.entry;
    const info = this.#supervisor.info;
    return {
      name: this.name,
      transport: info?.transport ?? (launch.transport === 'auto' ? 'http' : launch.transport),
      status: this.#supervisor.status,
      info,
      toolCount: this.#catalog.current.tools.length,
      settled: this.#isSettled,
      stderrTail: this.#supervisor.stderrTail,
    };
  }

  start(): void {
    void this.#catalog.restore(); // Never rejects.
    this.#supervisor.start();
  }

  async request(request: UpstreamRequest): Promise<Outcome> {
    const { clock } = this.#options;
    const startedMs = clock.monotonicMs();
    let attempts = 0;
    try {
      for (;;) {
        const connection = await this.#acquire(request, startedMs);
        attempts += 1; // At most two: only a lost session is answered by one more attempt.
        const elapsedMs = clock.monotonicMs() - startedMs;
        const attempted = await this.#attempt(connection, request, attempts, elapsedMs);
        if (!(attempted instanceof ConnectionFailure))
          return { kind: 'result', result: attempted.result, attempts, servedBy: 'upstream' };
        const { error, delivery, effect } = attempted;
        this.#supervisor.report(connection, attempted);
        // The server refused the request because it forgot the session: surely not executed, so it may be sent once more.
        const mayGoAgain = effect === 'session-lost' && delivery === 'not-sent' && attempts === 1;
        if (!mayGoAgain) return { kind: 'error', error, attempts, delivery };
      }
    } catch (cause) {
      return { kind: 'error', error: toKnownError(cause, this.name), attempts, delivery: 'not-sent' };
    }
  }

  async check(timeoutMs: number): Promise<ConnectionCheck> {
    const { clock } = this.#options;
    const connection = this.#connection;
    if (connection === undefined) {
      return { server: this.name, result: this.#supervisor.info === undefined ? 'not_connected' : 'no_session' };
    }
    const startedMs = clock.monotonicMs();
    try {
      await connection.ping({ timeoutMs, maxTotalTimeoutMs: timeoutMs });
      return { server: this.name, result: 'connected', elapsedMs: clock.monotonicMs() - startedMs };
    } catch (error) {
      const failure = toRequestFailure(error, this.name);
      this.#supervisor.report(connection, failure);
      const message = `The check of server "${this.name}" failed: ${failure.error.message}`;
      this.#options.logger.log('warn', message, { server: this.name, error: failure.error.toJSON() });
      return { server: this.name, result: 'error', error: failure.error };
    }
  }

  reconnect(): Promise<void> {
    return this.#supervisor.reconnect();
  }

  async close(reason: string): Promise<void> {
    await Promise.all([this.#catalog.close(), this.#supervisor.close(reason)]);
  }

  async #acquire(request: UpstreamRequest, startedMs: number): Promise<Connection> {
    const { signal } = request.options;
    const connection = await this.#supervisor.acquire({
      operation: request.operation,
      deadlineMs: startedMs + Math.min(this.#quietTimeMs(request), this.#limits.maxTotalTimeoutMs),
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted) throw this.#cancelled(request);
    return connection;
  }

  async #attempt(
    connection: Connection,
    request: UpstreamRequest,
    attempt: number,
    elapsedMs: number,
  ): Promise<{ readonly result: unknown } | ConnectionFailure> {
    const { clock, events } = this.#options;
    const { call, options } = request;
    const limits = this.#limits;
    const startedMs = clock.monotonicMs();
    const remainingMs = Math.max(1, this.#quietTimeMs(request) - elapsedMs);
    events.emit({ kind: 'attemptStarted', atMs: clock.now(), call, attempt });
    const finish = (outcome: AttemptOutcome): void =>
      events.emit({
        kind: 'attemptFinished',
        atMs: clock.now(),
        call,
        attempt,
        durationMs: clock.monotonicMs() - startedMs,
        outcome,
      });
    try {
      const result = await connection.request(request.request, {
        timeoutMs: Math.min(options.timeoutMs ?? limits.timeoutMs, remainingMs),
        maxTotalTimeoutMs: Math.max(1, limits.maxTotalTimeoutMs - elapsedMs),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      });
      finish({ kind: 'success' });
      return { result };
    } catch (error) {
      const failure = toRequestFailure(error, this.name);
      finish({ kind: 'failure', error: failure.error, delivery: failure.delivery });
      return failure;
    }
  }

  /** How long the call may take while no progress comes, waiting for the connection included. */
  #quietTimeMs({ options }: UpstreamRequest): number {
    return options.timeoutMs ?? this.#limits.totalTimeoutMs;
  }

  #onReady(connection: Connection): void {
    this.#connection = connection;
    // Never rejects; a catalog that failed counts as fetched, so that one broken list holds nothing up.
    void this.#catalog.refresh(connection);
  }

  #onStatus(from: ConnectionState, status: ConnectionStatus): void {
    const { clock, events } = this.#options;
    if (status.state !== 'ready') {
      this.#connection = undefined;
      if (status.state !== 'connecting') this.#isSettled = true;
      this.#catalog.markDisconnected();
    }
    events.emit({ kind: 'connectionChanged', atMs: clock.now(), server: this.name, from, status });
  }

  #onCatalogChanged(changed: readonly ('tools' | 'prompts' | 'resources')[]): void {
    const { clock, events } = this.#options;
    if (this.#catalog.wasFetched) this.#isSettled = true;
    events.emit({ kind: 'catalogChanged', atMs: clock.now(), server: this.name, changed });
  }

  #cancelled({ operation }: UpstreamRequest): MCPError {
    const message = `The caller cancelled ${operation} on server "${this.name}" before it was sent.`;
    return new MCPCancelledError({ serverName: this.name, operation, message });
  }
}

type AttemptOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly error: MCPError; readonly delivery: ConnectionFailure['delivery'] };
