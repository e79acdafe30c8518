// @ts-check
// Simulates the seeds that it is given and tells what came of each part of them.
import { parentPort } from 'node:worker_threads';
import { generateScenario, prepareSimulator, runScenario } from '@seawall/testkit/simulator';

/**
 * Seeds that are simulated in one go, the last one left out; `calls` of one scenario in the mean.
 *
 * @typedef {{ readonly from: number, readonly to: number, readonly calls: number }} SeedRange
 */

/**
 * What came of a range; `broken` are the seeds of which something did not hold.
 *
 * @typedef {object} SeedReport
 * @property {number} seeds
 * @property {number} calls
 * @property {number} executions
 * @property {number} virtualMs
 * @property {number} recoveryMs
 * @property {readonly { readonly seed: number, readonly message: string }[]} broken
 */

const port = parentPort;
if (port === null) throw new Error('This is started as a worker.');
await prepareSimulator();
port.on('message', async (/** @type {SeedRange} */ range) => port.postMessage(await simulate(range)));
port.postMessage('ready');

/**
 * @param {SeedRange} range
 * @returns {Promise<SeedReport>}
 */
async function simulate({ from, to, calls }) {
  const broken = [];
  const totals = { calls: 0, executions: 0, virtualMs: 0, recoveryMs: 0 };
  for (let seed = from; seed < to; seed += 1) {
    const outcome = await runScenario(generateScenario(seed, { calls }));
    if (outcome.kind === 'broken') broken.push({ seed, message: outcome.violation.message });
    else {
      totals.calls += outcome.calls;
      totals.executions += outcome.executions;
      totals.virtualMs += outcome.virtualMs;
      totals.recoveryMs = Math.max(totals.recoveryMs, outcome.recoveryMs);
    }
  }
  return { seeds: to - from, ...totals, broken };
}
