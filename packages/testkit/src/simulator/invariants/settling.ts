import type { SimulatedCall } from '../process/simulated-call.ts';

/** How late a call may settle, in milliseconds: one grain of the wheel on which waits are kept, and one of the clock. */
export const GRAIN_MS = 21;

/** How soon a call settles that its circuit refuses, in milliseconds. */
const REFUSAL_MS = 100;

/** I2: a call settles for the first time. */
export function settlesOnce(call: SimulatedCall): string | undefined {
  return call.end.kind === 'pending' ? undefined : `Call ${call.plan.id} settled twice.`;
}

/** I2: when it settles. `sleptUntilMs` is the end of the sleep of the machine in which its deadline was, if there was one. */
export function settlesInTime(call: SimulatedCall, nowMs: number, latestMs: number): string | undefined {
  const lateMs = nowMs - latestMs;
  if (lateMs <= GRAIN_MS) return undefined;
  return `Call ${call.plan.id} settled ${lateMs.toFixed(1)} ms after its deadline.`;
}

/** I2: a call of a circuit that refused calls when it was made. */
export function isRefusedAtOnce(call: SimulatedCall, nowMs: number): string | undefined {
  const tookMs = nowMs - call.startedMs;
  if (!call.wasKnownBad || tookMs <= REFUSAL_MS) return undefined;
  return `Call ${call.plan.id} took ${tookMs.toFixed(1)} ms though its circuit was open when it was made.`;
}

/** I2: at the end. */
export function isSettled(call: SimulatedCall): string | undefined {
  return call.end.kind === 'pending' ? `Call ${call.plan.id} never settled.` : undefined;
}
