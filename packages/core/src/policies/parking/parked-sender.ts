import type { Clock } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import type { Logger } from '../../logger.ts';
import type { AttemptEnd } from '../attempt.ts';
import { attemptParked } from './attempt-parked.ts';
import type { ParkedCall } from './parked-call.ts';
import { finishedCall, keptResult, type ParkedChange } from './parked-change.ts';
import type { ParkedJournal } from './parked-journal.ts';
import type { SentVerdict } from './sent-verdict.ts';
import { settleWithin } from './settle-within.ts';
import type { WaitingCall, WaitingCalls } from './waiting-calls.ts';

/** What sending needs. */
export interface ParkedSenderOptions {
  readonly waiting: WaitingCalls;
  readonly journal: ParkedJournal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sendTimeoutMs: number;
  readonly closeGraceMs: number;
  canSend(server: string): boolean;
  send(call: ParkedCall, signal: AbortSignal): Promise<AttemptEnd>;
  /** Told of each step of a call. */
  onChange(change: ParkedChange): void;
  /** Told when what falls due next may be something else than before. */
  onIdle(): void;
}

/**
 * Sends what waits: one call at a time for each server, and for each tool in the order in which calls came.
 *
 * A call that surely did not run waits again: behind a hold on the whole server when it did not leave, on its tool alone when
 * the server asked for fewer calls.
 */
export class ParkedSender {
  readonly #options: ParkedSenderOptions;
  /** What is being sent, by server. Bounded by the servers. */
  readonly #active = new Map<string, { readonly abort: AbortController; readonly end: Promise<void> }>();
  /** Until when a server is left alone, in monotonic milliseconds. Bounded by the servers. */
  readonly #holds = new Map<string, number>();
  #isClosing = false;

  constructor(options: ParkedSenderOptions) {
    this.#options = options;
  }

  /** The server can be reached: what was held back for it goes now. */
  release(server: string): void {
    this.#holds.delete(server);
    this.pump(server);
  }

