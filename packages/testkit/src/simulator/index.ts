/**
 * Simulated worlds: the real client, its policies and the gateway's router over servers that misbehave, on a clock that costs no
 * time. What has to hold is checked all along; the same seed does the same again.
 *
 * @packageDocumentation
 */
export { INVARIANTS, type InvariantId } from './invariants/invariants.ts';
export { prepareSimulator, runScenario, type ScenarioOutcome } from './run-scenario.ts';
export { FAULT_NAMES, FAULTS, type FaultName, type FaultTraits } from './scenario/faults.ts';
export { generateScenario, type ScenarioOptions } from './scenario/generate-scenario.ts';
export type { ActionPlan, CallPlan, FaultPlan, Scenario, ServerPlan, ToolPlan } from './scenario/scenario.ts';
export { type ShrinkOptions, type ShrunkScenario, shrinkScenario } from './shrink.ts';
export { Simulation, type SimulationResult } from './simulation.ts';
export { Violation } from './violation.ts';
