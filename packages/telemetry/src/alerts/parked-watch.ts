import type { SeawallEvent } from '@seawall/core/base';
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
  /** By ticket, where each is to go, and when it was parked, in milliseconds since the epoch. */
  readonly #waiting = new Map<string, { readonly server: string; readonly atMs: number }>();
  /** Those that ended before what waited earlier was told: its list may be older than their end. Bounded like the others. */
  #endedEarly: Set<string> | undefined = new Set();

  /** Takes over what waited before anybody watched; once. */
  add(calls: readonly ParkedBefore[]): void {
    for (const { id, server, parkedAtMs } of calls) {
      if (this.#endedEarly?.has(id) !== true) this.#begin(id, server, parkedAtMs);
    }
    this.#endedEarly = undefined;
  }

  onEvent(event: SeawallEvent): void {
    if (event.kind === 'callParked') this.#begin(event.ticket, event.call.server, event.atMs);
    if (event.kind !== 'parkedChanged') return;
    const { ticket, server, atMs } = event;
    if (WAITING.has(event.to)) {
      if (!this.#waiting.has(ticket)) this.#begin(ticket, server, atMs);
      return;
    }
    this.#waiting.delete(ticket);
    if (this.#endedEarly !== undefined && this.#endedEarly.size < MAX_FOLLOWED) this.#endedEarly.add(ticket);
  }

  read(nowMs: number): ParkedSignal {
    let oldest = nowMs;
    for (const { atMs } of this.#waiting.values()) oldest = Math.min(oldest, atMs);
    return { waiting: this.#waiting.size, oldestAgeMs: nowMs - oldest };
  }

  /** How many wait for each server that any wait for. */
  byServer(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { server } of this.#waiting.values()) counts.set(server, (counts.get(server) ?? 0) + 1);
    return counts;
  }

  #begin(ticket: string, server: string, atMs: number): void {
    if (this.#waiting.size < MAX_FOLLOWED) this.#waiting.set(ticket, { server, atMs });
  }
}
