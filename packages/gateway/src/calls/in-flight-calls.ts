import { type Clock, MCPError, MCPRejectedError, type Timer } from '@seawall/core/base';

/** The calls that run now, so that the end can wait for them. */
export interface InFlightCalls {
  readonly count: number;
  readonly isDraining: boolean;
  /**
   * Runs `work` as one call.
   *
   * @throws {@link MCPRejectedError} with `SHUTTING_DOWN` once draining has begun.
   */
  run<T>(call: RunningCall, work: () => Promise<T>): Promise<T>;
  /**
   * Takes no new calls from now on; resolves when none runs any more.
   *
   * Calls that still run after `graceMs`, or when `signal` aborts, are abandoned. Called again, it resolves with the first.
   */
  drain(options: { readonly graceMs: number; readonly signal?: AbortSignal }): Promise<void>;
}

/** One call, as the end sees it. */
export interface RunningCall {
  readonly server: string;
  /** What the call is about, as `tool "search"`. */
  readonly target: string;
  /** Answers the host with `error` and cancels the call at its server. */
  abandon(error: MCPError): void;
}

/** Builds the register of running calls. */
export function createInFlightCalls(clock: Clock): InFlightCalls {
  // Bounded by the requests that the fronts let in; each call removes itself.
  const running = new Set<RunningCall>();
  let onIdle: (() => void) | undefined;
  let draining: Promise<void> | undefined;

  const waitForEnd = ({
    graceMs,
    signal,
  }: {
    readonly graceMs: number;
    readonly signal?: AbortSignal;
  }): Promise<void> => {
    if (running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const finish = (): void => {
        onIdle = undefined;
        timer?.cancel();
        signal?.removeEventListener('abort', abandonAll);
        resolve();
      };
      const abandonAll = (): void => {
        for (const call of running) call.abandon(cancelledByShutdown(call));
        running.clear();
        finish();
      };
      onIdle = finish;
      timer = clock.setTimer(abandonAll, graceMs);
      signal?.addEventListener('abort', abandonAll, { once: true });
      if (signal?.aborted) abandonAll();
    });
  };
  return {
    get count() {
      return running.size;
    },
    get isDraining() {
      return draining !== undefined;
    },
    run: async (call, work) => {
      if (draining !== undefined) throw shuttingDown();
      running.add(call);
      try {
        return await work();
      } finally {
        running.delete(call);
        if (running.size === 0) onIdle?.();
      }
    },
    drain: (options) => {
      draining ??= waitForEnd(options);
      return draining;
    },
  };
}

function shuttingDown(): MCPError {
  return new MCPRejectedError({
    code: 'SHUTTING_DOWN',
    message: 'The gateway is shutting down and takes no new calls; nothing was sent.',
    hint: 'Call again when it is back.',
  });
}

function cancelledByShutdown({ server, target }: RunningCall): MCPError {
  return new MCPError({
    code: 'SHUTTING_DOWN',
    retryable: false,
    message: `The gateway shut down while ${target} on server "${server}" was running, and cancelled it. It may have run.`,
    hint: 'Check whether it took effect before calling again.',
    context: { serverName: server },
  });
}
