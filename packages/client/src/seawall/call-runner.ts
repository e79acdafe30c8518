import {
  type CallRequest,
  type Clock,
  type EventBus,
  MCPCancelledError,
  type MCPError,
  type Outcome,
} from '@seawall/core/base';
import { type Connection, ConnectionFailure, type ProtocolEra, type RequestOptions } from '../connection/connection.ts';
import { jsonRpcErrorOf } from '../connection/json-rpc-error.ts';
import type { AnswerReader, TimeLimits } from '../diagnosis/answer-reader.ts';
import { answerInputRequired, isInputRequired } from '../hosts/answer-input-required.ts';
import type { ConnectionPool, Lease } from '../hosts/connection-pool.ts';
import { OpenCall } from '../hosts/open-call.ts';
import type { Recipients } from '../hosts/recipients.ts';
import type { ServerLink } from '../supervision/server-link.ts';
import { toKnownError, toRequestFailure } from '../supervision/unforeseen-failure.ts';
import type { UpstreamRequest } from './upstream.ts';

/** What running calls of one server needs. */
export interface CallRunnerOptions {
  readonly serverName: string;
  readonly reader: AnswerReader;
  readonly shared: ServerLink;
  readonly pool: ConnectionPool;
  /** Whether calls of hosts go over connections of their own now: as configured, or found out to be needed. */
  readonly separation: () => 'none' | 'needed' | 'configured';
  readonly recipients: Recipients;
  readonly clock: Clock;
  readonly events: EventBus;
}

/** Carries calls of one server out, from waiting for a connection to the outcome. */
export interface CallRunner {
  /** Never rejects: what goes wrong is an outcome too. */
  run(request: UpstreamRequest): Promise<Outcome>;
}

/** Builds what carries out the calls of one server. */
export function createCallRunner(options: CallRunnerOptions): CallRunner {
  return {
    run: (request) => {
      const limits = options.reader.limitsOf(request.request);
      // Nobody waits a turn for what is known already.
      if (!(limits instanceof Promise)) return run(new RunningCall(options, request, limits));
      return limits.then((known) => run(new RunningCall(options, request, known)));
    },
  };
}

async function run(running: RunningCall): Promise<Outcome> {
  try {
    return await running.outcome();
  } finally {
    running.call?.end();
  }
}

/** Over which connection a call goes. */
interface Route {
  readonly link: ServerLink;
  readonly connection: Connection;
  readonly lease?: Lease;
}

class RunningCall {
  readonly call: OpenCall | undefined;
  readonly #options: CallRunnerOptions;
  readonly #request: UpstreamRequest;
  readonly #startedMs: number;
  readonly #limits: TimeLimits;
  #attempts = 0;
  /** Of the connection that answered last. */
  #era: ProtocolEra = 'legacy';

  constructor(options: CallRunnerOptions, request: UpstreamRequest, limits: TimeLimits) {
    const { clock } = options;
    const { caller } = request.options;
    this.#options = options;
    this.#request = request;
    this.#startedMs = clock.monotonicMs();
    this.#limits = limits;
    this.call = caller === undefined ? undefined : new OpenCall(caller, clock);
  }

