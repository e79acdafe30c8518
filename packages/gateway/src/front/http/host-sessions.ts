import type { Timer } from '@seawall/core/base';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { HostSession } from '../../session/host-session.ts';
import { createEventStore, type EventStore } from './event-store.ts';
import { SessionTransport } from './session-transport.ts';
import { createStreamPlaces, type StreamPlaces } from './stream-places.ts';

/** One older host with its session. */
export interface HttpSession {
  readonly transport: SessionTransport;
  readonly session: HostSession;
  /** Gives the session its id and its place among the others. */
  adopt(): void;
  /** Tells that the host gave a sign of life. */
  touch(): void;
}

/** The sessions of older hosts. */
export interface HostSessions {
  readonly count: number;
  /** Streams that are open or can be taken up again. */
  readonly streamCount: number;
  /** Events that are kept for hosts that come back. */
  readonly eventCount: number;
  find(sessionId: string): HttpSession | undefined;
  /** Makes a session that takes its place once it is adopted; `undefined` when all places are in use. */
  open(): Promise<HttpSession | undefined>;
  close(): Promise<void>;
}

/** Limits of {@link createHostSessions}. */
export interface HostSessionsOptions {
  /** @default MAX_SESSIONS */
  readonly maxSessions?: number;
  /** @default MAX_STREAMS */
  readonly maxStreams?: number;
}

/** More sessions than this are never kept. */
export const MAX_SESSIONS = 1000;
/** A session without an open stream is forgotten after this time, in milliseconds. */
export const SESSION_IDLE_MS = 1_800_000;
/** How often a sign of life is written to each open stream, in milliseconds. */
export const KEEP_ALIVE_INTERVAL_MS = 15_000;

/** Builds the register of sessions. */
export function createHostSessions(
  context: GatewayContext,
  { maxSessions = MAX_SESSIONS, maxStreams }: HostSessionsOptions = {},
): HostSessions {
  const { clock, createId } = context;
  const entries = new Map<string, Entry>();
  const store = createEventStore({ clock, createId });
  const places = createStreamPlaces(maxStreams);
  let tick: Timer | undefined;
  let isClosed = false;

  const planTick = (): void => {
    if (entries.size > 0 && !isClosed) tick ??= clock.setTimer(onTick, KEEP_ALIVE_INTERVAL_MS, { background: true });
  };
  const onTick = (): void => {
    tick = undefined;
    store.expire();
    const idleSinceMs = clock.monotonicMs() - SESSION_IDLE_MS;
    for (const entry of entries.values()) {
      if (entry.isIdle && entry.usedAtMs <= idleSinceMs) void entry.close();
      else entry.transport.keepAlive();
    }
    planTick();
  };
  const forget = (id: string): void => {
    entries.delete(id);
    if (entries.size > 0) return;
    tick?.cancel();
    tick = undefined;
  };
  const makeRoom = async (): Promise<boolean> => {
    if (entries.size < maxSessions) return true;
    const byAge = [...entries.values()].sort((a, b) => a.usedAtMs - b.usedAtMs);
    // A session that only listens can be opened anew by its host; one that waits for an answer would lose it.
    const victim = byAge.find((entry) => entry.isIdle) ?? byAge.find((entry) => !entry.isWaiting);
    await victim?.close();
    return victim !== undefined;
  };
  const adopt = (entry: Entry): void => {
    const id = createId();
    entry.transport.sessionId = id;
    entries.set(id, entry);
    entry.onClosed = () => forget(id);
    planTick();
  };
  return {
    get count() {
      return entries.size;
    },
    get streamCount() {
      return places.taken;
    },
    get eventCount() {
      return store.eventCount;
    },
    find: (sessionId) => entries.get(sessionId),
    open: async () => {
      if (isClosed || !(await makeRoom())) return undefined;
      const entry = new Entry(context, { store, places, onAdopted: adopt });
      await entry.session.connect(entry.transport);
      return entry;
    },
    close: async () => {
      isClosed = true;
      tick?.cancel();
      await Promise.all([...entries.values()].map((entry) => entry.close()));
    },
  };
}

/** What a session gets from its register. */
interface Register {
  readonly store: EventStore;
  readonly places: StreamPlaces;
  readonly onAdopted: (entry: Entry) => void;
}

class Entry implements HttpSession {
  readonly transport: SessionTransport;
  readonly session: HostSession;
  onClosed: () => void = () => undefined;
  usedAtMs: number;
  readonly #context: GatewayContext;
  readonly #onAdopted: (entry: Entry) => void;

  constructor(context: GatewayContext, { store, places, onAdopted }: Register) {
    const { clock, listChanges } = context;
    this.#context = context;
    this.#onAdopted = onAdopted;
    this.usedAtMs = clock.monotonicMs();
    this.session = new HostSession('legacy', context);
    this.transport = new SessionTransport({
      clock,
      places,
      events: store.openSession(),
      onStreamEnded: () => this.touch(),
    });
    const unsubscribe = listChanges.subscribe((kind) => this.session.announce(kind));
    this.session.onclose = () => {
      unsubscribe();
      this.onClosed();
    };
  }

  /** Whether nobody is connected to it, and nobody is expected back at once. */
  get isIdle(): boolean {
    return this.transport.streamCount === 0;
  }

  /** Whether a host waits for an answer now. */
  get isWaiting(): boolean {
    return this.transport.pendingCount > 0;
  }

  adopt(): void {
    this.#onAdopted(this);
  }

  touch(): void {
    this.usedAtMs = this.#context.clock.monotonicMs();
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
