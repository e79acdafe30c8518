// Runs seeds until something does not hold, and prints what: the invariant and the seed.

import { prepareSimulator, runScenario } from '../../src/simulator/run-scenario.ts';
import { generateScenario, type ScenarioOptions } from '../../src/simulator/scenario/generate-scenario.ts';

const [from = '1', to = '1', options = '{}'] = process.argv.slice(2);
const scenarioOptions: ScenarioOptions = JSON.parse(options);
await prepareSimulator();
const broken = await findBroken(Number(from), Number(to));
process.stdout.write(`${JSON.stringify(broken)}\n`, () => process.exit(0));

async function findBroken(first: number, last: number) {
  for (let seed = first; seed <= last; seed += 1) {
    const outcome = await runScenario(generateScenario(seed, scenarioOptions));
    if (outcome.kind === 'broken')
      return { seed, invariant: outcome.violation.invariant, message: outcome.violation.message };
  }
  return { invariant: 'none' };
}
