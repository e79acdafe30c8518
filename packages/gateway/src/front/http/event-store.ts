import type { Clock, CreateId } from '@seawall/core/base';

/** How much is kept for hosts that come back; what is over a limit goes, the oldest first. */
export const EVENT_LIMITS = {
  eventsPerSession: 1000,
  bytesPerSession: 8 * 1024 * 1024,
  events: 20_000,
  bytes: 64 * 1024 * 1024,
  /** In milliseconds. */
  ageMs: 300_000,
} as const;

/** What {@link createEventStore} needs. */
export interface EventStoreOptions {
  readonly clock: Clock;
  readonly createId: CreateId;
  /** @default EVENT_LIMITS */
  readonly limits?: Readonly<Record<keyof typeof EVENT_LIMITS, number>>;
}

/** What was sent to the hosts of all sessions lately, in memory, so that a broken stream can go on. */
export interface EventStore {
  readonly eventCount: number;
  readonly byteCount: number;
  /** The events of one session: an id of theirs means nothing in any other. */
  openSession(): SessionEvents;
  /** Forgets what is too old. Also done with each new event. */
  expire(): void;
}

/** The events of one session. */
export interface SessionEvents {
  /** Begins the log of one stream. */
  openLog(): EventLog;
  /** The place of an event that was given out; `undefined` when nothing is known of it any more. */
  find(eventId: string): { readonly log: EventLog; readonly sequence: number } | undefined;
  /** Forgets everything. */
  close(): void;
}

/** The events of one stream, in their order. */
export interface EventLog {
  /** The place of the newest event; -1 before the first. */
  readonly lastSequence: number;
  /** Gives out the id of a place without an event, from which a stream can be taken up. */
  mark(): string;
  /** Numbers, builds and keeps the next event. */
  append(build: (eventId: string) => Uint8Array): AppendedEvent;
  /** The events behind a place, as far as they are still there. */
  after(sequence: number): readonly Uint8Array[];
  /** Tells that nothing will be appended any more: the log is forgotten with its last event. */
  finish(): void;
}

/** A new event. */
export interface AppendedEvent {
  readonly sequence: number;
  readonly frame: Uint8Array;
  /** Whether it was small enough to be kept. */
  readonly isKept: boolean;
}

/** Builds an empty store. */
export function createEventStore({ clock, createId, limits = EVENT_LIMITS }: EventStoreOptions): EventStore {
  const all = new Shelf(limits.events, limits.bytes);
  const drop = (event: StoredEvent): void => {
    all.delete(event);
    event.session.delete(event);
    event.log.forget(event);
  };
  const expire = (): void => {
    const keptSinceMs = clock.monotonicMs() - limits.ageMs;
    for (const event of all) {
      if (event.storedAtMs >= keptSinceMs) return;
      drop(event);
    }
  };
  const keep = (event: StoredEvent): boolean => {
    expire();
    const { session } = event;
    if (!session.canHold(event) || !all.canHold(event)) return false;
    event.log.remember(event);
    for (const shelf of [session, all]) {
      shelf.add(event);
      for (const oldest of shelf) {
        if (!shelf.isOverfull) break;
        drop(oldest);
      }
    }
    return true;
  };
  return {
    get eventCount() {
      return all.size;
    },
    get byteCount() {
      return all.bytes;
    },
    expire,
    openSession: () => {
      const session = new Shelf(limits.eventsPerSession, limits.bytesPerSession);
      // Bounded by the open streams of the session and by its events: a finished log goes with its last event.
      const logs = new Map<string, StreamLog>();
      return {
        openLog: () => {
          const id = createId();
          const log = new StreamLog(id, {
            keep: (event) => keep({ ...event, log, session, storedAtMs: clock.monotonicMs() }),
            onOver: () => logs.delete(id),
          });
          logs.set(id, log);
          return log;
        },
        find: (eventId) => {
          const at = eventId.lastIndexOf(SEPARATOR);
          const log = logs.get(eventId.slice(0, Math.max(at, 0)));
          const sequence = Number(eventId.slice(at + 1));
          return log === undefined || !Number.isSafeInteger(sequence) ? undefined : { log, sequence };
        },
        close: () => {
          logs.clear();
          for (const event of session) drop(event);
        },
      };
    },
  };
}

const SEPARATOR = '_';

interface StoredEvent {
  readonly log: StreamLog;
  readonly session: Shelf;
  readonly sequence: number;
  readonly frame: Uint8Array;
  readonly storedAtMs: number;
}

/** Events in the order in which they came, with their number and size; keeps to its limits by its owner's care. */
class Shelf {
  bytes = 0;
  readonly #events = new Set<StoredEvent>();
  readonly #maxEvents: number;
  readonly #maxBytes: number;

  constructor(maxEvents: number, maxBytes: number) {
    this.#maxEvents = maxEvents;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#events.size;
  }

  get isOverfull(): boolean {
    return this.#events.size > this.#maxEvents || this.bytes > this.#maxBytes;
  }

  canHold({ frame }: StoredEvent): boolean {
    return frame.byteLength <= this.#maxBytes && this.#maxEvents > 0;
  }

  add(event: StoredEvent): void {
    this.#events.add(event);
    this.bytes += event.frame.byteLength;
  }

  delete(event: StoredEvent): void {
    if (this.#events.delete(event)) this.bytes -= event.frame.byteLength;
  }

  [Symbol.iterator](): IterableIterator<StoredEvent> {
    return this.#events.values();
  }
}

class StreamLog implements EventLog {
  lastSequence = -1;
  readonly #id: string;
  readonly #owner: LogOwner;
  readonly #events = new Map<number, StoredEvent>();
  #isFinished = false;

  constructor(id: string, owner: LogOwner) {
    this.#id = id;
    this.#owner = owner;
  }

  mark(): string {
    this.lastSequence += 1;
    return `${this.#id}${SEPARATOR}${this.lastSequence}`;
  }

  append(build: (eventId: string) => Uint8Array): AppendedEvent {
    const frame = build(this.mark());
    const sequence = this.lastSequence;
    return { sequence, frame, isKept: this.#owner.keep({ sequence, frame }) };
  }

  after(sequence: number): readonly Uint8Array[] {
    return [...this.#events.values()].filter((event) => event.sequence > sequence).map(({ frame }) => frame);
  }

  finish(): void {
    this.#isFinished = true;
    this.#closeWhenOver();
  }

  remember(event: StoredEvent): void {
    this.#events.set(event.sequence, event);
  }

  forget(event: StoredEvent): void {
    this.#events.delete(event.sequence);
    this.#closeWhenOver();
  }

  #closeWhenOver(): void {
    if (this.#isFinished && this.#events.size === 0) this.#owner.onOver();
  }
}

interface LogOwner {
  keep(event: { readonly sequence: number; readonly frame: Uint8Array }): boolean;
  onOver(): void;
}
