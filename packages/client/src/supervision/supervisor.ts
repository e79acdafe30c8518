import {
  type Clock,
  type ConnectionState,
  type ConnectionStatus,
  MCPCancelledError,
  MCPConnectionError,
  type MCPError,
  MCPTimeoutError,
  type Random,
  type Timer,
} from '@seawall/core';
import { type Connection, ConnectionFailure, type ConnectionInfo, type ConnectionListener, type Connector } from '../connection/connection.ts';
import { createCrashWindow } from './crash-window.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { waitFor } from './wait-for.ts';

/** Keeps one server connected: opens the connection, notices its loss and brings it back, for ever. */
export interface Supervisor {
  readonly status: ConnectionStatus;
  /** What the last handshake told. */
  readonly info: ConnectionInfo | undefined;
  /** Attempts that failed since the last connection that lasted. */
  readonly failures: number;
  readonly stderrTail: string;
  start(): void;
  /**
   * Gives the live connection. Waits for one while the first attempt since the start or since a loss is under way; fails
   * at once while the server is known to be bad, and then pulls the next attempt forward, at most once a second.
   *
   * @throws {@link MCPError}
   */
  acquire(options: AcquireOptions): Promise<Connection>;
  /** Hears what a failed request means for the connection that it used. */
  report(connection: Connection, failure: ConnectionFailure): void;
  /** Ends the connection and opens a new one. @throws {@link MCPError} */
  reconnect(): Promise<void>;
  close(reason: string): Promise<void>;
}

