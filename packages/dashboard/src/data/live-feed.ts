import { type AdminEvent, HEARTBEAT_MS } from '@seawall/admin-api';
import type { PageClock } from '../clock.ts';
import { createObserved, type Observable } from './observable.ts';

/** How the stream of events does. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Nothing came for a while: what the page shows is as old as `sinceMs`. */
  | { readonly kind: 'reconnecting'; readonly sinceMs: number }
  | { readonly kind: 'paused'; readonly sinceMs: number };

/** Opens a stream. @returns a function that closes it */
export type OpenStream = (watch: {
  readonly opened: () => void;
  readonly event: (event: AdminEvent) => void;
  /** It broke; `isOver` when it does not come back by itself. */
  readonly failed: (isOver: boolean) => void;
}) => () => void;

/** What a {@link LiveFeed} needs. */
export interface LiveFeedOptions {
  readonly clock: PageClock;
  readonly open: OpenStream;
  /** Takes the events of the last moment, in order; of several for one thing only the latest. */
  readonly deliver: (events: readonly AdminEvent[]) => void;
}

/** The changes of the gateway, as they happen. */
export interface LiveFeed {
  readonly state: Observable<LiveState>;
  start(): void;
  pause(): void;
  resume(): void;
  /** Looks whether the stream is still there: after a sleep timers are late. */
  wake(): void;
  /** Somebody does something: that is shown first, and what happened meanwhile a moment later. */
  giveWay(): void;
  close(): void;
}

/** Limits of a {@link LiveFeed}, in milliseconds. */
export const LIVE_LIMITS = {
  /** Changes of one thing are shown at most this often. */
  batchMs: 250,
  /** So long after somebody did something nothing else is shown. */
  giveWayMs: 150,
  /** So often changes wait for somebody who does one thing after the other, then they are shown. */
  waysGiven: 5,
  /** Without a word for so long the stream counts as broken. */
  silenceMs: 2 * HEARTBEAT_MS + 2000,
  firstRetryMs: 1000,
  longestRetryMs: 15_000,
} as const;

/** Builds the feed; it begins with `start`. */
export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  return new EventFeed(options);
}

class EventFeed implements LiveFeed {
  readonly state = createObserved<LiveState>({ kind: 'connecting' });
  readonly #options: LiveFeedOptions;
  /** One event for each thing, so never more than there are things. */
  readonly #waiting = new Map<string, AdminEvent>();
  #closeStream: (() => void) | undefined;
  #cancelFlush: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #stopWatch: (() => void) | undefined;
  #heardMs: number;
  #givesWayUntilMs = 0;
  #waysGiven = 0;
  #retryMs: number = LIVE_LIMITS.firstRetryMs;
  #hasMissed = false;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#heardMs = options.clock.now();
  }

  start(): void {
    this.close();
    this.state.set({ kind: 'connecting' });
    this.#heardMs = this.#options.clock.now();
    this.#stopWatch = this.#options.clock.every(HEARTBEAT_MS, () => this.wake());
    this.#connect();
  }

  pause(): void {
    this.close();
    this.state.set({ kind: 'paused', sinceMs: this.#options.clock.now() });
  }

  resume(): void {
    this.#hasMissed = true;
    this.start();
  }

  wake(): void {
    const isSilent = this.#options.clock.now() - this.#heardMs > LIVE_LIMITS.silenceMs;
    if (!isSilent || this.#stopWatch === undefined) return;
    this.#lost();
    this.#hasMissed = true;
    this.#connect();
  }

  giveWay(): void {
    this.#givesWayUntilMs = this.#options.clock.now() + LIVE_LIMITS.giveWayMs;
  }

  close(): void {
    this.#disconnect();
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#waiting.clear();
    this.#stopWatch?.();
    this.#stopWatch = undefined;
  }

  #connect(): void {
    this.#disconnect();
    this.#closeStream = this.#options.open({
      opened: () => this.#opened(),
      event: (event) => {
        this.#heardMs = this.#options.clock.now();
        this.#setLive();
        this.#take(event);
      },
      failed: (isOver) => this.#failed(isOver),
    });
  }

  #disconnect(): void {
    this.#closeStream?.();
    this.#closeStream = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #opened(): void {
    this.#heardMs = this.#options.clock.now();
    this.#retryMs = LIVE_LIMITS.firstRetryMs;
    this.#setLive();
    // A stream that we opened anew has no last id: what happened in between has to be read.
    if (this.#hasMissed) this.#take({ kind: 'resync' });
    this.#hasMissed = false;
  }

  #failed(isOver: boolean): void {
    this.#lost();
    if (!isOver) return;
    this.#hasMissed = true;
    this.#disconnect();
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => this.#connect());
    this.#retryMs = Math.min(this.#retryMs * 2, LIVE_LIMITS.longestRetryMs);
  }

  #setLive(): void {
    if (this.state.read().kind !== 'live') this.state.set({ kind: 'live' });
  }

  #lost(): void {
    if (this.state.read().kind !== 'reconnecting') this.state.set({ kind: 'reconnecting', sinceMs: this.#heardMs });
  }

  #take(event: AdminEvent): void {
    const key = keyOf(event);
    const earlier = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, earlier === undefined ? event : merge(earlier, event));
    this.#cancelFlush ??= this.#options.clock.after(LIVE_LIMITS.batchMs, () => this.#flush());
  }

  #flush(): void {
    const { clock } = this.#options;
    const aheadMs = Math.min(this.#givesWayUntilMs - clock.now(), LIVE_LIMITS.giveWayMs);
    if (aheadMs > 0 && this.#waysGiven < LIVE_LIMITS.waysGiven) {
      this.#waysGiven += 1;
      this.#cancelFlush = clock.after(aheadMs, () => this.#flush());
      return;
    }
    this.#waysGiven = 0;
    this.#cancelFlush = undefined;
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    if (events.length > 0) this.#options.deliver(events);
  }
}

/** What an event is about: a later one takes the place of an earlier one. */
function keyOf(event: AdminEvent): string {
  switch (event.kind) {
    case 'server':
      return `server ${event.server.name}`;
    case 'serverRemoved':
      return `server ${event.name}`;
    case 'errorGroup':
      return `group ${event.group.id}`;
    case 'alert':
      return `alert ${event.alert.id}`;
    default:
      return event.kind;
  }
}

function merge(earlier: AdminEvent, later: AdminEvent): AdminEvent {
  if (earlier.kind === 'errors' && later.kind === 'errors')
    return { kind: 'errors', count: earlier.count + later.count };
  return later;
}
