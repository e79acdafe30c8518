import { inNextTurn } from '../../../servers/process-clock.mjs';

/** How {@link runTurns} goes on between two turns. */
export type Pace = 'promises' | 'event-loop';

/**
 * Calls `turn` until it says that it is done, and lets all promises settle in between that can.
 *
 * With `promises` no turn of the event loop passes between, which is many times faster, but nothing that waits for input or output
 * goes on; with `event-loop` it does.
 */
export function runTurns(turn: () => boolean, pace: Pace = 'promises'): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      let goesOn: boolean;
      try {
        goesOn = turn();
      } catch (error) {
        reject(error);
        return;
      }
      if (!goesOn) resolve();
      // A tick that a promise job asks for comes when no job is left, those that other jobs added included.
      else if (pace === 'promises') queueMicrotask(() => process.nextTick(next));
      else inNextTurn(next);
    };
    process.nextTick(next);
  });
}
