import {
  ANONYMOUS,
  type CallSpan,
  type Clock,
  type EventBus,
  type FailedCall,
  type FallbackServer,
  type Logger,
  type Outcome,
  type Pack,
  type PackFinder,
  type StaleSettings,
  StaleStore,
  staleKey,
  staleLimitMs,
} from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import { loadDiagnosis } from '../diagnosis/load-diagnosis.ts';
import { loadOnce } from '../load-once.ts';
import type { CallOptions } from '../seawall/seawall.ts';
import type { Upstream, UpstreamRequest } from '../seawall/upstream.ts';
import type { AnsweredOutcome, FailedOutcome } from './calls.ts';
import type { ParkedWrites } from './parked-writes.ts';

/** What {@link Rescue} needs. */
export interface RescueOptions {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly logger: Logger;
  /** Of the user; asked before the built-in ones. */
  readonly packs: readonly Pack[];
  readonly upstreams: () => readonly Upstream[];
  /** Calls a tool in place of another one. */
  readonly call: (upstream: Upstream, call: FallbackCall) => Promise<Outcome>;
  readonly parked: ParkedWrites;
  /** Which answers are kept; may be others after each reload. */
  readonly stale: () => StaleSettings;
}

/** A call that is made in place of another one. */
export interface FallbackCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly options: CallOptions;
  /** The span of the call in whose place it is made. */
  readonly parent: CallSpan | undefined;
}

/** With less time left than this, in milliseconds, nothing else is tried. */
const MIN_TIME_MS = 250;

/**
 * What is done about calls that failed at their own server, in this order: another tool, an earlier answer, keeping the write
 * to be sent later, and what the vendor's pack says when nothing answered. The failure itself stays what it was.
 */
export class Rescue {
  readonly #options: RescueOptions;
  readonly #stale: StaleStore;
  #isReady = false;

  constructor(options: RescueOptions) {
    this.#options = options;
    this.#stale = new StaleStore(options.stale());
  }

