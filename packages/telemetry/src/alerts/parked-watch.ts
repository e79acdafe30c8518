import type { SeawallEvent } from '@seawall/core/base';
import type { ParkedSignal } from './signals.ts';

/** Parked writes that are followed; more can hardly wait. */
const MAX_FOLLOWED = 10_000;
const WAITING: ReadonlySet<string> = new Set(['parked', 'leased', 'sent']);

/** A parked write that an earlier process left. */
export interface ParkedBefore {
  readonly id: string;
  readonly parkedAtMs: number;
}

/** Follows which parked writes wait, and since when. */
export class ParkedWatch {
  /** By ticket, when each was parked, in milliseconds since the epoch. */
  readonly #waiting = new Map<string, number>();

  /** Takes over what waited before anybody watched. */
  add(calls: readonly ParkedBefore[]): void {
    for (const { id, parkedAtMs } of calls) this.#begin(id, parkedAtMs);
  }

  onEvent(event: SeawallEvent): void {
    if (event.kind === 'callParked') this.#begin(event.ticket, event.atMs);
    if (event.kind !== 'parkedChanged') return;
    if (!WAITING.has(event.to)) this.#waiting.delete(event.ticket);
    else if (!this.#waiting.has(event.ticket)) this.#begin(event.ticket, event.atMs);
  }

  read(nowMs: number): ParkedSignal {
    let oldest = nowMs;
    for (const atMs of this.#waiting.values()) oldest = Math.min(oldest, atMs);
    return { waiting: this.#waiting.size, oldestAgeMs: nowMs - oldest };
  }

  #begin(ticket: string, atMs: number): void {
    if (this.#waiting.size < MAX_FOLLOWED) this.#waiting.set(ticket, atMs);
  }
}
