/** Stops the clocks of a call while its server waits for the host. */
export interface Hold {
  readonly isHeld: boolean;
  /** Holds until the function that it gives back is called; several at once hold until the last is gone. */
  take(): () => void;
  /** Told of each change of {@link Hold.isHeld}. @returns a function that ends it. */
  onChange(listener: () => void): () => void;
}

/** Builds a hold that nobody holds. */
export function createHold(): Hold {
  let holders = 0;
  // Bounded by the attempts of one call, of which one runs at a time.
  const listeners = new Set<() => void>();
  const change = (by: 1 | -1): void => {
    const wasHeld = holders > 0;
    holders += by;
    if (wasHeld !== holders > 0) for (const listener of listeners) listener();
  };
  return {
    get isHeld() {
      return holders > 0;
    },
    take: () => {
      let isTaken = true;
      change(1);
      return () => {
        if (!isTaken) return;
        isTaken = false;
        change(-1);
      };
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
