import type { Clock } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { parkingFull } from './errors.ts';
import type { ParkingOptions } from './options.ts';
import { keyOf } from './parkable-call.ts';
import type { ParkedCall } from './parked-call.ts';
import type { ParkedJournal } from './parked-journal.ts';
import { byteLength, type WaitingCall, type WaitingCalls } from './waiting-calls.ts';

/** What a line needs. */
export interface ParkedLineOptions {
  readonly waiting: WaitingCalls;
  readonly journal: ParkedJournal;
  readonly clock: Clock;
  readonly limits: Required<ParkingOptions>;
}

/** Lets calls into the line, within its limits, and has them written down before anyone is told. */
export class ParkedLine {
  readonly #options: ParkedLineOptions;
  #sequence = 0;

  constructor(options: ParkedLineOptions) {
    this.#options = options;
  }

  /** A place behind all others. */
  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /**
   * Puts a call into the line and writes it down.
   *
   * @param otherwise what the log has to learn when it could not be confirmed that the call was written
   * @throws {@link MCPRejectedError} with `PARKING_FULL`, or the log's error; then the call is not in the line.
   */
  async enter(call: ParkedCall, otherwise: ParkedCall, why?: MCPError): Promise<WaitingCall> {
    const { waiting, journal } = this.#options;
    const key = keyOf(call.principal.id, call.server, call.tool, call.arguments);
    this.#checkRoom(call, key, why);
    const stored = journal.put(call, otherwise);
    const entered = this.#add(call, key, 'storing', stored);
    try {
      await stored;
    } catch (error) {
      waiting.remove(entered);
      throw error;
    }
    entered.phase = 'idle';
    return entered;
  }

  /** Puts back what an earlier process had in line. */
  restore(calls: readonly ParkedCall[], lastSequence: number): void {
    this.#sequence = lastSequence;
    for (const call of calls) {
      const key = keyOf(call.principal.id, call.server, call.tool, call.arguments);
      this.#add(call, key, 'idle', Promise.resolve());
    }
  }

  #checkRoom(call: ParkedCall, key: string, why?: MCPError): void {
    const { maxWaiting, maxBytes } = this.#options.limits;
    const { size, bytes } = this.#options.waiting;
    if (size >= maxWaiting) throw parkingFull(call, `${size} calls wait already, and ${maxWaiting} may`, why);
    const total = bytes + byteLength(key);
    if (total <= maxBytes) return;
    throw parkingFull(call, `with it, what waits would take ${total} bytes, and it may take ${maxBytes}`, why);
  }

  #add(call: ParkedCall, key: string, phase: WaitingCall['phase'], stored: Promise<void>): WaitingCall {
    const { clock, limits, waiting } = this.#options;
    const nowMs = clock.monotonicMs();
    // The wall clock may have jumped since the call was written down; nothing waits longer than it may.
    const leftMs = Math.min(call.expiresAtMs - clock.now(), limits.ttlMs);
    const heldMs = Math.min((call.notBeforeMs ?? 0) - clock.now(), limits.ttlMs);
    const added: WaitingCall = {
      call,
      key,
      phase,
      stored,
      notBeforeMs: heldMs > 0 ? nowMs + heldMs : 0,
      deadlineMs: nowMs + leftMs,
    };
    waiting.add(added);
    return added;
  }
}
