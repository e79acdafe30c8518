import type { Clock } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import type { CreateId } from '../../ids.ts';
import { type Logger, silentLogger } from '../../logger.ts';
import type { AttemptEnd } from '../attempt.ts';
import { parkingClosed } from './errors.ts';
import type { ParkingEvent } from './events.ts';
import { type ParkingOptions, resolveParkingOptions } from './options.ts';
import { type ParkableCall, readParkable } from './parkable-call.ts';
import { type ParkedCall, type ParkedChangeBy, WAITING_STATES } from './parked-call.ts';
import { finishedCall, type ParkedChange } from './parked-change.ts';
import { ParkedDesk, type ParkedFilter, type ReplayOptions } from './parked-desk.ts';
import { ParkedJournal } from './parked-journal.ts';
import { ParkedLine } from './parked-line.ts';
import type { ParkedLog } from './parked-log.ts';
import { ParkedSender } from './parked-sender.ts';
import { ParkedUpkeep } from './parked-upkeep.ts';
import { recoverCalls } from './recover-calls.ts';
import { type Ticket, toTicket } from './ticket.ts';
import { WaitingCalls } from './waiting-calls.ts';

/** What parking needs. */
export interface ParkedCallsOptions {
  /** Where calls are kept; closed with the manager. */
  readonly log: ParkedLog;
  readonly clock: Clock;
  readonly createId: CreateId;
  /** @default silentLogger */
  readonly logger?: Logger;
  /** @default PARKING_DEFAULTS */
  readonly options?: ParkingOptions;
  /** Whether calls to the server would be let through now. One that throws counts as no. */
  canSend(server: string): boolean;
  /** Sends the call once, with no repetition of its own. */
  send(call: ParkedCall, signal: AbortSignal): Promise<AttemptEnd>;
  /** May throw without harm. */
  emit(event: ParkingEvent): void;
}

/** The call of a ticket; absent where the ticket is that of an equal call. */
interface EnteredCall {
  readonly ticket: Ticket;
  readonly call?: ParkedCall;
}

/**
 * Writes that surely did not run, kept to be sent once when their server is back.
 *
 * A call is written down before its caller hears of the ticket, and again before it is sent; after a crash one that may have
 * been sent is `unknown` and is never sent by itself. Calls go one at a time for each server, and for each tool in the order
 * in which they came.
 */
