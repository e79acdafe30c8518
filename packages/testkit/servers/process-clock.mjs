// @ts-check

/**
 * The time of this process, in the shape of Seawall's `Clock`. Nothing else in the scripted servers
 * reads a clock or sets a timer.
 *
 * @type {import('./scripted-protocol.mjs').ProtocolClock & { monotonicMs(): number }}
 */
export const processClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer: (callback, delayMs, options) => {
    const handle = setTimeout(callback, delayMs);
    if (options?.background) handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Calls back in a later turn of the event loop, after all promise jobs of this one. */
export const inNextTurn = setImmediate;

/** Resolves in a later turn of the event loop. */
export function nextTurn() {
  return new Promise((resolve) => inNextTurn(resolve));
}
