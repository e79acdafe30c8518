import type { SeawallEvent } from '@seawall/core/base';

/** The latest events, until somebody takes them. */
export class EventBacklog {
  // Bounded by MAX_EVENTS.
  #events: SeawallEvent[] = [];
  #dropped = 0;

  /** How many had to go because nobody took them. */
  get dropped(): number {
    return this.#dropped;
  }

  add(event: SeawallEvent): void {
    this.#events.push(event);
    if (this.#events.length < MAX_EVENTS) return;
    // Half of them at once, so that not every further event moves all others.
    this.#dropped += this.#events.splice(0, MAX_EVENTS / 2).length;
  }

  /** All of them, the oldest first. */
  take(): readonly SeawallEvent[] {
    const taken = this.#events;
    this.#events = [];
    return taken;
  }
}

/** As many as a busy gateway has in the second that it takes to open what reads them. */
export const MAX_EVENTS = 8000;
