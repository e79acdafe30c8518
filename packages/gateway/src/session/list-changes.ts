import type { Seawall } from '@seawall/client';
import type { Clock, Timer } from '@seawall/core/base';

/** The lists that a host can be told to fetch again. */
export type ListKind = 'tools' | 'prompts' | 'resources';

/** Told that a list changed. Must not throw. */
export type ListChangeListener = (kind: ListKind) => void;

/** Tells everyone who serves a host which lists changed. */
export interface ListChanges {
  /** @returns a function that ends the subscription. */
  subscribe(listener: ListChangeListener): () => void;
  close(): void;
}

/** What {@link createListChanges} needs. */
export interface ListChangesOptions {
  readonly seawall: Seawall;
  readonly clock: Clock;
  /** Whether any host can have a list already; before that there is nothing to tell. */
  readonly isListKnown: () => boolean;
}

/** Changes of one list within this time are told once, at the end of it. */
export const COALESCE_MS = 50;

const ALL_KINDS: readonly ListKind[] = ['tools', 'prompts', 'resources'];

/** Builds the distributor of list changes. */
export function createListChanges({ seawall, clock, isListKnown }: ListChangesOptions): ListChanges {
  // Bounded by the sessions; each holds the function that removes it.
  const listeners = new Set<ListChangeListener>();
  const pending = new Map<ListKind, Timer>();
  const note = (kind: ListKind): void => {
    if (pending.has(kind) || !isListKnown()) return;
    const timer = clock.setTimer(() => {
      pending.delete(kind);
      for (const listener of listeners) listener(kind);
    }, COALESCE_MS);
    pending.set(kind, timer);
  };
  const unsubscribe = seawall.subscribe((event) => {
    if (event.kind === 'catalogChanged') event.changed.forEach(note);
    // Names depend on seawall.prefix, and servers come and go: any list may be another one now.
    if (event.kind === 'configReloaded' && event.outcome.kind === 'applied') ALL_KINDS.forEach(note);
  });
  return {
    subscribe: (listener) => {
      const own: ListChangeListener = (kind) => listener(kind);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    close: () => {
      unsubscribe();
      for (const timer of pending.values()) timer.cancel();
      pending.clear();
      listeners.clear();
    },
  };
}
