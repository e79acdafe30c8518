import type { Safety } from '@seawall/core/base';
import type { SimulatedCall } from '../process/simulated-call.ts';
import type { Execution } from '../servers/ledger.ts';

/** I1: each time that a server carries a call out. */
export function runsOnce(
  execution: Execution,
  call: { readonly safety: Safety; readonly times: number },
): string | undefined {
  if (call.times <= 1 || call.safety !== 'write') return undefined;
  const { callId, server, target } = execution;
  return `Write ${callId} of ${target} on ${server} was carried out ${call.times} times.`;
}

/** I1: an idempotent write that may have run is not sent again after its time. */
export function sendsAgainInTime(
  callId: string,
  sent: { readonly mayHaveRun: boolean; readonly agoMs: number; readonly idempotentWithinMs: number },
): string | undefined {
  if (!sent.mayHaveRun || sent.agoMs <= sent.idempotentWithinMs + 1) return undefined;
  return `Idempotent write ${callId}, which may have run, was sent again ${Math.round(sent.agoMs)} ms after the first time; ${sent.idempotentWithinMs} ms are allowed.`;
}

/** I1: what the caller of a write was told, beside how often it was carried out in the end. */
export function isToldTruly(
  call: SimulatedCall,
  told: 'parked' | 'done' | 'elsewhere',
  timesRun: number,
): string | undefined {
  if (call.safety === 'read' || call.end.kind === 'pending' || call.end.kind === 'lost' || told !== 'done')
    return undefined;
  const { id } = call.plan;
  if (call.end.kind === 'result')
    return timesRun === 0 ? `Write ${id} was called done and was never carried out.` : undefined;
  const { kind, code } = call.end.error;
  // An answer that is too long to be taken says all the same that the server did its work.
  if (kind === 'outcome_unknown' || kind === 'cancelled' || code === 'MESSAGE_TOO_LARGE') return undefined;
  if (timesRun === 0) return undefined;
  return `Write ${id} was carried out, and its caller was told ${code}, which is no word of that.`;
}
