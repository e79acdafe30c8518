/**
 * Tells a listener of a policy something; never throws, and leaves no rejection behind.
 *
 * Calls depend on the policy, and nobody else here could be told of the failure: whoever listens reports its own.
 */
export function notify<Change>(listener: (change: Change) => unknown, change: Change): void {
  try {
    const result = listener(change);
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // See above.
  }
}
