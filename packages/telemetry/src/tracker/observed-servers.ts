import { boundedName } from './bounded-text.ts';
import { ServerState } from './server-state.ts';
import type { ObservedServer } from './tracker.ts';
import type { TrackerSettings } from './tracker-options.ts';

/** What is told when the list of servers is read anew. */
export interface RosterNews {
  readonly onVersion: (server: string, from: string, to: string) => void;
  readonly onGone: (state: ServerState) => void;
  readonly onNew: (state: ServerState) => void;
}

/** All servers that are known: those of the configuration, and others that events told of. */
export class ObservedServers {
  readonly #list: () => readonly ObservedServer[];
  readonly #settings: TrackerSettings;
  readonly #now: () => number;
  /** Bounded by `maxServers`. */
  readonly #states = new Map<string, ServerState>();
  /** Of the servers of the configuration. */
  #versions = new Map<string, string>();
  #isStale = true;
  ignoredEvents = 0;

  constructor(list: () => readonly ObservedServer[], settings: TrackerSettings, now: () => number) {
    this.#list = list;
    this.#settings = settings;
    this.#now = now;
  }

  get size(): number {
    return this.#states.size;
  }

  /** `undefined` for one that there is no room for. */
  get(name: string): ServerState | undefined {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const bounded = boundedName(name);
    const other = this.#states.get(bounded);
    if (other !== undefined) return other;
    if (this.#states.size >= this.#settings.maxServers) {
      this.ignoredEvents += 1;
      return undefined;
    }
    const state = new ServerState(bounded, this.#settings, this.#now());
    this.#states.set(bounded, state);
    return state;
  }

  /** Looks for it without making it. */
  find(name: string): ServerState | undefined {
    return this.#states.get(name);
  }

  all(): Iterable<ServerState> {
    return this.#states.values();
  }

  /** The list has to be read again. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Reads the list where it may be another one. */
  refresh(news: RosterNews): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    const listed = this.#list();
    const names = new Set(listed.map(({ name }) => boundedName(name)));
    for (const [name, state] of this.#states) {
      if (!state.isConfigured || names.has(name)) continue;
      this.#states.delete(name);
      news.onGone(state);
    }
    const versions = new Map<string, string>();
    for (const server of listed) this.#take(server, versions, news);
    this.#versions = versions;
  }

  #take({ name, tools, version, status }: ObservedServer, versions: Map<string, string>, news: RosterNews): void {
    const state = this.get(name);
    if (state === undefined) return;
    state.noteTools(tools);
    if (status !== undefined && state.connectionState === 'unknown') state.startWith(status);
    if (!state.isConfigured) {
      state.isConfigured = true;
      news.onNew(state);
    }
    // Of a server that is down nothing is known: what it was goes on.
    const before = this.#versions.get(state.name);
    const now = version ?? before;
    if (now === undefined) return;
    versions.set(state.name, now);
    if (before !== undefined && before !== now) news.onVersion(state.name, before, now);
  }
}
