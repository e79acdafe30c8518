import {
  type AttemptEnd,
  type AttemptFailure,
  type AttemptLimits,
  type AttemptSpan,
  type CallRequest,
  type CallTarget,
  type Clock,
  MCPCancelledError,
  MCPConnectionError,
  type MCPError,
  type Outcome,
  PolicyCall,
  type ServerPolicies,
} from '@seawall/core/base';
import { isEmptyAnswer } from '../calls/empty-answer.ts';
import { type Connection, ConnectionFailure, type ProtocolEra, type RequestOptions } from '../connection/connection.ts';
import { jsonRpcErrorOf } from '../connection/json-rpc-error.ts';
import type { AnswerReader } from '../diagnosis/answer-reader.ts';
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
  readonly policies: ServerPolicies;
  readonly shared: ServerLink;
  readonly pool: ConnectionPool;
  /** Whether calls of hosts go over connections of their own now: as configured, or found out to be needed. */
  readonly separation: () => 'none' | 'needed' | 'configured';
  readonly recipients: Recipients;
  readonly clock: Clock;
}

/** Carries calls of one server out, from waiting for a connection to the outcome. */
export interface CallRunner {
  /** Never rejects: what goes wrong is an outcome too. */
  run(request: UpstreamRequest): Promise<Outcome>;
}

/** Builds what carries out the calls of one server. */
export function createCallRunner(options: CallRunnerOptions): CallRunner {
  return {
    run: (request) => run(new RunningCall(options, request)),
  };
}

async function run(running: RunningCall): Promise<Outcome> {
  try {
    return await running.outcome();
  } finally {
    running.open?.end();
  }
}

/** Over which connection a call goes. */
interface Route {
  readonly link: ServerLink;
  readonly connection: Connection;
  readonly lease?: Lease;
}

/** One call: where the policies send its attempts. */
class RunningCall implements CallTarget {
  readonly open: OpenCall | undefined;
  readonly #options: CallRunnerOptions;
  readonly #request: UpstreamRequest;
  readonly #call: PolicyCall;
  /** What is sent: another one after each round of questions. */
  #message: CallRequest;
  #route: Route | undefined;
  /** How long the call was held, as far as its deadline knows. */
  #heldMs = 0;
  /** Of the connection that answered last. */
  #era: ProtocolEra = 'legacy';

