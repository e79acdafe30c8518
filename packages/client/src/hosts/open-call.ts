import type { Clock } from '@seawall/core/base';
import { createHold, type Hold } from '../connection/hold.ts';
import type { Caller } from './host.ts';
import { canBeAsked } from './host-capabilities.ts';
import type { LogLevel } from './log-level.ts';
import { RegisteredHost } from './registered-host.ts';

/** Whoever is asked and told for a call: its host, or the caller itself when it has none. */
export type Party = object;

/** A call with a caller, from before its first attempt until it is settled. */
export class OpenCall {
  readonly caller: Caller;
  readonly host: RegisteredHost | undefined;
  /** Calls of the same party may be mistaken for each other. */
  readonly party: Party;
  readonly canBeAsked: boolean;
  readonly #clock: Clock;
  readonly #hold: Hold | undefined;
  /** The questions that wait for an answer; most calls have none. */
  #waiting: Set<AbortController> | undefined;
  #questions = 0;
  /** Elicitations by URL of a caller without a host; bounded by its questions. */
  #elicitations: Set<string> | undefined;
  #heldSinceMs = 0;
  #heldMs = 0;
  #isOver = false;

  constructor(caller: Caller, clock: Clock) {
    this.caller = caller;
    this.host = caller.host instanceof RegisteredHost ? caller.host : undefined;
    this.party = caller.host ?? caller;
    this.canBeAsked = canBeAsked(caller.capabilities);
    this.#clock = clock;
    this.#hold = this.canBeAsked ? createHold() : undefined;
  }

  /** Stops the clocks of the call; absent when nobody can be asked. */
  get hold(): Hold | undefined {
    return this.#hold;
  }

  /** How long the call has waited for its host so far, in milliseconds. */
  get heldMs(): number {
    return this.#heldMs + (this.#isHeld ? this.#clock.monotonicMs() - this.#heldSinceMs : 0);
  }

  /** Questions that were asked so far. */
  get questions(): number {
    return this.#questions;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The least severe messages that the caller wants; `undefined` when it never said. */
  get logLevel(): LogLevel | undefined {
    return this.caller.logLevel ?? this.caller.host?.logLevel;
  }

  /** Counts a question and holds the call until it is answered; aborted when the call ends before. */
  beginQuestion(): { readonly abort: AbortController; end(): void } {
    const abort = new AbortController();
    if (!this.#isHeld) this.#heldSinceMs = this.#clock.monotonicMs();
    this.#waiting ??= new Set();
    this.#waiting.add(abort);
    this.#questions += 1;
    const release = this.#hold?.take();
    return {
      abort,
      end: () => {
        if (this.#waiting?.delete(abort) && !this.#isHeld) {
          this.#heldMs += this.#clock.monotonicMs() - this.#heldSinceMs;
        }
        release?.();
      },
    };
  }

  rememberElicitation(id: string): void {
    this.#elicitations ??= new Set();
    this.#elicitations.add(id);
  }

  wasAskedFor(elicitationId: unknown): boolean {
    return typeof elicitationId === 'string' && this.#elicitations?.has(elicitationId) === true;
  }

  /** The call is settled: nobody waits for the answers of its host any more. */
  end(): void {
    this.#isOver = true;
    for (const abort of this.#waiting ?? []) abort.abort();
  }

  get #isHeld(): boolean {
    return this.#waiting !== undefined && this.#waiting.size > 0;
  }
}

/** Stands for all calls without a caller in {@link RequestOptions.origin}. */
export const NOBODY: object = Object.freeze({});

/** How long a call that was given up without an answer may still be worked on by the server, in milliseconds. */
export const ABANDONED_MS = 60_000;

/** More parties with abandoned calls are not told apart: nothing can be assigned then. */
const MAX_ABANDONED = 100;

/** The calls under way on one connection. */
export class CallsInFlight {
  readonly #clock: Clock;
  /** In the order of their start; bounded by the callers. */
  readonly #calls = new Set<OpenCall>();
  #withoutCaller = 0;
  /** Where nobody ever was asked or told anything, calls are not marked, so that they cost nothing. */
  #hadCallers = false;
  /** Whose calls were given up, and until when a server may still ask on their behalf. */
  readonly #abandoned = new Map<Party, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what stands for the call in {@link RequestOptions.origin}, once there is anybody to tell it from. */
  begin(call: OpenCall | undefined): object | undefined {
    if (call === undefined) {
      this.#withoutCaller += 1;
      return this.#hadCallers ? NOBODY : undefined;
    }
    this.#hadCallers = true;
    this.#calls.add(call);
    return call;
  }

  end(call: OpenCall | undefined): void {
    if (call === undefined) this.#withoutCaller -= 1;
    else this.#calls.delete(call);
  }

  /** A call ended without an answer of the server, which may go on with it. */
  abandon(call: OpenCall | undefined): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [party, untilMs] of this.#abandoned) if (untilMs <= nowMs) this.#abandoned.delete(party);
    const party = call?.party ?? NOBODY;
    this.#abandoned.set(this.#abandoned.size < MAX_ABANDONED ? party : NOBODY, nowMs + ABANDONED_MS);
  }

  /** The connection is a new one: nothing goes on from before. */
  forgetAbandoned(): void {
    this.#abandoned.clear();
  }

  /** Whether the server may go on with calls that were given up. */
  get hasAbandoned(): boolean {
    const nowMs = this.#clock.monotonicMs();
    return [...this.#abandoned.values()].some((untilMs) => untilMs > nowMs);
  }

  get withoutCaller(): number {
    return this.#withoutCaller;
  }

  /** Whether everything that the server works on is surely for this party. */
  areAllOf(party: Party): boolean {
    if (this.#withoutCaller > 0) return false;
    const nowMs = this.#clock.monotonicMs();
    for (const call of this.#calls) if (call.party !== party) return false;
    for (const [other, untilMs] of this.#abandoned) if (other !== party && untilMs > nowMs) return false;
    return true;
  }

  /** Those with a caller, the latest first. */
  latestFirst(): readonly OpenCall[] {
    return [...this.#calls].reverse();
  }

  /** The call that `origin` stands for, when it is still under way. */
  find(origin: object): OpenCall | undefined {
    return origin instanceof OpenCall && this.#calls.has(origin) ? origin : undefined;
  }
}
