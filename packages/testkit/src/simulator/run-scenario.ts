import { nextTurn } from '../../servers/process-clock.mjs';
import type { Scenario } from './scenario/scenario.ts';
import { WARM_UP } from './scenario/warm-up.ts';
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

/**
 * Loads what the client loads when it first needs it: that takes turns of the event loop, which simulated worlds don't wait for.
 *
 * Once for a process, before the first world.
 */
export async function prepareSimulator(): Promise<void> {
  // What simulated errors say of themselves is the same without their stacks, which cost most of the time.
  Error.stackTraceLimit = 0;
  const { prepareDiagnosis } = await import('@seawall/core/diagnosis');
  await prepareDiagnosis();
  await import('@seawall/core/rescue');
  const world = new Simulation(WARM_UP, 'event-loop');
  // Time passes while something is loaded, so that deadlines are missed: nobody asks what held.
  await world.run().catch(() => undefined);
  await world.abandon();
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
}
