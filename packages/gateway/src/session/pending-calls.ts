import type { ServerContext } from '@modelcontextprotocol/server';
import { ANONYMOUS, type Clock, type CreateId, type Timer } from '@seawall/core/base';
import { passedOnError, URL_ELICITATION_REQUIRED_CODE } from '../reply/json-rpc-error.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import type { Line } from './line.ts';
import { isParams, type Params } from './params.ts';
import { type InputRequest, PendingCall, type RoundEnd } from './pending-call.ts';
import { retryFieldsOf } from './relayed-params.ts';
import { createRequestStateCodec, invalidState, type StateBinding } from './request-state.ts';

/** Limits of calls that wait for their hosts. */
export const PENDING_LIMITS = {
  /** Calls that asked their host something and are not over. */
  maxCalls: 256,
  /** Those at one server: each may hold one of its connections. */
  maxCallsPerServer: 64,
  /** How long a host may take to come back with its answers, in milliseconds. */
  returnTimeoutMs: 600_000,
} as const;

/** A call that waits for its host, or has its result ready for it. */
export interface WaitingCall {
  readonly server: string;
  readonly target: string;
  /** Goes on with the answers of the host. @throws {@link MCPError} or {@link JsonRpcErrorAnswer} */
  resume(): Promise<PassedResult>;
}

/** A request of a host, as far as a pending call needs it. */
export interface HostRequest {
  /** Its session: the end of one that stays ends its calls. */
  readonly session: object;
  readonly params: Params;
  readonly context: ServerContext;
}

/**
 * The calls of hosts of 2026-07-28 to servers that may ask meanwhile.
 *
 * A host of that era is asked by a result: the call stays pending, and the host's next request takes it up again.
 */
export interface PendingCalls {
  /** Calls that asked something and are not over. */
  readonly count: number;
  /** Sends a call; its result, or one that asks for input. @throws {@link MCPError} or {@link JsonRpcErrorAnswer} */
  start(
    request: HostRequest,
    call: { readonly server: string; readonly target: string },
    send: (line: Line) => Promise<PassedResult>,
  ): Promise<PassedResult>;
  /**
   * The call that a request comes back to; `undefined` when it comes back to none of ours.
   *
   * @throws {@link JsonRpcErrorAnswer} with -32602 when its state is ours and can't be used.
   */
  find(request: HostRequest): WaitingCall | undefined;
  isOwnState(requestState: string): boolean;
  isGatewayState(requestState: string): boolean;
  /** Ends the calls of a session that is over. */
  endOf(session: object): void;
  /** Ends all calls that wait for their hosts, and lets none wait from now on. */
  end(): void;
}

/** Builds the register of pending calls. */
export function createPendingCalls(options: { readonly clock: Clock; readonly createId: CreateId }): PendingCalls {
  return new Register(options);
}

interface Entry {
  readonly call: PendingCall;
  /** Names the state that is good now; each is good once. */
  readonly round: string;
  readonly session: object;
  readonly timer: Timer;
}

class Register implements PendingCalls {
  readonly #clock: Clock;
  readonly #createId: CreateId;
  readonly #codec: ReturnType<typeof createRequestStateCodec>;
  // Bounded by `maxCalls`.
  readonly #places = new Map<PendingCall, string>();
  // The calls that wait for their hosts: each of them has a place.
  readonly #waiting = new Map<string, Entry>();
  #isEnded = false;

  constructor({ clock, createId }: { readonly clock: Clock; readonly createId: CreateId }) {
    this.#clock = clock;
    this.#createId = createId;
    this.#codec = createRequestStateCodec({ clock, createId });
  }

  get count(): number {
    return this.#places.size;
  }

  isOwnState(requestState: string): boolean {
    return this.#codec.isOwn(requestState);
  }

  isGatewayState(requestState: string): boolean {
    return this.#codec.isGateways(requestState);
  }

