import type { SimulatedCall } from '../process/simulated-call.ts';
import type { Execution } from '../servers/ledger.ts';

/** An answer as a caller got it. */
export interface GivenAnswer {
  readonly execution: Execution;
  /** How old it says that it is; absent where it says nothing. */
  readonly staleMs: number | undefined;
  readonly isFromElsewhere: boolean;
}

/** I10: whether an answer may be given to this call. */
export function isOwnAnswer(call: SimulatedCall, answer: GivenAnswer, nowMs: number): string | undefined {
  const { execution, staleMs, isFromElsewhere } = answer;
  const { id, principal } = call.plan;
  if (execution.principal !== principal)
    return `Call ${id} of ${principal} got the answer to ${execution.callId} of ${execution.principal}.`;
  if (isFromElsewhere) return undefined;
  const wanted = targetOf(call);
  if (execution.server !== call.server.name || execution.target !== wanted || execution.key !== keyOf(call))
    return `Call ${id} of ${wanted} on ${call.server.name} got the answer of ${execution.target} on ${execution.server}, key ${execution.key}.`;
  if (staleMs !== undefined) return isOfAge(call, staleMs, nowMs - execution.atMs);
  if (execution.callId === id) return undefined;
  if (execution.answeredMs >= call.startedMs && mayShare(call)) return undefined;
  return `Call ${id} got the answer to ${execution.callId} of ${Math.round(nowMs - execution.atMs)} ms ago without a mark.`;
}

function isOfAge(call: SimulatedCall, staleMs: number, ageMs: number): string | undefined {
  const limitMs = call.tool?.staleMs ?? RESOURCE_STALE_MS;
  if (staleMs > limitMs + 1)
    return `Call ${call.plan.id} got an answer that is ${staleMs} ms old; ${limitMs} ms are allowed.`;
  return staleMs > ageMs + 1 ? `Call ${call.plan.id} got an answer marked older than it is.` : undefined;
}

/** For reads of resources that nothing is set for. */
const RESOURCE_STALE_MS = 300_000;

function mayShare({ safety, tool }: SimulatedCall): boolean {
  return safety === 'read' && (tool === undefined || tool.singleFlight);
}

function targetOf({ plan: { target } }: SimulatedCall): string {
  return target.kind === 'tool' ? target.tool : target.kind === 'resource' ? target.uri : 'tools/list';
}

function keyOf({ plan: { target, key } }: SimulatedCall): string {
  return target.kind === 'resource' ? target.uri : key;
}
