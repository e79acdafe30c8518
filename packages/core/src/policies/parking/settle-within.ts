import type { Clock } from '../../clock.ts';

/** How something that was waited for ended. */
export type Settled<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'thrown'; readonly error: unknown }
  /** It did not end in time; what comes of it later is not looked at. */
  | { readonly kind: 'late' };

/** Starts something and waits for its end, at most `limitMs`; never rejects, whatever `start` does. */
export function settleWithin<T>(clock: Clock, limitMs: number, start: () => T | Promise<T>): Promise<Settled<T>> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(() => resolve({ kind: 'late' }), limitMs, { background: true });
    const settle = (end: Settled<T>): void => {
      timer.cancel();
      resolve(end);
    };
    Promise.resolve()
      .then(start)
      .then(
        (value) => settle({ kind: 'value', value }),
        (error: unknown) => settle({ kind: 'thrown', error }),
      );
  });
}
