import type { Clock } from '@seawall/core/base';

/** How to wait. */
export interface WaitUntilOptions {
  readonly clock: Clock;
  readonly maxTimeMs: number;
  /** Calls back at every event. @returns a function that ends it. */
  readonly onEvent: (look: () => void) => () => void;
}

/** Waits until `isDone`, looking again at every event, at most `maxTimeMs`. Never rejects. */
export function waitUntil(isDone: () => boolean, { clock, maxTimeMs, onEvent }: WaitUntilOptions): Promise<void> {
  if (isDone()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      unsubscribe();
      resolve();
    };
    const timer = clock.setTimer(end, maxTimeMs);
    const unsubscribe = onEvent(() => {
      if (isDone()) end();
    });
  });
}
