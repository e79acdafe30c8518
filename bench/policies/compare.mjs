// @ts-check
/** @typedef {import('./contenders.mjs').Contender} Contender */

/** Rounds before the first that counts: until all is compiled. */
const WARM_UP_ROUNDS = 50;
/** The others are slow, and leave much for the garbage collector: they get one round in so many. */
const PEER_ROUNDS = 10;

/**
 * Nanoseconds of CPU time for one operation of each contender, by turns, so that what else happens on the machine meets all alike.
 *
 * @param {readonly Contender[]} contenders the first two are compared round by round
 * @param {{ calls: number, rounds: number, run: (contender: Contender) => Promise<unknown> }} how
 * @returns {Promise<Record<string, number[]>>}
 */
export async function compare(contenders, { calls, rounds, run }) {
  const lanes = contenders.map((contender) => ({
    contender,
    loop: createLoop(run),
    times: /** @type {number[]} */ ([]),
  }));
  const pair = lanes.slice(0, 2);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const isPeerRound = round % PEER_ROUNDS === 0;
    for (const lane of isPeerRound ? lanes.slice(2) : round % 2 === 0 ? pair : pair.toReversed()) {
      const nanoseconds = await timed(() => lane.loop(lane.contender, calls));
      if (round >= 0) lane.times.push(nanoseconds / calls);
    }
    // What the others left is no cost of the next round.
    if (isPeerRound) {
      globalThis.gc?.();
      for (const lane of pair) await lane.loop(lane.contender, calls);
    }
  }
  for (const contender of contenders) contender.close();
  return Object.fromEntries(lanes.map(({ contender, times }) => [contender.name, times]));
}

/**
 * The CPU time of all threads, in nanoseconds.
 *
 * @param {() => Promise<unknown>} operation
 */
export async function timed(operation) {
  const before = process.cpuUsage();
  await operation();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

/**
 * A loop of its own for each contender, so that none is compiled for what others do.
 *
 * @param {(contender: Contender) => Promise<unknown>} run
 * @returns {(contender: Contender, count: number) => Promise<void>}
 */
function createLoop(run) {
  const source =
    'return async (contender, count) => { for (let index = 0; index < count; index += 1) await run(contender); }';
  return new Function('run', source)(run);
}
