import {
  ANONYMOUS,
  type CallFinished,
  type CallInfo,
  type CallRequest,
  type CallSpan,
  type CallTracer,
  type Clock,
  type CreateId,
  type EventBus,
  flightKey,
  type MCPError,
  type Outcome,
  SingleFlight,
} from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import { isInputRequired } from '../hosts/answer-input-required.ts';
import { canBeAsked } from '../hosts/host-capabilities.ts';
import { operationOf, targetOf } from '../seawall/call-subject.ts';
import type { CallOptions } from '../seawall/seawall.ts';
import type { Upstream, UpstreamRequest } from '../seawall/upstream.ts';
import { toKnownError } from '../supervision/unforeseen-failure.ts';

/** What {@link Calls} needs. */
export interface CallsOptions {
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly events: EventBus;
  /** What is done about a call that failed at its own server. */
  readonly rescue: (request: UpstreamRequest, outcome: FailedOutcome, startedMs: number) => Promise<Outcome>;
  /** Sees each result of a server. */
  readonly remember: (request: UpstreamRequest, outcome: AnsweredOutcome) => void;
  /** What answers a call in place of its server, because an equal one waits to be sent. */
  readonly intercept: (request: UpstreamRequest) => Promise<Outcome | undefined> | undefined;
  /** Follows calls through the house. */
  readonly tracer: CallTracer | undefined;
}

/**
 * How a call is made: `whole`, with all that may be done for it; `plain`, in place of another call, which may not be replaced
 * itself; `once`, as a parked write, which is sent a single time.
 */
export type CallMode = 'whole' | 'plain' | 'once';

/** What a call is made for. */
export interface CallManner {
  readonly mode: CallMode;
  /** The span of the call in whose place it is made. */
  readonly parent?: CallSpan | undefined;
}

/** A call that failed. */
export type FailedOutcome = Extract<Outcome, { kind: 'error' }>;

/** A call that was answered. */
export type AnsweredOutcome = Extract<Outcome, { kind: 'result' }>;

/**
 * The way of every call: told when it begins and when it ends, shared where an equal one is under way, sent to its server, and
 * rescued where that fails.
 */
export class Calls {
  readonly #options: CallsOptions;
  readonly #flights: SingleFlight<Outcome>;

  constructor(options: CallsOptions) {
    this.#options = options;
    this.#flights = new SingleFlight({ clock: options.clock });
  }

