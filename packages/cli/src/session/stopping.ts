import type { CommandContext, StopSignal } from '../context.ts';
import { exitCodeOfSignal } from '../exit-code.ts';

/** Why a gateway has to end. */
export type StopReason =
  | { readonly kind: 'signal'; readonly signal: StopSignal }
  | { readonly kind: 'fatal'; readonly error: unknown }
  /** Nobody reads stdout any more, or the host is gone. */
  | { readonly kind: 'unheard' };

/** Turns what happens to the process into one wish to end. */
export interface Stopping extends Disposable {
  /** Resolves with the first reason; never rejects. */
  readonly requested: Promise<StopReason>;
  /** Aborts when the end may not wait any longer. */
  readonly hurry: AbortSignal;
  /** Asks for the end from inside. */
  request(reason: StopReason): void;
}

/**
 * Listens for reasons to end: the first is told, the second makes haste, the third ends the process as it is.
 *
 * An uncaught error is told to `onFatal`, once, and leaves no time to wait.
 */
export function createStopping(context: CommandContext, options: StoppingOptions): Stopping {
  const hurrying = new AbortController();
  let resolveRequested: (reason: StopReason) => void = () => undefined;
  const requested = new Promise<StopReason>((resolve) => {
    resolveRequested = resolve;
  });
  let signalCount = 0;
  let isFatal = false;
  const stopListening = context.events.listen({
    onStop: (signal) => {
      signalCount += 1;
      if (signalCount === 2) hurrying.abort();
      if (signalCount > 2) context.exit(exitCodeOfSignal(signal));
      resolveRequested({ kind: 'signal', signal });
    },
    onReload: options.onReload,
    onFatal: (error) => {
      if (isFatal) return context.exit(1);
      isFatal = true;
      options.onFatal(error);
      hurrying.abort();
      resolveRequested({ kind: 'fatal', error });
    },
    onOutputClosed: () => {
      hurrying.abort();
      resolveRequested({ kind: 'unheard' });
    },
  });
  return { requested, hurry: hurrying.signal, request: resolveRequested, [Symbol.dispose]: stopListening };
}

/** Who has to know. */
export interface StoppingOptions {
  readonly onReload: () => void;
  readonly onFatal: (error: unknown) => void;
}
