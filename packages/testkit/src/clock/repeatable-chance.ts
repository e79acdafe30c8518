import type { CreateId, Random } from '@seawall/core/base';

/**
 * Makes a source of chance that gives the same numbers for the same seed.
 *
 * The generator is mulberry32: 32 bits of state, good enough to spread delays, not for secrets. Print
 * the seed when a test fails.
 */
export function createSeededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes ids that count: `id-1`, `id-2` and so on, with `prefix` before the dash. */
export function createSequentialId(prefix = 'id'): CreateId {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}
