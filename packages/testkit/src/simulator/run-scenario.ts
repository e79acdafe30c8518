import { nextTurn } from '../../servers/process-clock.mjs';
import { generateScenario } from './scenario/generate-scenario.ts';
import type { Scenario } from './scenario/scenario.ts';
import { Simulation, type SimulationResult } from './simulation.ts';
import { Violation } from './violation.ts';

/** What came of one simulated world. */
export type ScenarioOutcome =
  | ({ readonly kind: 'held' } & SimulationResult)
  | {
      readonly kind: 'broken';
      readonly violation: Violation;
      /** How much had happened, and what came last. */
      readonly step: number;
      readonly atMs: number;
      readonly hash: string;
      readonly trace: readonly string[];
    };

/** Runs a scenario. @throws what is no violation, which is a fault of the simulator or of the client. */
export async function runScenario(scenario: Scenario): Promise<ScenarioOutcome> {
  const world = new Simulation(scenario);
  try {
    return { kind: 'held', ...(await world.run()) };
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    const { length, hash } = world.trace;
    const outcome = {
      kind: 'broken',
      violation: error,
      step: length,
      atMs: world.time.nowMs,
      hash,
      trace: world.trace.last(),
    } as const;
    await world.abandon();
    return outcome;
  }
}

/** Worlds in which all is done that loads something. */
const WARM_UP_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/**
 * Loads what the client loads when it first needs it: that takes turns of the event loop, which simulated worlds don't wait for.
 *
 * Once for a process, before the first world.
 */
export async function prepareSimulator(): Promise<void> {
  // What simulated errors say of themselves is the same without their stacks, which cost most of the time.
  Error.stackTraceLimit = 0;
  await import('@seawall/core/diagnosis');
  await import('@seawall/core/rescue');
  for (const seed of WARM_UP_SEEDS) {
    const world = new Simulation(generateScenario(seed, { calls: 40 }), 'event-loop');
    // Time passes while something is loaded, so that deadlines are missed: nobody asks what held.
    await world.run().catch(() => undefined);
    await world.abandon();
  }
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
}
