import { type TimerWheel, WheelTimer } from '../waiting/timer-wheel.ts';

/** Work that has to be over at a time, and what is said in its place when it is not. */
export interface BoundedWork<T> {
  readonly wheel: TimerWheel;
  readonly work: Promise<T>;
  readonly timeoutMs: number;
  /** Told that the time is over: ends the work where it can, and says what came of it. Must not throw. */
  readonly whenOver: () => T;
}

/**
 * Settles as `work` does, or when its time is over: also where the work hears no signal and never ends.
 *
 * What the work comes to later is dropped; a failure of it is no unhandled rejection.
 */
export function settleBy<T>({ wheel, work, timeoutMs, whenOver }: BoundedWork<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = new WheelTimer(() => resolve(whenOver()));
    wheel.set(timer, timeoutMs);
    work.then(
      (value) => {
        wheel.cancel(timer);
        resolve(value);
      },
      (error: unknown) => {
        wheel.cancel(timer);
        reject(error);
      },
    );
  });
}