  async outcome(): Promise<Outcome> {
    const { serverName: server, clock, recipients } = this.#options;
    const { operation, options } = this.#request;
    const { call } = this;
    let request: CallRequest = this.#request.request;
    // Bounded: the input is given only so often.
    for (let rounds = 0; ; rounds += 1) {
      const outcome = await this.#send(request);
      if (call?.host !== undefined) remember(outcome, request, recipients, call.host);
      if (outcome.kind === 'error' || !isInputRequired(outcome.result)) return outcome;
      if (this.#era === 'legacy' || options.caller?.inputRequired === 'return') return outcome;
      const { result } = outcome;
      const { signal } = options;
      const interrupted = { server, operation, request, result, call, rounds, clock, recipients, signal };
      try {
        request = await answerInputRequired(interrupted);
      } catch (cause) {
        const error = toKnownError(cause, server);
        return { kind: 'error', error, attempts: this.#attempts, delivery: 'answered' };
      }
    }
  }

  /** One request and its answer: two attempts when the session was lost, one else. */
  async #send(request: CallRequest): Promise<Outcome> {
    const attemptsBefore = this.#attempts;
    try {
      for (;;) {
        const route = await this.#findRoute();
        this.#attempts += 1; // At most two: only a lost session is answered by one more attempt.
        this.#era = route.connection.info.era;
        const attempted = await this.#attempt(route, request).finally(() => route.lease?.end());
        const attempts = this.#attempts;
        if (!(attempted instanceof ConnectionFailure))
          return { kind: 'result', result: attempted.result, attempts, servedBy: 'upstream' };
        const { error, delivery, effect } = attempted;
        // Where the connection is given up for idleness the loss is known already.
        route.link.supervisor.report(route.connection, attempted);
        // The server refused the request because it forgot the session: surely not executed, so it may be sent once more.
        // A task could have been begun all the same.
        const isFirst = attempts === attemptsBefore + 1 && request.params?.task === undefined;
        const mayGoAgain = effect === 'session-lost' && delivery === 'not-sent' && isFirst;
        if (!mayGoAgain) return { kind: 'error', error, attempts, delivery };
      }
    } catch (cause) {
      const error = toKnownError(cause, this.#options.serverName);
      return { kind: 'error', error, attempts: this.#attempts, delivery: 'not-sent' };
    }
  }

  async #findRoute(): Promise<Route> {
    const { shared } = this.#options;
    // One that is up needs no other.
    const own = this.#leaseFor({ mayOpen: false });
    if (own !== undefined) return this.#routeOver(own);
    // Others are opened only while the shared one is up: a bad server is left alone. Newer servers need none.
    const connection = await this.#acquire(shared);
    const lease = connection.info.era === 'modern' ? undefined : this.#leaseFor({ mayOpen: true });
    return lease === undefined ? { link: shared, connection } : this.#routeOver(lease);
  }

  async #routeOver(lease: Lease): Promise<Route> {
    const { shared, separation } = this.#options;
    try {
      return { link: lease.link, connection: await this.#acquire(lease.link), lease };
    } catch (error) {
      const { hasFailed } = lease;
      lease.end();
      // A server that can't run twice still has the connection that all share.
      if (!hasFailed || separation() === 'configured') throw error;
      return { link: shared, connection: await this.#acquire(shared) };
    }
  }

  /** A connection of the host's own, if it is to have one. */
  #leaseFor({ mayOpen }: { readonly mayOpen: boolean }): Lease | undefined {
    const { separation, pool } = this.#options;
    const { call } = this;
    const how = separation();
    if (call === undefined || how === 'none' || call.host?.isClosed) return undefined;
    try {
      return pool.lease(call, { principal: this.#request.call.principal, mayOpen });
    } catch (error) {
      if (how === 'configured') throw error;
      return undefined;
    }
  }

  async #acquire({ supervisor }: ServerLink): Promise<Connection> {
    const { operation, options } = this.#request;
    const { signal } = options;
    const heldMs = this.call?.heldMs ?? 0;
    const connection = await supervisor.acquire({
      operation,
      deadlineMs: this.#startedMs + heldMs + Math.min(this.#quietTimeMs, this.#limits.maxTotalTimeoutMs),
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted) throw this.#cancelled();
    return connection;
  }

  async #attempt(
    { connection, link }: Route,
    request: CallRequest,
  ): Promise<{ readonly result: unknown } | ConnectionFailure> {
    const { clock, events, serverName, reader } = this.#options;
    const { call } = this.#request;
    const attempt = this.#attempts;
    const startedMs = clock.monotonicMs();
    events.emit({ kind: 'attemptStarted', atMs: clock.now(), call, attempt });
    const finish = (outcome: AttemptOutcome): void => {
      const durationMs = clock.monotonicMs() - startedMs;
      events.emit({ kind: 'attemptFinished', atMs: clock.now(), call, attempt, durationMs, outcome });
    };
    const { calls } = link.conversation;
    this.#wantLogs(link);
    try {
      const answer = await connection.request(request, this.#optionsOf(connection, calls.begin(this.call)));
      const result = await reader.readResult(request, answer, connection.info);
      if (result instanceof ConnectionFailure) throw result;
      finish({ kind: 'success' });
      return { result };
    } catch (error) {
      const failure = await reader.readFailure(request, toRequestFailure(error, serverName), connection.info);
      finish({ kind: 'failure', error: failure.error, delivery: failure.delivery });
      if (failure.delivery === 'unknown') calls.abandon(this.call);
      return failure;
    } finally {
      calls.end(this.call);
    }
  }

  /** A host that stays has said what it wants already. */
  #wantLogs(link: ServerLink): void {
    const { call } = this;
    if (call !== undefined && call.host === undefined && call.logLevel !== undefined) link.raiseLogLevel(call.logLevel);
  }

  #optionsOf({ info }: Connection, origin: object | undefined): RequestOptions {
    const { clock } = this.#options;
    const limits = this.#limits;
    const { timeoutMs, signal, onProgress } = this.#request.options;
    const { call } = this;
    const elapsedMs = clock.monotonicMs() - this.#startedMs - (call?.heldMs ?? 0);
    const common: RequestOptions = {
      timeoutMs: Math.min(timeoutMs ?? limits.timeoutMs, Math.max(1, this.#quietTimeMs - elapsedMs)),
      maxTotalTimeoutMs: Math.max(1, limits.maxTotalTimeoutMs - elapsedMs),
      ...(origin === undefined ? {} : { origin }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    };
    if (call === undefined) return common;
    if (info.era === 'legacy') return call.hold === undefined ? common : { ...common, hold: call.hold };
    const { caller, logLevel } = call;
    const { capabilities } = caller;
    return { ...common, envelope: logLevel === undefined ? { capabilities } : { capabilities, logLevel } };
  }

  /** How long the call may take while no progress comes, waiting for the connection included. */
  get #quietTimeMs(): number {
    return this.#request.options.timeoutMs ?? this.#limits.totalTimeoutMs;
  }

  #cancelled(): MCPError {
    const { serverName } = this.#options;
    const { operation } = this.#request;
    const message = `The caller cancelled ${operation} on server "${serverName}" before it was sent.`;
    return new MCPCancelledError({ serverName, operation, message });
  }
}

/** What the server tells of later belongs to the host that called: its task, or the URLs that it has to open first. */
function remember(
  outcome: Outcome,
  { params }: CallRequest,
  recipients: Recipients,
  host: NonNullable<OpenCall['host']>,
): void {
  if (outcome.kind === 'result') {
    if (params?.task !== undefined) recipients.rememberResult(outcome.result, host);
    return;
  }
  const refusal = jsonRpcErrorOf(outcome.error);
  if (refusal?.code === URL_ELICITATION_REQUIRED) recipients.rememberRefusal(refusal.data, host);
}

const URL_ELICITATION_REQUIRED = -32042;

type AttemptOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly error: MCPError; readonly delivery: ConnectionFailure['delivery'] };