  /** Keeps an answer that may be given when the server is down. */
  remember(sent: UpstreamRequest, { result, servedBy }: AnsweredOutcome): void {
    if (!this.#isReady) this.#getReady();
    if (servedBy !== 'upstream' || this.#staleLimitOf(sent) === 0) return;
    const key = staleKey({ ...sent.call, request: sent.request });
    if (key !== undefined) this.#stale.put(key, result, this.#options.clock.monotonicMs());
  }

  /** Other answers may be kept now. */
  resizeStale(): void {
    this.#stale.resize(this.#options.stale());
  }

  /** A server was configured anew: another one may stand behind its name. */
  forgetServer(server: string): void {
    this.#stale.forgetServer(server);
  }

  /** Never rejects. `startedMs` is when the call came in, on the monotonic clock. */
  async rescue(sent: UpstreamRequest, failure: FailedOutcome, startedMs: number): Promise<Outcome> {
    const { error } = failure;
    if (error.kind === 'cancelled' || error.kind === 'outcome_unknown') return failure;
    // Whoever begins a task waits for the announcement of one, and for nothing else.
    if (sent.request.params?.task !== undefined) return failure;
    const failed = sent.request.method === 'tools/call' ? this.#failedCall(sent, failure) : undefined;
    const another = failed && (await this.#fallBack(sent, failed, startedMs));
    if (another !== undefined) return another;
    const earlier = await this.#serveStale(sent, failure);
    if (earlier !== undefined) return earlier;
    const kept = failed && (await this.#options.parked.park(sent, failure));
    if (kept !== undefined) return kept;
    return (failed && (await this.#lastResort(sent, failed, failure))) ?? failure;
  }

  /** Loads, beside the calls, what failures need: an outage would be the wrong moment, for all other calls too. */
  #getReady(): void {
    this.#isReady = true;
    void Promise.all([loadRescue(), loadDiagnosis()]).catch((error: unknown) =>
      this.#options.logger.log('debug', 'What failures need was not loaded; the first failure tries again.', { error }),
    );
  }

  async #fallBack(sent: UpstreamRequest, failed: FailedCall, startedMs: number): Promise<Outcome | undefined> {
    const { clock, events, logger, call } = this.#options;
    const configured = sent.profile.options.fallback;
    const { findFallbacks, logFallback, toFallbackResult } = await loadRescue();
    const servers = this.#otherServers(sent.call.server);
    const findPack = await this.#packFinder();
    for (const step of findFallbacks({ failed, configured, servers: servers.map(({ server }) => server), findPack })) {
      const upstream = servers.find(({ server }) => server.name === step.server)?.upstream;
      const { signal, principal = ANONYMOUS, session, caller } = sent.options;
      const remainingMs = startedMs + timeOf(sent) - clock.monotonicMs();
      if (upstream === undefined || signal?.aborted || remainingMs < MIN_TIME_MS) continue;
      logFallback(logger, failed, step);
      const timeoutMs = Math.max(1, Math.floor(remainingMs));
      const options: CallOptions = { timeoutMs, principal, ...given({ signal, session, caller }) };
      const outcome = await call(upstream, { tool: step.tool, arguments: step.arguments, options, parent: sent.span });
      if (outcome.kind === 'error') continue;
      const by = { kind: 'tool', server: step.server, tool: step.tool } as const;
      events.emit({ kind: 'fallbackServed', atMs: clock.now(), call: sent.call, by, because: failed.error.code });
      const result = toFallbackResult(outcome.result, step, failed);
      return { ...outcome, result, servedBy: 'fallback', insteadOf: failed.error };
    }
    return undefined;
  }

  async #serveStale(sent: UpstreamRequest, { error, attempts }: FailedOutcome): Promise<Outcome | undefined> {
    const { clock, events } = this.#options;
    const limitMs = this.#staleLimitOf(sent);
    if (limitMs === 0) return undefined;
    const { mayServeStale, markStale } = await loadRescue();
    const key = staleKey({ ...sent.call, request: sent.request });
    if (key === undefined || !mayServeStale(error, sent.call.safety)) return undefined;
    const found = this.#stale.get(key, clock.monotonicMs(), limitMs);
    if (found === undefined) return undefined;
    const { ageMs } = found;
    events.emit({ kind: 'staleServed', atMs: clock.now(), call: sent.call, ageMs, because: error.code });
    const isToolResult = sent.request.method === 'tools/call';
    const reason = { server: sent.call.server, ageMs, nowMs: clock.now(), error, isToolResult };
    return { kind: 'result', result: markStale(found.value, reason), attempts, servedBy: 'stale', insteadOf: error };
  }

  async #lastResort(
    sent: UpstreamRequest,
    failed: FailedCall,
    { attempts }: FailedOutcome,
  ): Promise<Outcome | undefined> {
    const { clock, events, logger } = this.#options;
    const { findLastResort, logFallback, toLastResortResult } = await loadRescue();
    const findPack = await this.#packFinder();
    const words = findLastResort({ failed, configured: sent.profile.options.fallback, findPack });
    if (words === undefined) return undefined;
    logFallback(logger, failed, undefined);
    const by = { kind: 'message' } as const;
    events.emit({ kind: 'fallbackServed', atMs: clock.now(), call: sent.call, by, because: failed.error.code });
    const result = toLastResortResult(words, failed);
    return { kind: 'result', result, attempts, servedBy: 'fallback', insteadOf: failed.error };
  }

  #failedCall({ call, request }: UpstreamRequest, { error, delivery }: FailedOutcome): FailedCall {
    const upstream = this.#options.upstreams().find(({ name }) => name === call.server);
    const { aliases, setting } = upstream?.identity ?? {};
    const definition = upstream?.catalog.tools.find(({ name }) => name === call.target);
    return {
      server: call.server,
      tool: call.target,
      arguments: isRecord(request.params?.arguments) ? request.params.arguments : {},
      safety: call.safety,
      error,
      delivery,
      ...given({ aliases, setting, outputSchema: definition?.outputSchema }),
    };
  }

  /** The servers that take calls now. */
  #otherServers(own: string): readonly { readonly upstream: Upstream; readonly server: FallbackServer }[] {
    return this.#options.upstreams().flatMap((upstream) => {
      if (upstream.name !== own && !takesCalls(upstream)) return [];
      const { name, identity, catalog } = upstream;
      const tools = catalog.state === 'none' ? undefined : catalog.tools;
      return [{ upstream, server: { name, ...given({ ...identity, tools }) } }];
    });
  }

  #staleLimitOf({ request, call, profile }: UpstreamRequest): number {
    const { staleMs } = profile.options;
    return staleLimitMs({ request, safety: call.safety, staleMs }, this.#options.stale());
  }

  async #packFinder(): Promise<PackFinder> {
    const { findPack } = await loadDiagnosis();
    const { packs } = this.#options;
    return (context) => findPack({ ...context, packs });
  }
}

/** Loaded when the first call failed. */
const loadRescue = loadOnce(() => import('@seawall/core/rescue'));

/** How long the call may take in all while nothing is heard. */
function timeOf({ options, profile }: UpstreamRequest): number {
  return options.timeoutMs ?? Math.min(profile.limits.totalTimeoutMs, profile.limits.maxTotalTimeoutMs);
}

function takesCalls({ status, circuit }: Upstream): boolean {
  const { state } = status.status;
  const mayConnect = state === 'ready' || state === 'connecting' || state === 'idle';
  return mayConnect && (circuit === 'closed' || circuit === 'half-open');
}

/** Fields that are there and `undefined` are no fields. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }; // The same fields, less those without a value.
}