  start(
    request: HostRequest,
    { server, target }: { readonly server: string; readonly target: string },
    send: (line: Line) => Promise<PassedResult>,
  ): Promise<PassedResult> {
    const call = new PendingCall({ clock: this.#clock, server, target, mayWait: (asking) => this.#takePlace(asking) });
    // What the server says at once already finds the host attached.
    const end = call.attach(request.context);
    call.begin(send);
    return this.#playRound(call, request, end);
  }

  find(request: HostRequest): WaitingCall | undefined {
    const { requestState } = retryFieldsOf(request.context);
    if (requestState === undefined || !this.#codec.isOwn(requestState)) return undefined;
    const state = this.#codec.decode(requestState, bindingOf(request));
    if (state.kind === 'anew') return undefined;
    const entry = this.#entryOf(state);
    if (entry === undefined) throw invalidState();
    const { server, target } = entry.call;
    return { server, target, resume: () => this.#resume(request, state) };
  }

  endOf(session: object): void {
    for (const [id, entry] of [...this.#waiting])
      if (entry.session === session) this.#endWaiting(id, 'The host is gone.');
  }

  end(): void {
    this.#isEnded = true;
    for (const id of [...this.#waiting.keys()]) this.#endWaiting(id, 'The gateway is shutting down.');
  }

  #takePlace(call: PendingCall): boolean {
    if (this.#isEnded) return false;
    if (this.#places.has(call)) return true;
    if (this.#places.size >= PENDING_LIMITS.maxCalls) return false;
    const atServer = [...this.#places.keys()].filter(({ server }) => server === call.server).length;
    if (atServer >= PENDING_LIMITS.maxCallsPerServer) return false;
    this.#places.set(call, this.#createId());
    return true;
  }

  #entryOf({ callId, round }: { readonly callId: string; readonly round: string }): Entry | undefined {
    const entry = this.#waiting.get(callId);
    return entry?.round === round ? entry : undefined;
  }

  async #resume(
    request: HostRequest,
    state: { readonly callId: string; readonly round: string },
  ): Promise<PassedResult> {
    const entry = this.#entryOf(state);
    // Another request with the same state was faster.
    if (entry === undefined) throw invalidState();
    entry.timer.cancel();
    this.#waiting.delete(state.callId);
    entry.call.answer(request.context.mcpReq.inputResponses ?? {});
    return await this.#playRound(entry.call, request, entry.call.attach(request.context));
  }

  async #playRound(call: PendingCall, request: HostRequest, end: Promise<RoundEnd>): Promise<PassedResult> {
    if ((await end) === 'questions') return this.#askHost(call, request);
    this.#places.delete(call);
    try {
      return await call.result;
    } catch (error) {
      const inputRequests = urlQuestionsOf(error);
      if (inputRequests === undefined) throw error;
      const requestState = this.#codec.encode({ kind: 'anew' }, bindingOf(request), PENDING_LIMITS.returnTimeoutMs);
      return { resultType: 'input_required', inputRequests, requestState };
    }
  }

  #askHost(call: PendingCall, request: HostRequest): PassedResult {
    const callId = this.#places.get(call) ?? this.#createId();
    const round = this.#createId();
    const timer = this.#clock.setTimer(
      () => this.#endWaiting(callId, 'The host did not come back with its answers in time.'),
      PENDING_LIMITS.returnTimeoutMs,
      { background: true },
    );
    this.#waiting.set(callId, { call, round, session: request.session, timer });
    // The end may have come while the round was ending.
    if (this.#isEnded) this.#endWaiting(callId, 'The gateway is shutting down.');
    const requestState = this.#codec.encode(
      { kind: 'pending', callId, round },
      bindingOf(request),
      PENDING_LIMITS.returnTimeoutMs,
    );
    return { resultType: 'input_required', inputRequests: call.openQuestions(), requestState };
  }

  #endWaiting(id: string, reason: string): void {
    const entry = this.#waiting.get(id);
    if (entry === undefined) return;
    this.#waiting.delete(id);
    this.#places.delete(entry.call);
    entry.timer.cancel();
    entry.call.end(reason);
  }
}

function bindingOf({ params, context }: HostRequest): StateBinding {
  const name = params.name ?? params.uri;
  return {
    principal: ANONYMOUS.id,
    method: context.mcpReq.method,
    name: typeof name === 'string' ? name : '',
  };
}

/** The questions in a server's error that says that somebody has to visit a URL first; hosts of 2026-07-28 know no such error. */
function urlQuestionsOf(error: unknown): Readonly<Record<string, InputRequest>> | undefined {
  const answer = passedOnError(error);
  if (answer?.code !== URL_ELICITATION_REQUIRED_CODE || !isParams(answer.data)) return undefined;
  const { elicitations } = answer.data;
  if (!Array.isArray(elicitations) || elicitations.length === 0 || !elicitations.every(isParams)) return undefined;
  const questions = elicitations.map((elicitation: Params, index) => [
    `url-${index + 1}`,
    { method: 'elicitation/create', params: { ...elicitation, mode: 'url' } },
  ]);
  return Object.fromEntries(questions);
}
