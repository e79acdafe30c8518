import type { CircuitView } from '@seawall/admin-api';
import type { CircuitSnapshot, PoliciesSnapshot } from '@seawall/core/base';

/** The circuit of a whole server. One that takes no calls because its entry is faulty or disabled has none. */
export function serverCircuit(policies: PoliciesSnapshot | undefined, sinceMs: number): CircuitView {
  return policies === undefined ? closedCircuit(sinceMs) : toCircuitView(policies.circuit);
}

/** The circuit of a tool, which is closed where it never failed. */
export function toolCircuit(policies: PoliciesSnapshot | undefined, tool: string, sinceMs: number): CircuitView {
  const circuit = policies?.toolCircuits.find((candidate) => candidate.tool === tool);
  return circuit === undefined ? { ...closedCircuit(sinceMs), tool } : toCircuitView(circuit);
}

/** A circuit as the API tells of it. */
export function toCircuitView(circuit: CircuitSnapshot): CircuitView {
  const { tool, state, sinceMs, nextProbeInMs, counts, reason, detail, failureCode, by } = circuit;
  const words = [reason, detail, failureCode].filter((part) => part !== undefined);
  return {
    state,
    sinceMs,
    calls: counts.calls,
    failures: counts.failures,
    ...(tool === undefined ? {} : { tool }),
    ...(nextProbeInMs === undefined ? {} : { nextProbeInMs }),
    ...(words.length === 0 ? {} : { reason: words.join(': ') }),
    ...(by === undefined ? {} : { changedBy: { ...by } }),
  };
}

function closedCircuit(sinceMs: number): CircuitView {
  return { state: 'closed', sinceMs, calls: 0, failures: 0 };
}
