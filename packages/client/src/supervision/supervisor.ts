import type { Clock, ConnectionState, ConnectionStatus, MCPError, Random, Timer } from '@seawall/core/base';
import type {
  Connection,
  ConnectionFailure,
  ConnectionInfo,
  ConnectionListener,
  Connector,
} from '../connection/connection.ts';
import type { HostCapabilities } from '../hosts/host.ts';
import { type CountedConnection, countRequests } from './counted-connection.ts';
import { createCrashWindow } from './crash-window.ts';
import { cancelledWhileConnecting, notConnectedError, stillConnectingError } from './no-connection.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { toConnectFailure } from './unforeseen-failure.ts';
import { waitFor } from './wait-for.ts';

/** Keeps one server connected: opens the connection, notices its loss and brings it back, for ever. */
export interface Supervisor {
  readonly status: ConnectionStatus;
  /** What the last handshake told. */
  readonly info: ConnectionInfo | undefined;
  /** Attempts that failed since the last connection that lasted. */
  readonly failures: number;
  readonly stderrTail: string;
  /** The connection that is up now. */
  readonly live: Connection | undefined;
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
  /** What servers of the older era are told that they may ask for. */
  readonly capabilities: HostCapabilities;
  /** Whether a connection that is lost now is opened anew at once. */
  readonly isWanted: () => boolean;
  /** Told of each new state. Must not throw. */
  readonly onStatus: (from: ConnectionState, status: ConnectionStatus) => void;
  /** Told of each new connection, after {@link SupervisorOptions.onStatus}. Must not throw. */
  readonly onReady: (connection: Connection) => void;
}

/** A connection that lived shorter than this counts as one more failure. */
const STABLE_AFTER_MS = 5000;
/** A call pulls the next attempt forward at most this often. */
const PULL_INTERVAL_MS = 1000;

/** A connection whose session was lost is kept this long for the requests that are still under way on it. */
const SESSION_DRAIN_MS = 30_000;