/** How long to wait for a connection. */
export interface AcquireOptions {
  /** What the connection is wanted for, as it stands in errors. */
  readonly operation: string;
  /** On the clock's monotonic time. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** What a supervisor needs. */
export interface SupervisorOptions {
  readonly serverName: string;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly random: Random;
  readonly listener: ConnectionListener;
  /** Told of each new state. Must not throw. */
  readonly onStatus: (from: ConnectionState, status: ConnectionStatus) => void;
  /** Told of each new connection, after {@link SupervisorOptions.onStatus}. Must not throw. */
  readonly onReady: (connection: Connection) => void;
}

/** A connection that lived shorter than this counts as one more failure. */
const STABLE_AFTER_MS = 5000;
/** A call pulls the next attempt forward at most this often. */
const PULL_INTERVAL_MS = 1000;

/** Builds the supervisor of one server, idle until {@link Supervisor.start}. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new ServerSupervisor(options);
}

class ServerSupervisor implements Supervisor {
  readonly #options: SupervisorOptions;
  readonly #crashes = createCrashWindow();
  readonly #ending = new AbortController();
  #status: ConnectionStatus = { state: 'idle' };
  #info: ConnectionInfo | undefined;
  #connection: Connection | undefined;
  #attempt: Promise<void> | undefined;
  #retryTimer: Timer | undefined;
  #failures = 0;
  #downSinceMs: number | undefined;
  #readyAtMs = 0;
  #lastPullMs = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | undefined;
  // Connections that were dropped and are still ending; each removes itself when it is gone.
  readonly #departing = new Set<Promise<void>>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get info(): ConnectionInfo | undefined {
    return this.#info;
  }

  get failures(): number {
    return this.#failures;
  }

  get stderrTail(): string {
    return this.#options.connector.stderrTail;
  }

  start(): void {
    if (this.#status.state === 'idle') this.#beginAttempt();
  }

  async acquire(options: AcquireOptions): Promise<Connection> {
    this.start();
    if (this.#connection) return this.#connection;
    const isFirstAttempt = this.#status.state === 'connecting' && this.#failures === 0;
    if (!isFirstAttempt || this.#attempt === undefined) {
      this.#pullForward();
      throw this.#notConnected();
    }
    const waited = await waitFor(this.#attempt, { clock: this.#options.clock, ...options });
    if (this.#connection) return this.#connection;
    if (waited === 'aborted') throw this.#cancelled(options.operation);
    if (waited === 'timeout') throw this.#stillConnecting(options.operation);
    throw this.#notConnected();
  }

  report(connection: Connection, failure: ConnectionFailure): void {
    if (connection !== this.#connection || failure.effect === 'none') return;
    this.#lose(connection, failure);
  }

  async reconnect(): Promise<void> {
    if (this.#closing) throw this.#notConnected();
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) this.#retire(connection);
    await Promise.all(this.#departing);
    this.#failures = 0;
    this.#retryTimer?.cancel();
    this.#beginAttempt();
    await this.#attempt;
    if (!this.#connection) throw this.#notConnected();
  }

  close(reason: string): Promise<void> {
    this.#closing ??= this.#end(reason);
    return this.#closing;
  }

  async #end(reason: string): Promise<void> {
    this.#retryTimer?.cancel();
    this.#ending.abort();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#setStatus({ state: 'stopped', sinceMs: this.#options.clock.now(), reason });
    if (connection) this.#retire(connection);
    await this.#attempt;
    await Promise.all(this.#departing);
  }

  #beginAttempt(): void {
    if (this.#attempt || this.#closing) return;
    this.#retryTimer?.cancel();
    const { clock } = this.#options;
    const lastError = 'lastError' in this.#status ? this.#status.lastError : undefined;
    this.#setStatus({ state: 'connecting', sinceMs: clock.now(), failures: this.#failures, ...(lastError ? { lastError } : {}) });
    const startedMs = clock.monotonicMs();
    this.#attempt = this.#options.connector
      .connect(this.#options.listener, { signal: this.#ending.signal })
      .then(
        (connection) => {
          this.#attempt = undefined;
          this.#adopt(connection, clock.monotonicMs() - startedMs);
        },
        (reason: unknown) => {
          this.#attempt = undefined;
          this.#attemptFailed(toFailure(reason));
        },
      );
  }

  #adopt(connection: Connection, connectMs: number): void {
    if (this.#closing) {
      this.#retire(connection);
      return;
    }
    const { clock } = this.#options;
    this.#connection = connection;
    this.#info = connection.info;
    this.#readyAtMs = clock.monotonicMs();
    this.#setStatus({ state: 'ready', sinceMs: clock.now(), connectMs, protocolVersion: connection.info.protocolVersion });
    // Never rejects, by the contract of a connection.
    void connection.closed.then((failure) => {
      if (connection === this.#connection) this.#lose(connection, failure);
    });
    this.#options.onReady(connection);
  }

  #lose(connection: Connection, failure: ConnectionFailure): void {
    const { clock } = this.#options;
    this.#connection = undefined;
    this.#retire(connection);
    const livedMs = clock.monotonicMs() - this.#readyAtMs;
    if (failure.effect === 'session-lost' || livedMs >= STABLE_AFTER_MS) {
      this.#failures = 0;
      this.#downSinceMs = undefined;
    }
    const isFirst = this.#failures === 0 && failure.effect !== 'auth-required' && failure.effect !== 'misconfigured';
    this.#noteFailure(failure.error);
    // A connection that just worked is opened anew at once, and callers wait for it; only a repeated loss waits.
    if (isFirst && !this.#crashes.isLooping(clock.monotonicMs())) this.#beginAttempt();
    else this.#settleFailure(failure);
  }

  #attemptFailed(failure: ConnectionFailure): void {
    if (this.#closing) return;
    this.#noteFailure(failure.error);
    this.#settleFailure(failure);
  }

  #noteFailure(error: MCPError): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#downSinceMs ??= nowMs;
    if (error.code === 'PROCESS_EXITED') this.#crashes.record(nowMs);
  }

  #settleFailure(failure: ConnectionFailure): void {
    const { clock, random } = this.#options;
    this.#failures += 1;
    const sinceMs = clock.now();
    const lastError = failure.error;
    if (failure.effect === 'auth-required' || failure.effect === 'misconfigured') {
      this.#setStatus({ state: failure.effect, sinceMs, lastError });
      return;
    }
    const nowMs = clock.monotonicMs();
    const delayMs = reconnectDelayMs({ failures: this.#failures, downForMs: nowMs - (this.#downSinceMs ?? nowMs), random });
    const state = this.#crashes.isLooping(nowMs) ? 'crash-loop' : 'backoff';
    this.#setStatus({ state, sinceMs, failures: this.#failures, lastError, retryAtMs: sinceMs + delayMs });
    this.#retryTimer = clock.setTimer(() => this.#beginAttempt(), delayMs);
  }

  #pullForward(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const isWaiting = this.#status.state !== 'connecting' && this.#status.state !== 'stopped';
    if (!isWaiting || nowMs - this.#lastPullMs < PULL_INTERVAL_MS) return;
    this.#lastPullMs = nowMs;
    this.#beginAttempt();
  }

  #retire(connection: Connection): void {
    const departure: Promise<void> = connection.close().finally(() => this.#departing.delete(departure));
    this.#departing.add(departure);
  }

  #setStatus(status: ConnectionStatus): void {
    const from = this.#status.state;
    this.#status = status;
    this.#options.onStatus(from, status);
  }

  #notConnected(): MCPError {
    const { serverName } = this.#options;
    const status = this.#status;
    if (status.state === 'stopped') {
      return new MCPConnectionError({ code: 'CLIENT_CLOSED', serverName, message: `Server "${serverName}" was stopped: ${status.reason}.` });
    }
    const cause = 'lastError' in status ? status.lastError : undefined;
    return new MCPConnectionError({
      code: 'SERVER_NOT_CONNECTED',
      serverName,
      message: `Server "${serverName}" is not connected${cause ? `: ${cause.message}` : '.'}`,
      hint: [cause?.hint, this.#nextAttempt()].filter((part) => part !== undefined).join(' '),
      retryCount: this.#failures,
      ...(cause ? { cause, kind: cause.kind, retryable: cause.retryable } : {}),
      context: { connectionState: status.state, causeCode: cause?.code },
    });
  }

  #nextAttempt(): string | undefined {
    const status = this.#status;
    if (status.state === 'connecting') return 'It is being tried again right now.';
    if (!('retryAtMs' in status)) return undefined;
    const inMs = Math.max(0, status.retryAtMs - this.#options.clock.now());
    return `It is tried again in ${Math.ceil(inMs / 1000)} s; the other servers are not affected.`;
  }

  #cancelled(operation: string): MCPError {
    const { serverName } = this.#options;
    return new MCPCancelledError({ serverName, operation, message: `The caller cancelled ${operation} while server "${serverName}" was still connecting.` });
  }

  #stillConnecting(operation: string): MCPError {
    const { serverName } = this.#options;
    return new MCPTimeoutError({
      code: 'CALL_TIMEOUT',
      serverName,
      operation,
      message: `Server "${serverName}" was still connecting when the time for ${operation} was over.`,
      hint: `Raise mcpServers.${serverName}.seawall.totalTimeoutMs if the server is slow to start.`,
    });
  }
}

function toFailure(reason: unknown): ConnectionFailure {
  if (reason instanceof ConnectionFailure) return reason;
  const message = `The connection failed in a way that was not foreseen: ${reason instanceof Error ? reason.message : String(reason)}`;
  return new ConnectionFailure({
    error: new MCPConnectionError({ code: 'CONNECTION_FAILED', message, cause: reason }),
    delivery: 'not-sent',
    effect: 'broken',
  });
}
