/** This many exits within {@link CRASH_WINDOW_MS} make a crash loop. */
export const CRASH_LOOP_EXITS = 5;
export const CRASH_WINDOW_MS = 60_000;

/** Remembers when the process of a server ended by itself. */
export interface CrashWindow {
  record(atMs: number): void;
  /** Whether the process ends so often that it has to be called a crash loop. */
  isLooping(atMs: number): boolean;
}

/** Builds an empty window; it holds at most {@link CRASH_LOOP_EXITS} moments. */
export function createCrashWindow(): CrashWindow {
  let exits: readonly number[] = [];
  return {
    record: (atMs) => {
      exits = [...exits, atMs].slice(-CRASH_LOOP_EXITS);
    },
    isLooping: (atMs) => exits.length === CRASH_LOOP_EXITS && atMs - (exits[0] ?? atMs) <= CRASH_WINDOW_MS,
  };
}
