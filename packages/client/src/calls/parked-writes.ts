import {
  type AttemptEnd,
  type CallInfo,
  type Clock,
  type CreateId,
  type EventBus,
  type Logger,
  MCPConfigurationError,
  MCPError,
  MCPRejectedError,
  type Outcome,
  type ParkedCall,
  type ParkedCalls,
  type ParkedLog,
  type Timer,
} from '@seawall/core/base';
import { isRecord } from '../connection/is-record.ts';
import { loadOnce } from '../load-once.ts';
import type { UpstreamRequest } from '../seawall/upstream.ts';
import type { FailedOutcome } from './calls.ts';

/** What {@link ParkedWrites} needs. */
export interface ParkedWritesOptions {
  /** Opens where calls are kept. Without it nothing is parked. */
  readonly openLog: (() => Promise<ParkedLog>) | undefined;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly events: EventBus;
  readonly logger: Logger;
  /** Whether calls to the server would be let through now. */
  readonly canSend: (server: string) => boolean;
  /** Sends a call once. */
  readonly send: (call: ParkedCall, signal: AbortSignal) => Promise<AttemptEnd>;
}

/** Writes of tools with `park: true` that surely did not run, kept until their server is back. */
export class ParkedWrites {
  readonly #options: ParkedWritesOptions;
  #opening: Promise<ParkedCalls | undefined> | undefined;
  #opened: ParkedCalls | undefined;
  #trouble: MCPError | undefined;
  /** Only while it could not be opened. */
  #retry: Timer | undefined;
  #isClosed = false;

  constructor(options: ParkedWritesOptions) {
    this.#options = options;
  }

  /** Why the log could not be opened; nothing is parked until it can, which is tried again and again. */
  get trouble(): MCPError | undefined {
    return this.#trouble;
  }

  /** Opens the log, and sends what an earlier process left. Never rejects: what goes wrong is logged, and nothing is parked. */
  async open(): Promise<ParkedCalls | undefined> {
    if (this.#isClosed) return undefined;
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** What answers a call whose equal waits to be sent: making it would run it twice. */
  intercept(sent: UpstreamRequest): Promise<Outcome | undefined> | undefined {
    if (sent.profile.options.park !== true || this.#opened === undefined || this.#opened.size === 0) return undefined;
    return this.#findEqual(sent, this.#opened);
  }

  /** Keeps a call that failed, if it is one that may be kept; the ticket as the outcome. Never rejects. */
  async park(sent: UpstreamRequest, { error, delivery, attempts }: FailedOutcome): Promise<Outcome | undefined> {
    const { park = false } = sent.profile.options;
    if (!park || sent.call.safety === 'read') return undefined;
    const { isOutage, surelyDidNotRun, ticketResult } = await loadRescue();
    if (!isOutage(error) || !surelyDidNotRun(error, delivery)) return undefined;
    const calls = await this.open();
    if (calls === undefined) return undefined;
    try {
      const ticket = await calls.park(parkableOf(sent), error);
      return { kind: 'result', result: ticketResult(ticket, error), attempts, servedBy: 'parked', insteadOf: error };
    } catch (cause) {
      const { server, target } = sent.call;
      const message = `A call of tool "${target}" on server "${server}" could not be kept for later.`;
      this.#options.logger.log('error', message, { server, tool: target, error: cause });
      return undefined;
    }
  }

  /** The server can be reached again. */
  onServerUp(server: string): void {
    this.#opened?.onServerUp(server);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#retry?.cancel();
    const calls = await this.#opening;
    await calls?.close();
  }

  async #open(): Promise<ParkedCalls | undefined> {
    const { openLog, clock, createId, events, logger, canSend, send } = this.#options;
    if (openLog === undefined) {
      logger.log('warn', 'Tools are set to park writes, but there is nowhere to keep them: no write is parked.');
      return undefined;
    }
    try {
      const { ParkedCalls: Calls } = await loadRescue();
      const log = await openLog();
      const calls = await Calls.open({
        log,
        clock,
        createId,
        logger,
        canSend,
        send,
        emit: (event) => events.emit(event),
      });
      this.#opened = calls;
      if (this.#trouble !== undefined) logger.log('info', 'The log of parked calls is open now: writes are parked.');
      this.#trouble = undefined;
      return calls;
    } catch (error) {
      // Told once of a row of failures.
      if (this.#trouble === undefined)
        logger.log('error', 'The log of parked calls could not be opened: no write is parked.', { error });
      this.#trouble = toTrouble(error);
      if (!this.#isClosed) this.#retry = clock.setTimer(() => this.#openAgain(), RETRY_MS, { background: true });
      return undefined;
    }
  }

  #openAgain(): void {
    this.#opening = undefined;
    // It never rejects.
    void this.open();
  }

  async #findEqual(sent: UpstreamRequest, calls: ParkedCalls): Promise<Outcome | undefined> {
    const { ticketResult } = await loadRescue();
    let ticket: ReturnType<ParkedCalls['find']>;
    try {
      ticket = calls.find(parkableOf(sent));
    } catch {
      // Arguments that are no JSON are nothing that was ever kept.
      return undefined;
    }
    if (ticket === undefined) return undefined;
    return { kind: 'result', result: ticketResult(ticket, alreadyWaits(sent.call)), attempts: 0, servedBy: 'parked' };
  }
}

/** Loaded with the first call that failed, or that may have been kept by an earlier process. */
const loadRescue = loadOnce(() => import('@seawall/core/rescue'));

function parkableOf({ call, request }: UpstreamRequest): {
  readonly call: CallInfo;
  readonly arguments: Readonly<Record<string, unknown>>;
} {
  return { call, arguments: isRecord(request.params?.arguments) ? request.params.arguments : {} };
}

function alreadyWaits({ server, target }: CallInfo): MCPError {
  return new MCPRejectedError({
    code: 'CALL_PARKED',
    serverName: server,
    message: `An equal call of tool "${target}" on server "${server}" waits to be sent.`,
    hint: 'Wait for it, or discard its ticket before you call again.',
  });
}

/** How long after a failure it is tried again to open the log. */
const RETRY_MS = 30_000;

function toTrouble(error: unknown): MCPError {
  if (MCPError.isInstance(error)) return error;
  return new MCPConfigurationError({
    code: 'STORE_UNUSABLE',
    message: "The log of parked calls can't be opened.",
    hint: 'Its cause says why.',
    cause: error,
  });
}