/** Builds the supervisor of one server, idle until {@link Supervisor.start}. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  return new ServerSupervisor(options);
}

class ServerSupervisor implements Supervisor {
  readonly #options: SupervisorOptions;
  readonly #crashes = createCrashWindow();
  /** Aborted by {@link close}: from then on nothing is opened and no timer is set. */
  readonly #ending = new AbortController();
  #status: ConnectionStatus = { state: 'idle' };
  #info: ConnectionInfo | undefined;
  #connection: CountedConnection | undefined;
  #attempt: Promise<void> | undefined;
  #retryTimer: Timer | undefined;
  /** When the next attempt starts by itself, on the monotonic clock; the wall clock may jump. */
  #retryDueMs = 0;
  #failures = 0;
  /** Connections lost in a row, none of which lasted but perhaps the first. */
  #losses = 0;
  #isCrashLoop = false;
  #downSinceMs: number | undefined;
  #readyAtMs = 0;
  #lastPullMs = Number.NEGATIVE_INFINITY;
  /** Aborted to end what drains at once. */
  #draining = new AbortController();
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

  get live(): Connection | undefined {
    return this.#connection;
  }

  start(): void {
    if (this.#status.state === 'idle') this.#beginAttempt();
  }

  async acquire(options: AcquireOptions): Promise<Connection> {
    if (options.signal?.aborted) throw cancelledWhileConnecting(this.#options.serverName, options.operation);
    this.start();
    if (this.#connection === undefined && this.#awaitedAttempt === undefined) this.#pullForward();
    // Ends soon: a second loss in a row counts as a failure, and while there are failures nobody waits.
    while (this.#connection === undefined) {
      const attempt = this.#awaitedAttempt;
      if (attempt === undefined) throw this.#notConnected();
      const waited = await waitFor(attempt, { clock: this.#options.clock, ...options });
      if (waited === 'aborted') throw cancelledWhileConnecting(this.#options.serverName, options.operation);
      if (waited === 'timeout') throw stillConnectingError(this.#options.serverName, options.operation);
    }
    return this.#connection;
  }

  report(connection: Connection, failure: ConnectionFailure): void {
    if (connection === this.#connection && failure.effect !== 'none') this.#lose(this.#connection, failure);
  }

  async reconnect(): Promise<void> {
    if (this.#isEnding) throw this.#notConnected();
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) this.#retire(connection);
    this.#draining.abort();
    this.#draining = new AbortController();
    this.#failures = 0;
    this.#losses = 0;
    this.#isCrashLoop = false;
    this.#downSinceMs = undefined;
    // The old one has to be gone first: both may want the same port or file.
    this.#beginAttempt({ after: Promise.allSettled(this.#departing) });
    await this.#attempt;
    if (!this.#connection) throw this.#notConnected();
  }

  async close(reason: string): Promise<void> {
    if (!this.#isEnding) this.#stop(reason);
    await this.#attempt; // Never rejects.
    const ended = await Promise.allSettled(this.#departing);
    for (const departure of ended) if (departure.status === 'rejected') throw departure.reason;
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  /** The attempt that callers wait for: the first since the start or since a loss. */
  get #awaitedAttempt(): Promise<void> | undefined {
    return this.#failures === 0 && !this.#isEnding ? this.#attempt : undefined;
  }

  #stop(reason: string): void {
    this.#retryTimer?.cancel();
    this.#ending.abort();
    this.#draining.abort();
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) this.#retire(connection);
    this.#setStatus({ state: 'stopped', sinceMs: this.#options.clock.now(), reason });
  }

  #beginAttempt({
    after,
    lastError = this.#lastError,
  }: {
    readonly after?: Promise<unknown>;
    readonly lastError?: MCPError | undefined;
  } = {}): void {
    if (this.#attempt || this.#connection || this.#isEnding) return;
    this.#retryTimer?.cancel();
    const { clock } = this.#options;
    // Before anybody is told, who might close at once and has to find the attempt.
    this.#attempt = this.#open(after).then(
      ({ connection, connectMs }) => {
        this.#attempt = undefined;
        this.#adopt(connection, connectMs);
      },
      (reason: unknown) => {
        this.#attempt = undefined;
        this.#attemptFailed(toConnectFailure(reason, this.#options.serverName));
      },
    );
    this.#setStatus({
      state: 'connecting',
      sinceMs: clock.now(),
      failures: this.#failures,
      ...(lastError ? { lastError } : {}),
    });
  }

  async #open(
    after: Promise<unknown> | undefined,
  ): Promise<{ readonly connection: Connection; readonly connectMs: number }> {
    const { clock, connector, listener, capabilities } = this.#options;
    const { signal } = this.#ending;
    if (after !== undefined) await after;
    signal.throwIfAborted();
    const startedMs = clock.monotonicMs();
    const connection = await connector.connect(listener, { signal, capabilities });
    return { connection, connectMs: clock.monotonicMs() - startedMs };
  }

  #adopt(opened: Connection, connectMs: number): void {
    const connection = countRequests(opened);
    if (this.#isEnding) {
      this.#retire(connection);
      return;
    }
    const { clock } = this.#options;
    this.#connection = connection;
    this.#info = connection.info;
    this.#readyAtMs = clock.monotonicMs();
    const onClosed = (failure: ConnectionFailure): void => {
      if (connection === this.#connection) this.#lose(connection, failure);
    };
    // By its contract it never rejects; one that does is gone as well.
    void connection.closed.then(onClosed, (reason: unknown) =>
      onClosed(toConnectFailure(reason, this.#options.serverName)),
    );
    this.#setStatus({
      state: 'ready',
      sinceMs: clock.now(),
      connectMs,
      protocolVersion: connection.info.protocolVersion,
    });
    // Whoever was told may have closed or reconnected.
    if (connection === this.#connection) this.#options.onReady(connection);
  }

  #lose(connection: CountedConnection, failure: ConnectionFailure): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#connection = undefined;
    // Other calls may still be answered, or refused by themselves and so be known not to have run.
    if (failure.effect === 'session-lost') this.#retire(connection, this.#drain(connection));
    else this.#retire(connection);
    const hasLasted = nowMs - this.#readyAtMs >= STABLE_AFTER_MS;
    if (hasLasted) this.#losses = 0;
    // A server that forgot the session is there and answers: that is no outage, unless it does so again and again.
    if (hasLasted || (failure.effect === 'session-lost' && this.#losses === 0)) {
      this.#failures = 0;
      this.#downSinceMs = undefined;
      this.#isCrashLoop = false;
    }
    this.#losses += 1;
    const isFirst = this.#losses === 1 && this.#failures === 0;
    const mayReopen = isFirst && !isForPeople(failure) && this.#options.isWanted();
    this.#noteFailure(failure.error);
    // A connection that just worked is opened anew at once, and callers wait for it; only a repeated loss waits.
    if (mayReopen && !this.#isCrashLoop) this.#beginAttempt({ lastError: failure.error });
    else this.#settleFailure(failure);
  }

  #attemptFailed(failure: ConnectionFailure): void {
    if (this.#isEnding) return;
    this.#noteFailure(failure.error);
    this.#settleFailure(failure);
  }

  #noteFailure(error: MCPError): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#downSinceMs ??= nowMs;
    const isExit = error.code === 'PROCESS_EXITED';
    if (isExit) this.#crashes.record(nowMs);
    // It stays one when the delays have grown beyond the window; another failure shows that something else is wrong now.
    this.#isCrashLoop = this.#crashes.isLooping(nowMs) || (this.#isCrashLoop && isExit);
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
    const delayMs = reconnectDelayMs({
      failures: this.#failures,
      downForMs: nowMs - (this.#downSinceMs ?? nowMs),
      random,
    });
    const state = this.#isCrashLoop ? 'crash-loop' : 'backoff';
    // Before anybody is told, who might close or ask for the server at once.
    this.#retryDueMs = nowMs + delayMs;
    this.#retryTimer = clock.setTimer(() => this.#beginAttempt(), delayMs);
    this.#setStatus({ state, sinceMs, failures: this.#failures, lastError, retryAtMs: sinceMs + delayMs });
  }

  #pullForward(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#attempt || this.#isEnding || nowMs - this.#lastPullMs < PULL_INTERVAL_MS) return;
    this.#lastPullMs = nowMs;
    this.#beginAttempt();
  }

  /** Waits until the last request on a connection is settled, within limits. Never rejects. */
  async #drain(connection: CountedConnection): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#draining;
    await waitFor(connection.idle(), { clock, deadlineMs: clock.monotonicMs() + SESSION_DRAIN_MS, signal });
  }

  #retire(connection: Connection, drained?: Promise<void>): void {
    const ended = drained === undefined ? connection.close() : drained.then(() => connection.close());
    const departure: Promise<void> = ended.finally(() => this.#departing.delete(departure));
    this.#departing.add(departure);
    // Who waits for the end in close() hears of it; for all others the connection is gone already.
    departure.catch(() => undefined);
  }

  get #lastError(): MCPError | undefined {
    return 'lastError' in this.#status ? this.#status.lastError : undefined;
  }

  #setStatus(status: ConnectionStatus): void {
    const from = this.#status.state;
    this.#status = status;
    this.#options.onStatus(from, status);
  }

  #notConnected(): MCPError {
    const inMs = Math.max(0, this.#retryDueMs - this.#options.clock.monotonicMs());
    return notConnectedError({
      serverName: this.#options.serverName,
      status: this.#status,
      failures: this.#failures,
      nextAttemptInMs: inMs,
    });
  }
}

/** Whether opening another connection is of no use before somebody acts. */
function isForPeople({ effect }: ConnectionFailure): boolean {
  return effect === 'auth-required' || effect === 'misconfigured';
}
