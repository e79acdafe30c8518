import type { AdminEvent } from '@seawall/admin-api';
import { HEARTBEAT_MS } from '@seawall/admin-api/wire';
import type { Clock, Logger, Timer } from '@seawall/core/base';
import type { ReadonlyDeep } from './operations.ts';

/** Limits of an {@link EventHub}. */
export const HUB_LIMITS = {
  /** How many events are kept for watchers that come back. */
  history: 1000,
  /** How long all of these are together, in characters; what does not fit is forgotten, the oldest first. */
  historyLength: 524_288,
  /** How many watchers there can be. */
  watchers: 300,
  /** Changes of one thing are told at most this often, in milliseconds; with many watchers less often. */
  coalesceMs: 250,
  /** What is told of one thing, in characters a second: what is long is told less often. */
  perSecond: 65_536,
  /** So many watchers are told as often as that. */
  watchersAtOnce: 50,
  /** How long it goes on without a watcher, for one that comes back, in milliseconds. */
  lingerMs: 60_000,
} as const;

/** Hears events, as the bytes that go over the wire. */
export interface Watcher {
  /** @returns whether it can take more now */
  receive(bytes: Uint8Array): boolean;
  /** Whether it still may hear them. */
  isAdmitted(): boolean;
  /** It hears nothing more: in order, or because it did not read. */
  end(how: 'ended' | 'cut'): void;
}

/** An event on its way to those who watch. */
export type ToldEvent = ReadonlyDeep<AdminEvent>;

/** Tells a change soon. Of several with one key the latest is built then, so that it tells how things stand. */
export type Announce = (key: string, build: () => ToldEvent | Promise<ToldEvent>) => void;

/** What an {@link EventHub} is made of. */
export interface EventHubOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Begins to announce what happens. @returns what ends it */
  readonly feed: (announce: Announce) => () => void;
  /** What may be shown of an event. */
  readonly show: (event: ToldEvent) => unknown;
}

/**
 * Hands events to any number of watchers, in order, with ids that go up.
 *
 * Each event is written down once, and all watchers get the same bytes. While nobody watches nothing is heard and no timer runs.
 */
export class EventHub {
  readonly #options: EventHubOptions;
  readonly #watchers = new Set<Watcher>();
  /** The latest events, oldest first; bounded by HUB_LIMITS.history and HUB_LIMITS.historyLength. */
  #history: { readonly id: number; readonly text: string }[] = [];
  #historyLength = 0;
  /** Bounded by the servers, groups and alerts that changed within one moment. */
  readonly #waiting = new Map<string, () => ToldEvent | Promise<ToldEvent>>();
  /** When something long may be told again, in monotonic milliseconds; bounded as the above, for a few seconds. */
  readonly #resting = new Map<string, number>();
  /** Ids begin at the time of the start, so that those of an earlier process are never taken for ours. */
  #nextId: number;
  #firstId: number;
  #stopFeed: (() => void) | undefined;
  #flushTimer: Timer | undefined;
  #isFlushing = false;
  #heartbeat: Timer | undefined;
  #linger: Timer | undefined;
  #isClosed = false;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#firstId = options.clock.now();
    this.#nextId = this.#firstId;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** Whether one more can watch. */
  get hasRoom(): boolean {
    return !this.#isClosed && this.#watchers.size < HUB_LIMITS.watchers;
  }

  /**
   * Begins to hand events to a watcher: those after `lastId` first, or `resync` where these are not all there.
   *
   * @returns a function that ends it; it may be called twice.
   */
  watch(watcher: Watcher, lastId: string | undefined): () => void {
    this.#linger?.cancel();
    this.#linger = undefined;
    this.#stopFeed ??= this.#options.feed((key, build) => this.#announce(key, build));
    this.#watchers.add(watcher);
    this.#heartbeat ??= this.#setTimer(() => this.#beat(), HEARTBEAT_MS);
    const missed = this.#missedSince(lastId) ?? this.#toText({ kind: 'resync' }, this.#nextId - 1);
    if (missed !== '') watcher.receive(toBytes(missed));
    return () => this.#leave(watcher);
  }

