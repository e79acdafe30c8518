import type { SeawallEvent } from './event.ts';

/** Receives events; must be quick, and may throw, or reject when it is asynchronous, without harm to anyone. */
export type EventListener = (event: SeawallEvent) => void;

/** Hands events to whoever listens, in order, within the call of `emit`. */
export interface EventBus {
  /** Reaches those who listen when it is called; one that is unsubscribed meanwhile is left out. Never throws. */
  emit(event: SeawallEvent): void;
  /** @returns a function that ends the subscription; it may be called twice. */
  subscribe(listener: EventListener): () => void;
  /** Whether anyone listens: lets a hot path leave out building an event that nobody reads. */
  readonly hasListeners: boolean;
}

/** What an event bus needs. */
export interface EventBusOptions {
  /** Told when a listener throws; the other listeners and the sender go on. */
  readonly onListenerError: (error: unknown, event: SeawallEvent) => void;
}

/** Builds an event bus. */
export function createEventBus(options: EventBusOptions): EventBus {
  // Bounded by the observers that the host wires up; each holds the function that removes it.
  const listeners = new Set<EventListener>();
  const report = (error: unknown, event: SeawallEvent): void => {
    try {
      options.onListenerError(error, event);
    } catch {
      // Whoever is told of failures failed too: there is nobody left to tell, and the sender must go on.
    }
  };
  return {
    emit: (event) => {
      // A copy, so that a listener that subscribes another one for each event can't keep this going for ever.
      for (const listener of [...listeners]) {
        if (!listeners.has(listener)) continue;
        try {
          const result: unknown = listener(event);
          if (result instanceof Promise) result.catch((error: unknown) => report(error, event));
        } catch (error) {
          report(error, event);
        }
      }
    },
    subscribe: (listener) => {
      const own: EventListener = (event) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    get hasListeners() {
      return listeners.size > 0;
    },
  };
}
