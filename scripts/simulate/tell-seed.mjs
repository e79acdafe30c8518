// @ts-check
import { generateScenario, prepareSimulator, runScenario, shrinkScenario } from '@seawall/testkit/simulator';

/** Of what came last. */
const TOLD_LINES = 30;

/**
 * Runs one world twice, prints what happened, and the smallest scenario in which the same does not hold.
 *
 * @param {number} seed
 * @param {{ readonly calls: number, readonly isShrinking: boolean }} options
 * @returns {Promise<number>} the exit code
 */
export async function tellSeed(seed, { calls, isShrinking }) {
  await prepareSimulator();
  const scenario = generateScenario(seed, { calls });
  const outcome = await runScenario(scenario);
  const again = await runScenario(scenario);
  const isSame = outcome.hash === again.hash;
  console.log(`\nSeed ${seed}, ${calls} calls in the mean: trace ${outcome.hash}${isSame ? ', twice' : ''}.`);
  if (!isSame) console.error(`The second run was another one (${again.hash}): something in it is left to chance.`);
  if (outcome.kind === 'held') {
    const { calls: made, executions, virtualMs, recoveryMs } = outcome;
    const times = `${Math.round(virtualMs)} ms in all, ${Math.round(recoveryMs)} ms to recover`;
    console.log(`All held: ${made} calls, ${executions} carried out, ${times}.`);
    return isSame ? 0 : 1;
  }
  console.error(
    `${outcome.violation.message}\nAt step ${outcome.step}, ${outcome.atMs.toFixed(1)} ms. What came last:`,
  );
  console.error(outcome.trace.slice(-TOLD_LINES).join('\n'));
  if (isShrinking) await tellSmallest(scenario, outcome.violation.invariant);
  return 1;
}

/**
 * @param {Parameters<typeof shrinkScenario>[0]} scenario
 * @param {Parameters<typeof shrinkScenario>[1]} invariant
 */
async function tellSmallest(scenario, invariant) {
  const { scenario: smallest, runs } = await shrinkScenario(scenario, invariant);
  const { servers, calls, faults, actions } = smallest;
  const size = `${servers.length} servers, ${calls.length} calls, ${faults.length} faults, ${actions.length} actions`;
  console.error(`\nThe smallest scenario of ${runs} tried: ${size}.\n${JSON.stringify(smallest, undefined, 1)}`);
  const outcome = await runScenario(smallest);
  if (outcome.kind === 'broken')
    console.error(`${outcome.violation.message}\n${outcome.trace.slice(-TOLD_LINES).join('\n')}`);
}
