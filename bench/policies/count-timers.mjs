// @ts-check
import { createHook } from 'node:async_hooks';

/**
 * Counts the timers of this process that are set from now on, those that let it end included.
 *
 * @returns {() => number} how many are pending
 */
export function countTimers() {
  /** @type {Set<number>} */
  const pending = new Set();
  createHook({
    init: (id, type) => {
      if (type === 'Timeout') pending.add(id);
    },
    destroy: (id) => void pending.delete(id),
  }).enable();
  return () => pending.size;
}