  /** Never rejects: what goes wrong is an outcome too. */
  async run(
    upstream: Upstream,
    request: CallRequest,
    options: CallOptions,
    { mode, parent }: CallManner = WHOLE,
  ): Promise<Outcome> {
    const known = upstream.profileOf(request);
    const profile = known instanceof Promise ? await known : known;
    const { clock, createId, events, tracer } = this.#options;
    const call: CallInfo = {
      id: createId(),
      principal: options.principal ?? ANONYMOUS,
      server: upstream.name,
      method: request.method,
      target: targetOf(request),
      safety: profile.safety,
      ...(options.session === undefined ? {} : { session: options.session }),
    };
    const startedMs = clock.monotonicMs();
    if (events.hasListeners) events.emit({ kind: 'callStarted', atMs: clock.now(), call, request });
    const span = tracer?.startCall({ call, request, parent });
    const isRepeatable = mode !== 'once';
    const sent: UpstreamRequest = { call, operation: operationOf(call), request, options, profile, isRepeatable, span };
    const outcome = await (mode === 'whole' ? this.#wholeOutcome(upstream, sent, startedMs) : upstream.request(sent));
    const { attempts } = outcome;
    span?.end({ outcome: finishedOutcome(outcome), attempts });
    if (!events.hasListeners) return outcome;
    events.emit({
      kind: 'callFinished',
      atMs: clock.now(),
      call,
      request,
      attempts,
      durationMs: clock.monotonicMs() - startedMs,
      outcome: finishedOutcome(outcome),
    });
    return outcome;
  }

  /** Cancels what is shared. May be called twice. */
  close(): void {
    this.#flights.close();
  }

  async #wholeOutcome(upstream: Upstream, sent: UpstreamRequest, startedMs: number): Promise<Outcome> {
    const { intercept, remember, rescue } = this.#options;
    const intercepting = intercept(sent);
    const intercepted = intercepting === undefined ? undefined : await intercepting;
    if (intercepted !== undefined) return intercepted;
    const key = mayBeShared(sent) ? flightKey({ ...sent.call, request: withoutMeta(sent.request) }) : undefined;
    const outcome = await (key === undefined
      ? upstream.request(withTimeForFallbacks(sent))
      : this.#share(key, upstream, sent));
    if (outcome.kind === 'error') return rescue(sent, outcome, startedMs);
    remember(sent, outcome);
    return outcome;
  }

  async #share(key: string, upstream: Upstream, sent: UpstreamRequest): Promise<Outcome> {
    const { clock, events } = this.#options;
    const { call, operation, options } = sent;
    const { totalTimeoutMs, maxTotalTimeoutMs } = sent.profile.limits;
    let isOwn = false;
    let made = { attempts: 0 };
    const onBegin = (count: typeof made): void => {
      made = count;
    };
    const start = (signal: AbortSignal): Promise<Outcome> => {
      isOwn = true;
      return upstream.request({ ...sent, options: { ...options, signal }, onBegin });
    };
    const wait = {
      server: call.server,
      operation,
      // The one that was first may have been given more time; and a shared call hears of no progress.
      maxWaitMs: options.timeoutMs ?? Math.min(totalTimeoutMs, maxTotalTimeoutMs),
    };
    try {
      const flying = this.#flights.run(key, options.signal, start, wait);
      if (!isOwn && events.hasListeners) events.emit({ kind: 'callJoined', atMs: clock.now(), call });
      const outcome = await flying;
      if (isOwn) return outcome;
      // A server that asks for more asks one caller; and what a caller gave up is no answer for the others.
      if (outcome.kind === 'result' && isInputRequired(outcome.result)) return await upstream.request(sent);
      return { ...outcome, attempts: 0 };
    } catch (cause) {
      // What is under way goes on for the others, who count none of it.
      const { attempts } = made;
      return { kind: 'error', error: toKnownError(cause, call.server), attempts, delivery: 'unknown' };
    }
  }
}

/** The failure of a call that nobody answered, whatever words were given in place of an answer. */
export function failureOf(outcome: Outcome): MCPError | undefined {
  if (outcome.kind === 'error') return outcome.error;
  const { result, servedBy, insteadOf } = outcome;
  return servedBy === 'fallback' && isRecord(result) && result.isError === true ? insteadOf : undefined;
}

function finishedOutcome(outcome: Outcome): CallFinished['outcome'] {
  if (outcome.kind === 'error') return { kind: 'failure', error: outcome.error };
  const error = failureOf(outcome);
  const { servedBy, result } = outcome;
  return error === undefined ? { kind: 'success', servedBy, result } : { kind: 'failure', error };
}

/** Only what changes nothing, and what nobody is asked or told anything about. */
function mayBeShared({ call, profile, options }: UpstreamRequest): boolean {
  if (call.safety !== 'read' || options.onProgress !== undefined) return false;
  if (options.caller !== undefined && canBeAsked(options.caller.capabilities)) return false;
  return call.method === 'tools/call' ? profile.options.singleFlight === true : SHARED_METHODS.has(call.method);
}

/** What differs from call to call, as trace ids, is no part of the question. */
function withoutMeta({ method, params }: CallRequest): CallRequest {
  const { _meta: _ignored, ...rest } = params ?? {};
  return { method, params: rest };
}

const WHOLE: CallManner = { mode: 'whole' };

/** The part of its time that a tool with a chain of fallbacks gets: one that hangs must leave some for them. */
const OWN_SHARE = 0.6;

function withTimeForFallbacks(sent: UpstreamRequest): UpstreamRequest {
  const { options, profile } = sent;
  if (!Array.isArray(profile.options.fallback) || profile.options.fallback.length === 0) return sent;
  const timeoutMs = Math.max(1, Math.floor((options.timeoutMs ?? profile.limits.totalTimeoutMs) * OWN_SHARE));
  return { ...sent, options: { ...options, timeoutMs } };
}

const SHARED_METHODS: ReadonlySet<string> = new Set([
  'prompts/list',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'server/discover',
  'tools/list',
]);