  /** Sends the next call to a server, where one is due and the server may be used. */
  pump(server: string): void {
    if (this.#isClosing || this.#active.has(server)) return;
    const next = this.#nextDue(server);
    if (next === undefined || !this.#canSend(server)) {
      this.#options.onIdle();
      return;
    }
    next.phase = 'sending';
    const abort = new AbortController();
    const end = this.#send(next, abort.signal).then(() => {
      this.#active.delete(server);
      this.pump(server);
    });
    this.#active.set(server, { abort, end });
  }

  /** When the next call that is held back may go, in monotonic milliseconds; infinite where none is. */
  nextReleaseMs(): number {
    const nowMs = this.#options.clock.monotonicMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const server of this.#options.waiting.servers()) {
      const holdMs = this.#holds.get(server) ?? 0;
      for (const { notBeforeMs } of this.#options.waiting.heads(server)) {
        const atMs = Math.max(notBeforeMs, holdMs);
        if (atMs > nowMs) nextMs = Math.min(nextMs, atMs);
      }
    }
    return nextMs;
  }

  /** Gives calls that are being sent a while, then ends them; nothing is sent any more. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const running = [...this.#active.values()];
    if (running.length === 0) return;
    const all = Promise.all(running.map(({ end }) => end));
    await settleWithin(this.#options.clock, this.#options.closeGraceMs, () => all);
    for (const { abort } of running) abort.abort();
    await all;
  }

  #nextDue(server: string): WaitingCall | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    if ((this.#holds.get(server) ?? 0) > nowMs) return undefined;
    this.#holds.delete(server);
    let next: WaitingCall | undefined;
    for (const head of this.#options.waiting.heads(server)) {
      if (head.phase !== 'idle' || head.notBeforeMs > nowMs || head.deadlineMs <= nowMs) continue;
      if (next === undefined || head.call.sequence < next.call.sequence) next = head;
    }
    return next;
  }

  #canSend(server: string): boolean {
    try {
      return this.#options.canSend(server);
    } catch (error) {
      this.#options.logger.log('error', 'It could not be found out whether parked calls can be sent.', {
        server,
        error,
      });
      return false;
    }
  }

  /** Never rejects: the journal takes what the log can't, and callbacks that throw are caught where they are called. */
  async #send(waiting: WaitingCall, signal: AbortSignal): Promise<void> {
    const { clock, sendTimeoutMs } = this.#options;
    if (!(await this.#write(waiting, { state: 'leased' }))) return;
    // The server may have gone while the log was written.
    if (this.#isClosing || !this.#canSend(waiting.call.server)) return this.#giveBack(waiting);
    if (!(await this.#write(waiting, { state: 'sent', sends: waiting.call.sends + 1 }))) return;
    if (this.#isClosing) return this.#giveBack(waiting);
    const send = (call: ParkedCall, ending: AbortSignal): Promise<AttemptEnd> => this.#options.send(call, ending);
    const verdict = await attemptParked(waiting.call, { clock, timeoutMs: sendTimeoutMs, signal, send });
    if (verdict.kind === 'again') await this.#putBack(waiting, verdict);
    else await this.#finish(waiting, verdict);
  }

  /** One durable step on the way out. Where it can't be written, the call stays in line and the server is left alone a while. */
  async #write(waiting: WaitingCall, fields: Partial<ParkedCall> & Pick<ParkedCall, 'state'>): Promise<boolean> {
    const { journal, clock, logger } = this.#options;
    const from = waiting.call;
    const next = { ...from, ...fields, changedAtMs: clock.now() };
    try {
      await journal.put(next, { ...from, state: 'parked' });
    } catch (error) {
      const about = { ticket: from.id, server: from.server, error };
      logger.log('error', 'A parked call is not sent, because its log can not be written.', about);
      this.#holds.set(from.server, clock.monotonicMs() + LOG_RETRY_MS);
      this.#backInLine(waiting, { ...from, state: 'parked' });
      return false;
    }
    waiting.call = next;
    this.#options.onChange({ from: from.state, call: next });
    return true;
  }

  /** Back into line: it surely did not run. */
  async #giveBack(waiting: WaitingCall, fields: Partial<ParkedCall> = {}, error?: MCPError): Promise<void> {
    const call: ParkedCall = { ...waiting.call, ...fields, state: 'parked', changedAtMs: this.#options.clock.now() };
    await this.#options.journal.note(call);
    this.#backInLine(waiting, call, error);
  }

  #backInLine(waiting: WaitingCall, call: ParkedCall, error?: MCPError): void {
    const from = waiting.call.state;
    waiting.call = call;
    waiting.phase = 'idle';
    if (from !== 'parked') this.#options.onChange({ from, call, ...(error === undefined ? {} : { error }) });
  }

  #putBack(waiting: WaitingCall, verdict: SentVerdict & { readonly kind: 'again' }): Promise<void> {
    const { of, delayMs, error } = verdict;
    const { clock } = this.#options;
    const atMs = clock.monotonicMs() + delayMs;
    if (of === 'server') this.#holds.set(waiting.call.server, atMs);
    else waiting.notBeforeMs = atMs;
    return this.#giveBack(waiting, { notBeforeMs: clock.now() + delayMs, lastError: error.toJSON() }, error);
  }

  async #finish(waiting: WaitingCall, verdict: Exclude<SentVerdict, { readonly kind: 'again' }>): Promise<void> {
    const { journal, clock, onChange, waiting: calls } = this.#options;
    const { error } = verdict;
    const from = waiting.call.state;
    const call = finishedCall(waiting.call, verdict.kind, {
      changedAtMs: clock.now(),
      ...(error === undefined ? {} : { lastError: error.toJSON() }),
      ...('result' in verdict ? keptResult(verdict.result) : {}),
    });
    // Only then it leaves the line, so that it is always found in one of the two.
    await journal.note(call);
    calls.remove(waiting);
    onChange({ from, call, ...(error === undefined ? {} : { error }) });
  }
}

/** How long nothing is sent to a server after the log could not be written. */
const LOG_RETRY_MS = 5000;
