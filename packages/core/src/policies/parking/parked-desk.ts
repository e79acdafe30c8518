import type { Clock } from '../../clock.ts';
import { ticketNotFound, ticketStateConflict } from './errors.ts';
import { keyOf } from './parkable-call.ts';
import type { ParkedCall, ParkedChangeBy, ParkedState } from './parked-call.ts';
import { finishedCall, type ParkedChange, shownCall } from './parked-change.ts';
import type { ParkedJournal } from './parked-journal.ts';
import type { ParkedLine } from './parked-line.ts';
import type { WaitingCall, WaitingCalls } from './waiting-calls.ts';

/** Which parked calls are listed; without a filter all, the newest first. */
export interface ParkedFilter {
  readonly states?: readonly ParkedState[];
  readonly server?: string;
  readonly tool?: string;
  /** The id of a principal. */
  readonly principal?: string;
  /** At most 1000.
   * @default 100 */
  readonly limit?: number;
}

/** Who asks for a call to be sent again, and what they know. */
export interface ReplayOptions extends ParkedChangeBy {
  /** That a call which is `unknown` surely did not run; without it such a call is not sent again.
   * @default false */
  readonly confirmNotExecuted?: boolean;
}

/** What the desk works with. */
export interface ParkedDeskOptions {
  readonly waiting: WaitingCalls;
  readonly journal: ParkedJournal;
  readonly line: ParkedLine;
  readonly clock: Clock;
  readonly ttlMs: number;
  onChange(change: ParkedChange): void;
}

/** What people do with parked calls: look, send again, give up. */
export class ParkedDesk {
  readonly #options: ParkedDeskOptions;
  /** Tickets that are being changed: one change at a time. Bounded by the people who ask. */
  readonly #changing = new Set<string>();

  constructor(options: ParkedDeskOptions) {
    this.#options = options;
  }

  /** Parked calls, secrets hidden. */
  async list(filter: ParkedFilter): Promise<readonly ParkedCall[]> {
    const { limit = DEFAULT_LIST_LIMIT, ...wanted } = filter;
    const most = Math.min(Math.max(Math.trunc(limit), 0), MAX_LIST_LIMIT);
    const newest = this.#newest();
    const logged = await this.#options.journal.list({
      ...wanted,
      order: 'newest-first',
      limit: most + newest.size,
    });
    const calls = logged.filter(({ id }) => !newest.has(id));
    for (const call of newest.values()) if (isWanted(call, wanted)) calls.push(call);
    return calls
      .sort((one, other) => other.sequence - one.sequence)
      .slice(0, most)
      .map(shownCall);
  }

  /** One parked call, secrets hidden. */
  async show(id: string): Promise<ParkedCall | undefined> {
    const call = this.#newest().get(id) ?? (await this.#options.journal.read(id));
    return call === undefined ? undefined : shownCall(call);
  }

  /** Puts a call back into line, or lets one that waits go at once. @returns the server to send to */
  replay(id: string, { confirmNotExecuted = false, ...by }: ReplayOptions): Promise<ParkedCall> {
    return this.#change(id, async (call, waiting) => {
      if (waiting !== undefined) return this.#hurry(waiting, by);
      if (call.state !== 'unknown' && call.state !== 'expired') {
        throw ticketStateConflict(call, `is ${call.state} and can't be sent again`, 'Make a new call instead.');
      }
      if (call.state === 'unknown' && !confirmNotExecuted) {
        const hint =
          'Look in the system behind the server; if it surely did not run, confirm that with confirmNotExecuted.';
        throw ticketStateConflict(call, 'may have run, so it is not sent again without a confirmation', hint);
      }
      return this.#enterAgain(call, by);
    });
  }

  /** Gives a call up. */
  discard(id: string, by: ParkedChangeBy): Promise<ParkedCall> {
    return this.#change(id, async (call, waiting) => {
      if (call.state === 'done' || call.state === 'discarded') {
        throw ticketStateConflict(call, `is ${call.state} already`, 'There is nothing left to discard.');
      }
      const discarded = finishedCall(call, 'discarded', { changedAtMs: this.#options.clock.now(), changedBy: by });
      await this.#options.journal.put(discarded, call);
      if (waiting !== undefined) this.#options.waiting.remove(waiting);
      this.#options.onChange({ from: call.state, call: discarded, by });
      return discarded;
    });
  }

  /** Does one thing to one call, while nobody else does, and shows what became of it. */
  async #change(
    id: string,
    change: (call: ParkedCall, waiting: WaitingCall | undefined) => Promise<ParkedCall>,
  ): Promise<ParkedCall> {
    const waiting = this.#options.waiting.find(id);
    if (this.#changing.has(id) || (waiting !== undefined && waiting.phase !== 'idle')) {
      const call = waiting?.call ?? (await this.#options.journal.read(id));
      if (call === undefined) throw ticketNotFound(id);
      throw ticketStateConflict(call, 'is being sent or changed at this moment', 'Look at it again in a moment.');
    }
    this.#changing.add(id);
    if (waiting !== undefined) waiting.phase = 'changing';
    try {
      const call = waiting?.call ?? (await this.#options.journal.read(id));
      if (call === undefined) throw ticketNotFound(id);
      return shownCall(await change(call, waiting));
    } finally {
      if (waiting !== undefined) waiting.phase = 'idle';
      this.#changing.delete(id);
    }
  }

  async #hurry(waiting: WaitingCall, by: ParkedChangeBy): Promise<ParkedCall> {
    const { notBeforeMs: _over, ...rest } = waiting.call;
    const call: ParkedCall = { ...rest, changedAtMs: this.#options.clock.now(), changedBy: by };
    await this.#options.journal.put(call, waiting.call);
    waiting.call = call;
    waiting.notBeforeMs = 0;
    this.#options.onChange({ from: 'parked', call, by });
    return call;
  }

  async #enterAgain(ended: ParkedCall, by: ParkedChangeBy): Promise<ParkedCall> {
    const { clock, line, ttlMs, waiting } = this.#options;
    const equal = waiting.findEqual(keyOf(ended.principal.id, ended.server, ended.tool, ended.arguments));
    if (equal !== undefined) {
      const what = `asks for the same as ticket "${equal.call.id}", which waits`;
      throw ticketStateConflict(ended, what, 'Discard one of the two.');
    }
    const nowMs = clock.now();
    const call: ParkedCall = {
      ...ended,
      state: 'parked',
      sequence: line.nextSequence(),
      changedAtMs: nowMs,
      expiresAtMs: nowMs + ttlMs,
      changedBy: by,
    };
    await line.enter(call, ended);
    this.#options.onChange({ from: ended.state, call, by });
    return call;
  }

  /** What the log may not have yet: calls that wait are changed here first. */
  #newest(): Map<string, ParkedCall> {
    const calls = new Map(this.#options.journal.owedCalls().map((call) => [call.id, call]));
    for (const { call, phase } of this.#options.waiting.all()) if (phase !== 'storing') calls.set(call.id, call);
    return calls;
  }
}

const DEFAULT_LIST_LIMIT = 100;
const MAX_LIST_LIMIT = 1000;

function isWanted(call: ParkedCall, { states, server, tool, principal }: ParkedFilter): boolean {
  if (states !== undefined && !states.includes(call.state)) return false;
  if (server !== undefined && server !== call.server) return false;
  if (tool !== undefined && tool !== call.tool) return false;
  return principal === undefined || principal === call.principal.id;
}
