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
  return new ListenerBus(options);
}

/** One of its own for each time that somebody subscribes, though it be with the same function. */
interface Subscription {
  readonly listener: EventListener;
}

/** A class, because `hasListeners` is asked for each call: the getter of a plain object is many times slower. */
class ListenerBus implements EventBus {
  readonly #options: EventBusOptions;
  /** Never changed, only replaced. Bounded by the observers that the host wires up; each holds the function that removes it. */
  #listeners: readonly Subscription[] = [];

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  get hasListeners(): boolean {
    return this.#listeners.length > 0;
  }

  readonly emit = (event: SeawallEvent): void => {
    // Those who listen now, so that a listener that subscribes another one for each event can't keep this going for ever.
    const listeners = this.#listeners;
    for (const subscription of listeners) {
      if (this.#listeners !== listeners && !this.#listeners.includes(subscription)) continue;
      try {
        const { listener } = subscription;
        const result: unknown = listener(event);
        if (result !== undefined && result instanceof Promise)
          result.catch((error: unknown) => this.#report(error, event));
      } catch (error) {
        this.#report(error, event);
      }
    }
  };

  readonly subscribe = (listener: EventListener): (() => void) => {
    const own: Subscription = { listener };
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== own);
    };
  };

  #report(error: unknown, event: SeawallEvent): void {
    try {
      this.#options.onListenerError(error, event);
    } catch {
      // Whoever is told of failures failed too: there is nobody left to tell, and the sender must go on.
    }
  }
}
