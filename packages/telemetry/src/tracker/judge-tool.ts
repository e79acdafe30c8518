import type { HealthStatus, Judgement } from './health.ts';
import { type CallFacts, type CircuitFacts, judgeCircuit } from './judge-server.ts';
import type { TrackerSettings } from './tracker-options.ts';

/** Says how well a tool does, and why: by its last failures in a row, unless its server can not be used at all. */
export function judgeTool(
  facts: CallFacts & { readonly circuit?: CircuitFacts },
  server: HealthStatus & { readonly isUsable: boolean },
  settings: TrackerSettings,
): Judgement {
  if (!server.isUsable) {
    const { health, reason, advice } = server;
    return { health, reason: `Its server: ${reason}`, ...(advice === undefined ? {} : { advice }) };
  }
  return judgeCircuit('The tool', facts.circuit) ?? judgeFailures(facts, settings) ?? judgeThrottles(facts) ?? WELL;
}

const WELL: Judgement = { health: 'healthy', reason: 'The latest call to it did not fail.' };

function judgeFailures(
  { failuresInARow, lastError }: CallFacts,
  { toolFailuresInARow }: TrackerSettings,
): Judgement | undefined {
  if (failuresInARow === 0) return undefined;
  const what =
    failuresInARow === 1 ? 'The latest call to it failed' : `The latest ${failuresInARow} calls to it failed`;
  return {
    health: failuresInARow >= toolFailuresInARow ? 'unhealthy' : 'degraded',
    reason:
      lastError === undefined ? `${what}.` : `${what}: ${lastError.message.replace(/\.$/, '')} (${lastError.code}).`,
    ...(lastError?.hint === undefined ? {} : { advice: lastError.hint }),
  };
}

function judgeThrottles({ throttles, successesInARow }: CallFacts): Judgement | undefined {
  if (throttles === 0 || successesInARow > 0) return undefined;
  return { health: 'degraded', reason: 'It asked for fewer calls, and no call succeeded since.' };
}