export class ParkedCalls implements AsyncDisposable {
  readonly #options: ParkedCallsOptions;
  readonly #limits: Required<ParkingOptions>;
  readonly #logger: Logger;
  readonly #waiting = new WaitingCalls();
  readonly #journal: ParkedJournal;
  readonly #line: ParkedLine;
  readonly #sender: ParkedSender;
  readonly #desk: ParkedDesk;
  readonly #upkeep: ParkedUpkeep;
  /** What is under way and has to end before the log is closed. Bounded by those who wait for it. */
  readonly #pending = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  private constructor(options: ParkedCallsOptions) {
    const { log, clock, logger = silentLogger } = options;
    this.#options = options;
    this.#logger = logger;
    this.#limits = resolveParkingOptions(options.options);
    this.#journal = new ParkedJournal(log, clock);
    const common = { waiting: this.#waiting, journal: this.#journal, clock, logger };
    const onChange = (change: ParkedChange): void => this.#tell(change);
    this.#line = new ParkedLine({ ...common, limits: this.#limits });
    this.#sender = new ParkedSender({
      ...common,
      ...this.#limits,
      canSend: (server) => options.canSend(server),
      send: (call, signal) => options.send(call, signal),
      onChange,
      onIdle: () => this.#upkeep.rearm(),
    });
    this.#desk = new ParkedDesk({ ...common, line: this.#line, ttlMs: this.#limits.ttlMs, onChange });
    const run = (operation: () => Promise<void>): void => this.#run(operation);
    this.#upkeep = new ParkedUpkeep({ ...common, sender: this.#sender, limits: this.#limits, onChange, run });
  }

  /**
   * Takes up what an earlier process left in the log, and begins.
   *
   * @throws {@link MCPConfigurationError} for options out of their range, and the log's error; then the log is closed.
   */
  static async open(options: ParkedCallsOptions): Promise<ParkedCalls> {
    const calls = new ParkedCalls(options);
    try {
      const { waiting, changes, lastSequence } = await recoverCalls(calls.#journal, options.clock);
      calls.#line.restore(waiting, lastSequence);
      for (const change of changes) calls.#tell(change);
      await calls.#upkeep.prune();
    } catch (error) {
      await calls.close();
      throw error;
    }
    for (const server of calls.#waiting.servers()) calls.#sender.pump(server);
    return calls;
  }

  /**
   * Keeps a call that surely did not run. An equal call that waits already gives its ticket.
   *
   * When this rejects the call is not kept, and its caller is to be answered with `why`.
   *
   * @throws {@link MCPRejectedError} with `PARKING_FULL` or `SHUTTING_DOWN`, {@link MCPValidationError} for arguments that are
   * no JSON, or the log's error.
   */
  park(parkable: ParkableCall, why: MCPError): Promise<Ticket> {
    return this.#track(async () => {
      if (this.#closing !== undefined) throw parkingClosed(parkable.call.server, why);
      const { call, ticket } = await this.#enterOrGoOn(parkable, why);
      if (call === undefined) return ticket;
      this.#emit({
        kind: 'callParked',
        atMs: call.parkedAtMs,
        call: parkable.call,
        ticket: call.id,
        expiresAtMs: call.expiresAtMs,
        why,
      });
      this.#sender.pump(call.server);
      return ticket;
    });
  }

  /**
   * The ticket of an equal call that waits or is being sent: while there is one, making the call would run it twice.
   *
   * @throws {@link MCPValidationError} for arguments that are no JSON.
   */
  find(parkable: ParkableCall): Ticket | undefined {
    if (this.#waiting.size === 0) return undefined;
    const found = this.#waiting.findEqual(readParkable(parkable).key);
    return found === undefined || found.phase === 'storing' ? undefined : toTicket(found.call, true);
  }

  /** How many calls wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** The server can be reached again: what waits for it goes out, one after the other. */
  onServerUp(server: string): void {
    this.#sender.release(server);
  }

  /** Parked calls, the newest first, secrets hidden. */
  list(filter: ParkedFilter = {}): Promise<readonly ParkedCall[]> {
    return this.#track(() => this.#desk.list(filter));
  }

  /** One parked call, secrets hidden. */
  show(id: string): Promise<ParkedCall | undefined> {
    return this.#track(() => this.#desk.show(id));
  }

  /**
   * Sends a call by the will of a person: one that waits goes as soon as the server may be used, one that `expired` waits
   * anew, and so does one that is `unknown` when it is confirmed that it did not run.
   *
   * @throws {@link MCPResourceError} with `TICKET_NOT_FOUND`, {@link MCPServerError} with `TICKET_STATE_CONFLICT`,
   * {@link MCPRejectedError} with `PARKING_FULL` or `SHUTTING_DOWN`, or the log's error.
   */
  replay(id: string, options: ReplayOptions): Promise<ParkedCall> {
    return this.#track(async () => {
      if (this.#closing !== undefined) throw parkingClosed(undefined);
      try {
        return await this.#desk.replay(id, options);
      } finally {
        const server = this.#waiting.find(id)?.call.server;
        if (server !== undefined) this.#sender.release(server);
      }
    });
  }

  /**
   * Gives a call up; it is not sent any more.
   *
   * @throws {@link MCPResourceError} with `TICKET_NOT_FOUND`, {@link MCPServerError} with `TICKET_STATE_CONFLICT`, also while
   * it is being sent, or the log's error.
   */
  discard(id: string, by: ParkedChangeBy): Promise<ParkedCall> {
    return this.#track(async () => {
      if (this.#closing !== undefined) throw parkingClosed(undefined);
      const server = this.#waiting.find(id)?.call.server;
      try {
        return await this.#desk.discard(id, by);
      } finally {
        if (server !== undefined) this.#sender.pump(server);
      }
    });
  }

  /**
   * Ends: nothing more is parked or sent, calls that are being sent get a while, all others wait in the log for the next
   * start. May be called twice.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** One that the log did not take leaves the line: those behind it must not wait for somebody to notice. */
  async #enterOrGoOn(parkable: ParkableCall, why: MCPError): Promise<EnteredCall> {
    try {
      return await this.#enter(parkable, why);
    } catch (error) {
      this.#sender.pump(parkable.call.server);
      throw error;
    }
  }

  async #enter(parkable: ParkableCall, why: MCPError): Promise<EnteredCall> {
    const { clock, createId } = this.#options;
    const { server, target, principal } = parkable.call;
    const { key, arguments: given } = readParkable(parkable);
    const equal = this.#waiting.findEqual(key);
    if (equal !== undefined) {
      await equal.stored;
      return { ticket: toTicket(equal.call, true) };
    }
    const nowMs = clock.now();
    const call: ParkedCall = {
      id: createId(),
      sequence: this.#line.nextSequence(),
      state: 'parked',
      principal: { id: principal.id },
      server,
      tool: target,
      arguments: given,
      parkedAtMs: nowMs,
      expiresAtMs: nowMs + this.#limits.ttlMs,
      changedAtMs: nowMs,
      sends: 0,
      why: why.toJSON(),
    };
    // Its caller will have been told that it is not kept, so it must not come back after a restart.
    const refused = finishedCall(call, 'discarded', { changedAtMs: nowMs, changedBy: { actor: 'seawall' } });
    await this.#line.enter(call, refused, why);
    return { ticket: toTicket(call, false), call };
  }

  #tell({ from, call, error, by }: ParkedChange): void {
    const { id, principal, server, tool, state, changedAtMs } = call;
    if (state === 'unknown')
      this.#logger.log('warn', 'A parked call may have run; somebody has to look.', { ticket: id, error });
    this.#emit({
      kind: 'parkedChanged',
      atMs: changedAtMs,
      ticket: id,
      principal,
      server,
      tool,
      from,
      to: state,
      ...(error === undefined ? {} : { error }),
      ...(by === undefined ? {} : { by }),
    });
    if (!WAITING_STATES.some((waits) => waits === state)) this.#upkeep.countEnd();
  }

  #emit(event: ParkingEvent): void {
    try {
      this.#options.emit(event);
    } catch (error) {
      this.#logger.log('error', 'An event of parked calls could not be handed on.', { event: event.kind, error });
    }
  }

  #track<T>(operation: () => Promise<T>): Promise<T> {
    const running = operation();
    this.#pending.add(running);
    const forget = (): void => {
      this.#pending.delete(running);
      this.#upkeep.rearm();
    };
    running.then(forget, forget);
    return running;
  }

  /** Does something that nobody waits for. */
  #run(operation: () => Promise<void>): void {
    this.#track(operation).catch((error: unknown) => {
      this.#logger.log('error', 'The log of parked calls could not be tidied up.', { error });
    });
  }

  async #close(): Promise<void> {
    this.#upkeep.stop();
    await this.#sender.close();
    await Promise.allSettled(this.#pending);
    await this.#upkeep.pay();
    try {
      await this.#journal.close();
    } catch (error) {
      this.#logger.log('warn', 'The log of parked calls could not be closed.', { error });
    }
  }
}
