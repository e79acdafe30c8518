/** A value that tells those who watch it when it changes, in the shape that `useSyncExternalStore` wants. */
export interface Observable<T> {
  readonly subscribe: (changed: () => void) => () => void;
  readonly read: () => T;
}

/** An {@link Observable} that its owner sets. */
export interface Observed<T> extends Observable<T> {
  readonly set: (value: T) => void;
}

/** Makes a value observable. */
export function createObserved<T>(initial: T): Observed<T> {
  let current = initial;
  const watchers = new Set<() => void>();
  return {
    read: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const changed of [...watchers]) changed();
    },
    subscribe: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