  constructor(options: CallRunnerOptions, request: UpstreamRequest) {
    const { clock, policies } = options;
    const { profile } = request;
    const { caller, signal, timeoutMs } = request.options;
    this.#options = options;
    this.#request = request;
    this.#message = request.request;
    this.open = caller === undefined ? undefined : new OpenCall(caller, clock);
    const { limits } = profile;
    const allowed =
      timeoutMs === undefined
        ? limits
        : { timeoutMs, totalTimeoutMs: timeoutMs, maxTotalTimeoutMs: Math.max(limits.maxTotalTimeoutMs, timeoutMs) };
    this.#call = new PolicyCall({
      info: request.call,
      operation: request.operation,
      safety: profile.safety,
      limits: allowed,
      nowMs: clock.monotonicMs(),
      durations: policies.durationsOf(request.call.target),
      signal,
      maxAttempts: profile.options.maxAttempts,
      verifyWith: profile.verifyWith,
      // A task may have been begun however the answer went lost, and repeating it begins another one.
      isRepeatable: request.isRepeatable && request.request.params?.task === undefined,
      mayHedge: profile.options.hedge,
    });
    request.onBegin?.(this.#call);
  }

  async outcome(): Promise<Outcome> {
    const { serverName: server, clock, recipients, policies } = this.#options;
    const { operation, options } = this.#request;
    const { open } = this;
    // Bounded: the input is given only so often.
    for (let rounds = 0; ; rounds += 1) {
      // The first round begins when the call does.
      const nowMs = rounds === 0 ? this.#call.startedMs : clock.monotonicMs();
      const outcome = await policies.run(this.#call, this, nowMs);
      if (open?.host !== undefined) remember(outcome, this.#message, recipients, open.host);
      if (outcome.kind === 'error' || !isInputRequired(outcome.result)) return outcome;
      if (this.#era === 'legacy' || options.caller?.inputRequired === 'return') return outcome;
      const { result } = outcome;
      const { signal } = options;
      const request = this.#message;
      const interrupted = { server, operation, request, result, call: open, rounds, clock, recipients, signal };
      try {
        this.#message = await answerInputRequired(interrupted);
        this.#call.answeredAttempts = this.#call.attempts;
        this.#noteHold();
      } catch (cause) {
        const error = toKnownError(cause, server);
        return { kind: 'error', error, attempts: this.#call.attempts, delivery: 'answered' };
      }
    }
  }

  prepare(): Promise<AttemptFailure | undefined> | undefined {
    const { shared, separation } = this.#options;
    const { live } = shared.supervisor;
    // Most calls find the connection that all share up, and nobody waits a turn for it.
    if (live !== undefined && (this.open === undefined || separation() === 'none')) {
      this.#route = { link: shared, connection: live };
      return undefined;
    }
    return this.#findRoute().then(
      (route) => {
        this.#route = route;
        return undefined;
      },
      (cause: unknown) => notSent(toKnownError(cause, this.#options.serverName)),
    );
  }

  abandon(): void {
    this.#route?.lease?.end();
    this.#route = undefined;
  }

  async send(limits: AttemptLimits): Promise<AttemptEnd> {
    const { reader, serverName } = this.#options;
    const route = this.#route;
    if (route === undefined) return notSent(noRoute(serverName));
    const { connection, link } = route;
    const { open } = this;
    const request = this.#message;
    const { calls } = link.conversation;
    this.#era = connection.info.era;
    this.#wantLogs(link);
    const endHolds = this.#followHolds();
    const span = this.#startSpan(connection, limits);
    try {
      const options = this.#optionsOf(connection, calls.begin(open), limits);
      const answer = await connection.request(span?.request ?? request, options);
      const result = await reader.readResult(request, answer, connection.info);
      if (result instanceof ConnectionFailure) throw result;
      // The connection was given up while the call was under way, and what came is nothing: a server that forgot the session.
      const isSuspect = link.supervisor.live !== connection && isEmptyAnswer(request, result);
      span?.end();
      return isSuspect ? { kind: 'result', result, isSuspect } : { kind: 'result', result };
    } catch (error) {
      const failure = await reader.readFailure(request, toRequestFailure(error, serverName), connection.info);
      if (failure.delivery === 'unknown') calls.abandon(open);
      // Where the connection is given up for idleness the loss is known already.
      link.supervisor.report(connection, failure);
      span?.end(failure);
      return { kind: 'failure', error: failure.error, delivery: failure.delivery, effect: failure.effect };
    } finally {
      endHolds?.();
      calls.end(open);
      route.lease?.end();
      this.#noteHold();
    }
  }

  #startSpan({ info }: Connection, { attempt }: AttemptLimits): AttemptSpan | undefined {
    const { span } = this.#request;
    if (span === undefined) return undefined;
    const { transport, protocolVersion } = info;
    return span.startAttempt({ attempt, request: this.#message, transport, protocolVersion });
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
    const { open } = this;
    const how = separation();
    if (open === undefined || how === 'none' || open.host?.isClosed) return undefined;
    try {
      return pool.lease(open, { principal: this.#request.call.principal, mayOpen });
    } catch (error) {
      if (how === 'configured') throw error;
      return undefined;
    }
  }

  async #acquire({ supervisor }: ServerLink): Promise<Connection> {
    const { operation, options } = this.#request;
    const { clock } = this.#options;
    const { signal } = options;
    const nowMs = clock.monotonicMs();
    const connection = await supervisor.acquire({
      operation,
      deadlineMs: nowMs + this.#call.remainingMs(nowMs),
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted) throw this.#cancelled();
    return connection;
  }

  /** A host that stays has said what it wants already. */
  #wantLogs(link: ServerLink): void {
    const { open } = this;
    if (open !== undefined && open.host === undefined && open.logLevel !== undefined) link.raiseLogLevel(open.logLevel);
  }

  #optionsOf({ info }: Connection, origin: object | undefined, limits: AttemptLimits): RequestOptions {
    const { onProgress } = this.#request.options;
    const { open } = this;
    const { timeoutMs, maxTotalTimeoutMs, signal = this.#call.signal } = limits;
    const common: RequestOptions = {
      timeoutMs,
      maxTotalTimeoutMs,
      ...(origin === undefined ? {} : { origin }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress: (progress) => this.#onProgress(progress, onProgress) }),
    };
    if (open === undefined) return common;
    if (info.era === 'legacy') return open.hold === undefined ? common : { ...common, hold: open.hold };
    const { caller, logLevel } = open;
    const { capabilities } = caller;
    return { ...common, envelope: logLevel === undefined ? { capabilities } : { capabilities, logLevel } };
  }

  #onProgress(
    progress: Readonly<Record<string, unknown>>,
    tell: (progress: Readonly<Record<string, unknown>>) => void,
  ): void {
    this.#options.policies.noteProgress(this.#call);
    tell(progress);
  }

  /** While a person is asked, the server works on the calls of others. @returns what ends this, where anybody can be asked. */
  #followHolds(): (() => void) | undefined {
    const hold = this.open?.hold;
    const { policies } = this.#options;
    return hold?.onChange(() => (hold.isHeld ? policies.noteHeld(this.#call) : policies.noteResumed(this.#call)));
  }

  /** The time for which a person was asked is not the server's. */
  #noteHold(): void {
    const heldMs = this.open?.heldMs ?? 0;
    if (heldMs <= this.#heldMs) return;
    this.#call.extendBy(heldMs - this.#heldMs);
    this.#heldMs = heldMs;
  }

  #cancelled(): MCPError {
    const { serverName } = this.#options;
    const { operation } = this.#request;
    const message = `The caller cancelled ${operation} on server "${serverName}" before it was sent.`;
    return new MCPCancelledError({ serverName, operation, message });
  }
}

/** A target is prepared before each attempt: this is never seen. */
function noRoute(serverName: string): MCPError {
  return new MCPConnectionError({
    code: 'SERVER_NOT_CONNECTED',
    serverName,
    message: `There is no connection to server "${serverName}" for this call.`,
  });
}

function notSent(error: MCPError): AttemptFailure {
  return { kind: 'failure', error, delivery: 'not-sent', effect: 'none' };
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
