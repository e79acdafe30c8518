import type { TrackerChange } from './tracker.ts';

/** Those who hear of changes. */
export class ChangeListeners {
  /** Bounded by whoever subscribes; each holds the function that ends it. */
  readonly #listeners = new Set<(change: TrackerChange) => void>();

  /** @returns a function that ends it; it may be called twice. */
  add(listener: (change: TrackerChange) => void): () => void {
    const own = (change: TrackerChange): void => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  tell(change: TrackerChange): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(change);
      } catch {
        // The one that listens knows best what went wrong with it; the others and the call go on.
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
