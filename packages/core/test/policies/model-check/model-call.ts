import type { Safety } from '../../../src/call/safety.ts';
import type { EnterResult } from '../../../src/policies/bulkhead/waiter.ts';
import { type Lease, type LeaseTerms, leaseKey } from './lease.ts';

/** A call that was let through. While it waits for its turn it has a `wait`. */
export interface ModelCall {
  readonly safety: Safety;
  readonly attempt: number;
  permit: number;
  /** Of a read that tries the circuit out. */
  trial: Lease | undefined;
  wait: { readonly controller: AbortController; readonly untilMs: number; result: EnterResult | undefined } | undefined;
}

/** What about the calls decides how it goes on; in which order they run does not, but in which they wait does. */
export function callsKey(calls: readonly ModelCall[], terms: LeaseTerms): string {
  const running: string[] = [];
  let waiting = '';
  for (const { safety, attempt, permit, trial, wait } of calls) {
    const hold = `${permit === terms.generation}${leaseKey(trial, terms)}`;
    // Of a call that runs it makes a difference only whether it may be repeated.
    if (wait === undefined) running.push(`${safety === 'read' && attempt === 1}${hold}`);
    else waiting += `${safety}${attempt}${hold}${wait.untilMs - terms.nowMs};`;
  }
  return `${running.sort()};${waiting}`;
}

/** Whether a call before this one runs just like it, so that nothing new can come of it. */
export function hasTwin(calls: readonly ModelCall[], index: number): boolean {
  const call = calls[index];
  if (call === undefined || call.wait !== undefined) return false;
  return calls.slice(0, index).some((other) => {
    const isAlike = other.safety === call.safety && other.attempt === call.attempt && other.permit === call.permit;
    return isAlike && other.wait === undefined && other.trial === call.trial;
  });
}
