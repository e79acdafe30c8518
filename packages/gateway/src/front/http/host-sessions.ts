import { type RequestId, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { Timer } from '@seawall/core';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { HostSession } from '../../session/host-session.ts';

/** One older host with its session. */
export interface HttpSession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly session: HostSession;
  /** Tells that an exchange over the session began; @returns what to call when it is over. */
  beginExchange(kind: 'request' | 'stream'): () => void;
  /** Ends a request whose answer nobody waits for any more, and what is kept for it. */
  dropRequest(requestId: RequestId, reason: string): Promise<void>;
}

/** The sessions of older hosts. */
export interface HostSessions {
  readonly count: number;
  find(sessionId: string): HttpSession | undefined;
  /** Makes a session that takes its place once the host initialized it; `undefined` when all places are in use. */
  open(): Promise<HttpSession | undefined>;
  close(): Promise<void>;
}

/** More sessions than this are never kept. */
export const MAX_SESSIONS = 1000;
/** A session without an open exchange is forgotten after this time, in milliseconds. */
export const SESSION_IDLE_MS = 1_800_000;
const SWEEP_INTERVAL_MS = 60_000;

/** Builds the register of sessions. */
export function createHostSessions(context: GatewayContext, maxSessions: number = MAX_SESSIONS): HostSessions {
  const entries = new Map<string, Entry>();
  let sweep: Timer | undefined;
  let isClosed = false;

  const forget = (id: string): void => {
    entries.delete(id);
    if (entries.size === 0) sweep?.cancel();
    if (entries.size === 0) sweep = undefined;
  };
  const sweepIdle = (): void => {
    sweep = undefined;
    const idleSinceMs = context.clock.monotonicMs() - SESSION_IDLE_MS;
    for (const entry of entries.values()) if (entry.isIdle && entry.usedAtMs <= idleSinceMs) void entry.close();
    planSweep();
  };
  const planSweep = (): void => {
    if (entries.size > 0 && !isClosed)
      sweep ??= context.clock.setTimer(sweepIdle, SWEEP_INTERVAL_MS, { background: true });
  };
  const makeRoom = async (): Promise<boolean> => {
    if (entries.size < maxSessions) return true;
    const byAge = [...entries.values()].sort((a, b) => a.usedAtMs - b.usedAtMs);
    // A session that only listens can be opened anew by its host; one that waits for an answer would lose it.
    const victim = byAge.find((entry) => entry.isIdle) ?? byAge.find((entry) => !entry.isWaiting);
    await victim?.close();
    return victim !== undefined;
  };
  const adopt = (id: string, entry: Entry): void => {
    entries.set(id, entry);
    entry.onClosed = () => forget(id);
    planSweep();
  };
  return {
    get count() {
      return entries.size;
    },
    find: (sessionId) => entries.get(sessionId),
    open: async () => {
      if (isClosed || !(await makeRoom())) return undefined;
      const entry = new Entry(context, adopt);
      await entry.session.connect(entry.transport);
      return entry;
    },
    close: async () => {
      isClosed = true;
      sweep?.cancel();
      await Promise.all([...entries.values()].map((entry) => entry.close()));
    },
  };
}

class Entry implements HttpSession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly session: HostSession;
  onClosed: () => void = () => undefined;
  usedAtMs: number;
  readonly #context: GatewayContext;
  readonly #open = { request: 0, stream: 0 };

  constructor(context: GatewayContext, onInitialized: (id: string, entry: Entry) => void) {
    this.#context = context;
    this.usedAtMs = context.clock.monotonicMs();
    this.session = new HostSession('legacy', context);
    this.transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: context.createId,
      onsessioninitialized: (id) => onInitialized(id, this),
    });
    const unsubscribe = context.listChanges.subscribe((kind) => this.session.announce(kind));
    this.session.onclose = () => {
      unsubscribe();
      this.onClosed();
    };
  }

  /** Whether nobody is connected to it now. */
  get isIdle(): boolean {
    return this.#open.request === 0 && this.#open.stream === 0;
  }

  /** Whether a host waits for an answer now. */
  get isWaiting(): boolean {
    return this.#open.request > 0;
  }

  beginExchange(kind: 'request' | 'stream'): () => void {
    this.#open[kind] += 1;
    this.usedAtMs = this.#context.clock.monotonicMs();
    return () => {
      this.#open[kind] -= 1;
      this.usedAtMs = this.#context.clock.monotonicMs();
    };
  }

  async dropRequest(requestId: RequestId, reason: string): Promise<void> {
    this.session.cancelRequest(requestId, reason);
    // The SDK keeps the stream and the bookkeeping of a cancelled request as long as the session; an answer that goes
    // nowhere makes it forget both.
    this.transport.closeSSEStream(requestId);
    const error = { code: CANCELLED_CODE, message: reason };
    // Fails when the request has been answered already: then nothing is kept.
    await this.transport.send({ jsonrpc: '2.0', id: requestId, error }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

const CANCELLED_CODE = -32_800;
