// @ts-check
import { parseArgs } from 'node:util';

/**
 * What is simulated. `seed`: one world, told in full. `calls`: in all, in the mean.
 *
 * @typedef {object} SimulateOptions
 * @property {number} from
 * @property {number} seeds
 * @property {number} calls
 * @property {number} threads
 * @property {number | undefined} seed
 * @property {boolean} isShrinking
 */

/** In the mean. */
const CALLS_OF_A_SEED = 200;
const MAX_FRESH_SEED = 2_000_000_000;

/**
 * Reads the command line; a text says what is wrong with it.
 *
 * @param {readonly string[]} args
 * @returns {SimulateOptions | string}
 */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        calls: { type: 'string' },
        seeds: { type: 'string', default: '50000' },
        seed: { type: 'string' },
        from: { type: 'string' },
        threads: { type: 'string', default: '2' },
        fresh: { type: 'boolean', default: false },
        'no-shrink': { type: 'boolean', default: false },
      },
    });
    const seeds = toNumber('seeds', values.seeds, 1);
    return {
      // Fresh seeds are printed, so that they can be had again.
      from: toNumber('from', values.from ?? (values.fresh ? String(freshSeed()) : '1'), 0),
      seeds,
      calls: toNumber('calls', values.calls ?? String(seeds * CALLS_OF_A_SEED), 1),
      threads: toNumber('threads', values.threads, 1),
      seed: values.seed === undefined ? undefined : toNumber('seed', values.seed, 0),
      isShrinking: !values['no-shrink'],
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function freshSeed() {
  return Math.floor(Math.random() * MAX_FRESH_SEED);
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} min
 */
function toNumber(name, text, min) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min) return number;
  throw new Error(`--${name} takes a whole number from ${min}, not "${text}".`);
}