  /** What shows a watcher that the stream is alive, and what time it is here. */
  heartbeat(): Uint8Array {
    return toBytes(this.#heartbeatText());
  }

  /** Ends the streams of those who may not hear them any more. */
  dismiss(): void {
    for (const watcher of [...this.#watchers]) if (!watcher.isAdmitted()) this.#end(watcher, 'ended');
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of [...this.#watchers]) this.#end(watcher, 'ended');
    this.#rest();
  }

  #announce(key: string, build: () => ToldEvent | Promise<ToldEvent>): void {
    if (this.#isClosed) return;
    this.#waiting.set(key, build);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isFlushing || this.#waiting.size === 0) return;
    // It never rejects.
    this.#flushTimer ??= this.#setTimer(() => void this.#flush(), HUB_LIMITS.coalesceMs * this.#slowness);
  }

  /** With many watchers everything is told less often. */
  get #slowness(): number {
    return Math.max(1, Math.ceil(this.#watchers.size / HUB_LIMITS.watchersAtOnce));
  }

  async #flush(): Promise<void> {
    this.#flushTimer = undefined;
    this.#isFlushing = true;
    const builders = this.#takeDue();
    let text = '';
    for (const [key, build] of builders) {
      const event = await this.#write(build);
      this.#letRest(key, event.length);
      text += event;
    }
    this.#isFlushing = false;
    if (text !== '') this.#tell(text);
    this.#schedule();
  }

  #takeDue(): readonly [string, () => ToldEvent | Promise<ToldEvent>][] {
    const nowMs = this.#options.clock.monotonicMs();
    for (const [key, untilMs] of this.#resting) if (untilMs <= nowMs) this.#resting.delete(key);
    const due = [...this.#waiting].filter(([key]) => !this.#resting.has(key));
    for (const [key] of due) this.#waiting.delete(key);
    return due;
  }

  /** The overview of hundreds of servers that are down would else fill the line and the history. */
  #letRest(key: string, length: number): void {
    const restMs = (length / HUB_LIMITS.perSecond) * 1000;
    if (restMs <= HUB_LIMITS.coalesceMs) return;
    this.#resting.set(key, this.#options.clock.monotonicMs() + restMs * this.#slowness);
  }

  /** Writes one event down; one that can't be told is left out. */
  async #write(build: () => ToldEvent | Promise<ToldEvent>): Promise<string> {
    try {
      const event = await build();
      const text = this.#toText(event, this.#nextId);
      this.#remember(text);
      return text;
    } catch (error) {
      this.#options.logger.log('warn', 'A change could not be told to those who watch.', { error });
      return '';
    }
  }

  /** Whoever comes back is sent all of it at once, and many may come back together. */
  #remember(text: string): void {
    this.#history.push({ id: this.#nextId, text });
    this.#historyLength += text.length;
    this.#nextId += 1;
    while (this.#history.length > HUB_LIMITS.history || this.#historyLength > HUB_LIMITS.historyLength)
      this.#historyLength -= this.#history.shift()?.text.length ?? 0;
  }

  #beat(): void {
    this.#heartbeat = this.#setTimer(() => this.#beat(), HEARTBEAT_MS);
    this.dismiss();
    this.#tell(this.#heartbeatText());
  }

  /** Kept out of the history: whoever comes back has no use for it. */
  #heartbeatText(): string {
    return this.#toText({ kind: 'heartbeat', atMs: this.#options.clock.now() }, this.#nextId - 1);
  }

  #tell(text: string): void {
    const bytes = toBytes(text);
    // One that does not read ends: when it comes back it is told what it missed, or to read everything again.
    for (const watcher of [...this.#watchers]) if (!watcher.receive(bytes)) this.#end(watcher, 'cut');
  }

  #end(watcher: Watcher, how: 'ended' | 'cut'): void {
    this.#leave(watcher);
    watcher.end(how);
  }

  #leave(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
    this.#linger = this.#setTimer(() => this.#rest(), HUB_LIMITS.lingerMs);
  }

  /** Hears nothing any more: whoever comes back has missed something that nobody wrote down. */
  #rest(): void {
    this.#linger?.cancel();
    this.#flushTimer?.cancel();
    this.#linger = undefined;
    this.#flushTimer = undefined;
    this.#waiting.clear();
    this.#resting.clear();
    this.#stopFeed?.();
    this.#stopFeed = undefined;
    this.#history = [];
    this.#historyLength = 0;
    this.#nextId += 1;
    this.#firstId = this.#nextId;
  }

  /** What came after an id; `undefined` when that can't be told. A watcher that is new has missed nothing. */
  #missedSince(lastId: string | undefined): string | undefined {
    if (lastId === undefined || lastId === '') return '';
    const known = Number(lastId);
    const oldest = this.#history[0]?.id ?? this.#nextId;
    const isKnown = Number.isSafeInteger(known) && known < this.#nextId && known >= Math.max(oldest, this.#firstId) - 1;
    if (!isKnown) return undefined;
    return this.#history
      .filter(({ id }) => id > known)
      .map(({ text }) => text)
      .join('');
  }

  #toText(event: ToldEvent, id: number): string {
    return `id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(this.#options.show(event))}\n\n`;
  }

  #setTimer(callback: () => void, delayMs: number): Timer {
    return this.#options.clock.setTimer(callback, delayMs, { background: true });
  }
}

const encoder = new TextEncoder();

function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}
