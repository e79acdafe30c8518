import { setTimeout as pause } from 'node:timers/promises';

/** What {@link until} waits for, and for how long. */
export interface UntilOptions {
  /** What is waited for, as the end of "gave up waiting until …". */
  readonly what: string;
  /** When to give up, in milliseconds. Generous: it ends a broken test, it measures nothing.
   * @default 60000 */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Asks again and again until `check` gives something other than `undefined` and `false`; what it gave is returned.
 *
 * @throws Error when the time is over, with the error of the last try as its cause.
 */
export async function until<Value>(
  check: () => Value | undefined | false | Promise<Value | undefined | false>,
  { what, withinMs = 60_000, everyMs = 50 }: UntilOptions,
): Promise<Value> {
  const giveUpAtMs = performance.now() + withinMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > giveUpAtMs) {
      throw new Error(`Gave up after ${withinMs} ms waiting until ${what}.`, { cause: lastError });
    }
    await pause(everyMs);
  }
}
