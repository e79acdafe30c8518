// @ts-check
/** @typedef {import('./contenders.mjs').Contender} Contender */

/** Rounds before the first that counts: until all is compiled. */
const WARM_UP_ROUNDS = 50;
/** The others are much slower: they get one round in so many. */
const PEER_SHARE = 20;

/**
 * Nanoseconds of CPU time for one operation of each contender.
 *
 * The first two go by turns, so that what else happens on the machine meets both alike, and the others after them: what they
 * leave for the garbage collector is no cost of the next round.
 *
 * @param {readonly Contender[]} contenders
 * @param {{ calls: number, rounds: number, run: (contender: Contender) => Promise<unknown> }} how
 * @returns {Promise<Record<string, number[]>>}
 */
export async function compare(contenders, { calls, rounds, run }) {
  const lanes = contenders.map((contender) => ({
    contender,
    loop: createLoop(run),
    times: /** @type {number[]} */ ([]),
  }));
  const drive = async (/** @type {typeof lanes[number]} */ lane, /** @type {number} */ round) => {
    const nanoseconds = await timed(() => lane.loop(lane.contender, calls));
    if (round >= 0) lane.times.push(nanoseconds / calls);
  };
  const pair = lanes.slice(0, 2);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const lane of round % 2 === 0 ? pair : pair.toReversed()) await drive(lane, round);
  }
  for (const lane of lanes.slice(2)) {
    for (let round = -WARM_UP_ROUNDS / 5; round < rounds / PEER_SHARE; round += 1) await drive(lane, round);
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
