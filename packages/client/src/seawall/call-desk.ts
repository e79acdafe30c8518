import type {
  AttemptEnd,
  CallRequest,
  CallTracer,
  CircuitState,
  Clock,
  CreateId,
  EventBus,
  Logger,
  MCPError,
  Outcome,
  Pack,
  ParkedCall,
  ParkedCalls,
  ParkedLog,
  SeawallEvent,
  StaleSettings,
} from '@seawall/core/base';
import { checkBatchOptions, runBatch } from '../calls/batch.ts';
import { Calls, failureOf } from '../calls/calls.ts';
import { ParkedWrites } from '../calls/parked-writes.ts';
import { Rescue } from '../calls/rescue.ts';
import { rememberLastResort } from '../diagnosis/last-resort.ts';
import { toKnownError } from '../supervision/unforeseen-failure.ts';
import type { BatchOptions, BatchOutcome, CallOptions, ToolCall, ToolResult } from './seawall.ts';
import { serverNotFound } from './server-not-found.ts';
import type { Upstream } from './upstream.ts';

/** What a {@link CallDesk} needs. */
export interface CallDeskOptions {
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly logger: Logger;
  readonly events: EventBus;
  readonly packs: readonly Pack[];
  readonly tracer: CallTracer | undefined;
  readonly parkedLog: (() => Promise<ParkedLog>) | undefined;
  /** All servers of the configuration in force. */
  readonly upstreams: () => ReadonlyMap<string, Upstream>;
  /** Which earlier answers are kept, by the configuration in force. */
  readonly stale: () => StaleSettings;
}

/** Takes the calls of all servers, with everything that is done for one: sharing, fallbacks, earlier answers, parked writes. */
export class CallDesk {
  readonly #options: CallDeskOptions;
  readonly #calls: Calls;
  readonly #rescue: Rescue;
  readonly #parked: ParkedWrites;
  readonly #unsubscribe: () => void;

  constructor(options: CallDeskOptions) {
    const { clock, createId, logger, events, packs, tracer, parkedLog, upstreams, stale } = options;
    this.#options = options;
    this.#parked = new ParkedWrites({
      openLog: parkedLog,
      clock,
      createId,
      events,
      logger,
      canSend: (server) => this.#canSend(server),
      send: (call, signal) => this.#sendParked(call, signal),
    });
    this.#rescue = new Rescue({
      clock,
      events,
      logger,
      packs,
      upstreams: () => [...upstreams().values()],
      call: (upstream, { tool, arguments: given, options: how, parent }) =>
        this.#calls.run(upstream, toolRequest(tool, given), how, { mode: 'plain', parent }),
      parked: this.#parked,
      stale,
    });
    this.#calls = new Calls({
      clock,
      createId,
      events,
      rescue: (request, outcome, startedMs) => this.#rescue.rescue(request, outcome, startedMs),
      remember: (request, outcome) => this.#rescue.remember(request, outcome),
      intercept: (request) => this.#parked.intercept(request),
      tracer,
    });
    this.#unsubscribe =
      parkedLog === undefined ? () => undefined : events.subscribe((event) => this.#noteServerUp(event));
  }

  /** The configuration was changed: other answers may be kept now. */
  reconfigure(): void {
    this.#rescue.resizeStale();
  }

  /** Sends a request. Never rejects once there is such a server. @throws {@link MCPError} with `SERVER_NOT_FOUND`. */
  run(server: string, request: CallRequest, options: CallOptions): Promise<Outcome> {
    return this.#calls.run(this.#upstream(server), request, options);
  }

  /** @throws {@link MCPError} */
  async callTool({ server, name, arguments: given = {} }: ToolCall, options: CallOptions): Promise<ToolResult> {
    const outcome = await this.run(server, toolRequest(name, given), options);
    const error = failureOf(outcome);
    // A result is an object by the protocol, and the connection refuses any other.
    const result = (outcome.kind === 'result' ? outcome.result : {}) as ToolResult;
    if (error === undefined) return result;
    if (outcome.kind === 'result') rememberLastResort(error, result);
    throw error;
  }

  /** @throws {@link MCPError} with `OPTION_INVALID`. */
  async callBatch(calls: readonly ToolCall[], options: BatchOptions): Promise<readonly BatchOutcome[]> {
    checkBatchOptions(options);
    const { clock, logger, upstreams } = this.#options;
    const run = async ({ server, name, arguments: given = {} }: ToolCall, how: CallOptions): Promise<Outcome> => {
      try {
        return await this.run(server, toolRequest(name, given), how);
      } catch (cause) {
        return { kind: 'error', error: toKnownError(cause, server), attempts: 0, delivery: 'not-sent' };
      }
    };
    const isRead = async ({ server, name }: ToolCall): Promise<boolean> => {
      const profile = await upstreams().get(server)?.profileOf(toolRequest(name, {}));
      return profile?.safety === 'read';
    };
    return runBatch({ calls, options, clock, logger, run, isRead });
  }

  /** The writes that wait; opened when they are not yet. Never rejects. */
  openParked(): Promise<ParkedCalls | undefined> {
    return this.#parked.open();
  }

  /** Why the log of them could not be opened. */
  get parkingTrouble(): MCPError | undefined {
    return this.#parked.trouble;
  }

  /** A server was configured anew: another one may stand behind its name. */
  forgetServer(server: string): void {
    this.#rescue.forgetServer(server);
  }

  /** Ends what is shared, and gives parked calls that are being sent a while. Never rejects. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#calls.close();
    await this.#parked.close();
  }

  #upstream(name: string): Upstream {
    const upstreams = this.#options.upstreams();
    const upstream = upstreams.get(name);
    if (upstream !== undefined) return upstream;
    throw serverNotFound(name, [...upstreams.keys()]);
  }

  /** Parked writes go out when the circuit of their server is closed and its connection is up. */
  #noteServerUp(event: SeawallEvent): void {
    const isUp =
      (event.kind === 'connectionChanged' && event.status.state === 'ready') ||
      (event.kind === 'circuitChanged' && event.tool === undefined && LETS_ALL_THROUGH.has(event.to));
    if (isUp) this.#parked.onServerUp(event.server);
  }

  #canSend(server: string): boolean {
    const upstream = this.#options.upstreams().get(server);
    if (upstream?.status.status.state !== 'ready') return false;
    const { circuit } = upstream;
    return circuit !== undefined && LETS_ALL_THROUGH.has(circuit);
  }

  async #sendParked(call: ParkedCall, signal: AbortSignal): Promise<AttemptEnd> {
    const { server, tool, arguments: given, principal } = call;
    const upstream = this.#options.upstreams().get(server);
    if (upstream === undefined) {
      const error = serverNotFound(server, [...this.#options.upstreams().keys()]);
      return { kind: 'failure', error, delivery: 'not-sent', effect: 'none' };
    }
    const outcome = await this.#calls.run(upstream, toolRequest(tool, given), { signal, principal }, { mode: 'once' });
    if (outcome.kind === 'result') return { kind: 'result', result: outcome.result };
    const { error, delivery } = outcome;
    return { kind: 'failure', error, delivery, effect: 'none' };
  }
}

function toolRequest(name: string, given: Readonly<Record<string, unknown>>): CallRequest {
  return { method: 'tools/call', params: { name, arguments: given } };
}

/** The circuit of a breaker that is turned off, or held closed by hand, is as good as closed. */
const LETS_ALL_THROUGH: ReadonlySet<CircuitState> = new Set<CircuitState>(['closed', 'forced-closed']);
