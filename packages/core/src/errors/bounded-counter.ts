/** Counts names, a limited number of them. */
export interface BoundedCounter {
  /** Counts one more; a name too many counts as {@link OTHER_NAMES}. */
  add(name: string): void;
  /** The counts in the order in which the names came. */
  counts(): Readonly<Record<string, number>>;
  /** The name with the highest count, the earliest of several; `null` without any. */
  mostCommon(): readonly [name: string, count: number] | null;
  reset(): void;
}

/** Stands for all names that there was no room for. */
export const OTHER_NAMES = '(other)';

/** A longer name is cut, in characters. */
const MAX_NAME_LENGTH = 200;

/** Creates a counter of at most `maxNames` names. */
export function createBoundedCounter(maxNames: number): BoundedCounter {
  const counts = new Map<string, number>();
  let others = 0;
  return {
    add: (name) => {
      const key = name.slice(0, MAX_NAME_LENGTH);
      if (counts.has(key) || counts.size < maxNames) counts.set(key, (counts.get(key) ?? 0) + 1);
      else others += 1;
    },
    counts: () => Object.fromEntries(others === 0 ? counts : [...counts, [OTHER_NAMES, others]]),
    mostCommon: () => {
      let best: readonly [string, number] | null = null;
      for (const entry of counts) if (best === null || entry[1] > best[1]) best = entry;
      return best === null ? null : [...best];
    },
    reset: () => {
      counts.clear();
      others = 0;
    },
  };
}
