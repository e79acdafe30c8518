import type { SeawallEvent } from '@seawall/core/base';
import { fromWall, type Moment } from './moment.ts';
import type { ParkedSignal } from './signals.ts';

/** Parked writes that are followed; more can hardly wait. */
const MAX_FOLLOWED = 10_000;
const WAITING: ReadonlySet<string> = new Set(['parked', 'leased', 'sent']);

/** A parked write that an earlier process left. */
export interface ParkedBefore {
  readonly id: string;
  readonly server: string;
  readonly parkedAtMs: number;
}

/** Follows which parked writes wait, and since when. */
export class ParkedWatch {
  /** By ticket. */
  readonly #waiting = new Map<string, WaitingWrite>();
  /** Those that ended before what waited earlier was told: its list may be older than their end. Bounded like the others. */
  #endedEarly: Set<string> | undefined = new Set();

  /** Takes over what waited before anybody watched; once. */
  add(calls: readonly ParkedBefore[], now: Moment): void {
    for (const { id, server, parkedAtMs } of calls) {
      if (this.#endedEarly?.has(id) !== true) this.#begin({ id, server, parkedAtMs }, now);
    }
    this.#endedEarly = undefined;
  }

  onEvent(event: SeawallEvent, now: Moment): void {
    if (event.kind === 'callParked')
      this.#begin({ id: event.ticket, server: event.call.server, parkedAtMs: event.atMs }, now);
    if (event.kind !== 'parkedChanged') return;
    const { ticket, server, atMs: parkedAtMs } = event;
    if (WAITING.has(event.to)) {
      if (!this.#waiting.has(ticket)) this.#begin({ id: ticket, server, parkedAtMs }, now);
      return;
    }
    this.#waiting.delete(ticket);
    if (this.#endedEarly !== undefined && this.#endedEarly.size < MAX_FOLLOWED) this.#endedEarly.add(ticket);
  }

  /** `nowMs` is monotonic. */
  read(nowMs: number): ParkedSignal {
    let oldest = nowMs;
    for (const { sinceMs } of this.#waiting.values()) oldest = Math.min(oldest, sinceMs);
    return { waiting: this.#waiting.size, oldestAgeMs: nowMs - oldest };
  }

  /** How many wait for each server that any wait for. */
  byServer(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { server } of this.#waiting.values()) counts.set(server, (counts.get(server) ?? 0) + 1);
    return counts;
  }

  #begin({ id, server, parkedAtMs }: ParkedBefore, now: Moment): void {
    if (this.#waiting.size >= MAX_FOLLOWED) return;
    this.#waiting.set(id, { server, sinceMs: fromWall(parkedAtMs, now) });
  }
}

interface WaitingWrite {
  readonly server: string;
  /** When it was parked, steady: the wall clock may jump while it waits. */
  readonly sinceMs: number;
}
