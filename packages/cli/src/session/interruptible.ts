import type { CommandContext } from '../context.ts';
import { EXIT, exitCodeOfSignal } from '../exit-code.ts';

/**
 * Runs a command that does one thing, and ends it early when somebody wants that.
 *
 * The first signal ends it in order, the second as it is.
 * @returns the exit code: that of `run`, or that of what came first.
 */
export async function runInterruptible(context: CommandContext, work: InterruptibleWork): Promise<number> {
  const aborting = new AbortController();
  let stopListening = (): void => undefined;
  const interrupted = new Promise<number>((resolve, reject) => {
    let stopCount = 0;
    stopListening = context.events.listen({
      onStop: (signal) => {
        stopCount += 1;
        if (stopCount > 1) context.exit(exitCodeOfSignal(signal));
        resolve(exitCodeOfSignal(signal));
      },
      // There is nothing to read again: the terminal was closed.
      onReload: () => resolve(EXIT.failed),
      onFatal: (error) => reject(error),
      onOutputClosed: () => resolve(EXIT.ok),
    });
  });
  try {
    return await Promise.race([work.run(aborting.signal), interrupted]);
  } finally {
    aborting.abort();
    await work.close();
    stopListening();
  }
}

/** What a command does. */
export interface InterruptibleWork {
  /** @param signal aborts when it is to end */
  run(signal: AbortSignal): Promise<number>;
  /** Ends everything that was opened. */
  close(): Promise<void>;
}
