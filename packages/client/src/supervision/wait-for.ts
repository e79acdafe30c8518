import type { Clock } from '@seawall/core/base';

/** How long to wait, and what ends it early. */
export interface WaitOptions {
  readonly clock: Clock;
  /** On the clock's monotonic time. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** Waits until `promise` settles, the deadline passes or the signal aborts, whichever is first. Never rejects. */
export function waitFor(promise: Promise<unknown>, options: WaitOptions): Promise<'settled' | 'timeout' | 'aborted'> {
  const { clock, deadlineMs, signal } = options;
  if (signal?.aborted) return Promise.resolve('aborted');
  return new Promise((resolve) => {
    const settle = (how: 'settled' | 'timeout' | 'aborted'): void => {
      timer.cancel();
      signal?.removeEventListener('abort', onAbort);
      resolve(how);
    };
    const onAbort = (): void => settle('aborted');
    const timer = clock.setTimer(() => settle('timeout'), deadlineMs - clock.monotonicMs());
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(
      () => settle('settled'),
      () => settle('settled'),
    );
  });
}
