import { LinkedList, LinkedNode } from './linked-list.ts';

/**
 * Whoever wants to know that a signal aborted.
 *
 * All that watch one signal share one listener: a platform signal looks through all its listeners at each one that is
 * added, so that a listener each would take time that grows with the square of those who wait.
 */
export class AbortWatch extends LinkedNode<AbortWatch> {
  private readonly onAbort: () => void;

  /** @param onAbort must not throw; called once, after the watch was ended. */
  constructor(onAbort: () => void) {
    super();
    this.onAbort = onAbort;
  }

  /** Watches `signal`, which must not have aborted yet. */
  start(signal: AbortSignal): void {
    let watched = WATCHED.get(signal);
    if (watched === undefined) {
      watched = new WatchedSignal(signal);
      WATCHED.set(signal, watched);
    }
    watched.push(this);
  }

  /** Harmless when it is not watching. */
  end(): void {
    const watched = this.list;
    watched?.remove(this);
    if (watched instanceof WatchedSignal && watched.size === 0) watched.release();
  }

  /** For the watched signal alone. */
  tell(): void {
    this.onAbort();
  }
}

/** Only signals that somebody watches are in it. */
const WATCHED = new WeakMap<AbortSignal, WatchedSignal>();

class WatchedSignal extends LinkedList<AbortWatch> {
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    super();
    this.signal = signal;
    signal.addEventListener('abort', this.tellAll);
  }

  release(): void {
    this.signal.removeEventListener('abort', this.tellAll);
    WATCHED.delete(this.signal);
  }

  private readonly tellAll = (): void => {
    this.release();
    for (let watch = this.shift(); watch !== undefined; watch = this.shift()) watch.tell();
  };
}
