/** A source of chance: a number in `[0, 1)`, as `Math.random` gives. */
export type Random = () => number;

/** The chance of this process. Not for secrets. */
export const systemRandom: Random = () => Math.random();
