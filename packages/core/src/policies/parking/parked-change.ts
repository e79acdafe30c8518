import type { MCPError } from '../../errors/mcp-error.ts';
import { redact } from '../../redaction/redact.ts';
import type { ParkedCall, ParkedChangeBy, ParkedState } from './parked-call.ts';

/** One step of a parked call. */
export interface ParkedChange {
  readonly from: ParkedState;
  /** As it is now. */
  readonly call: ParkedCall;
  readonly error?: MCPError;
  /** The person who did it. */
  readonly by?: ParkedChangeBy;
}

/** The record of a call at its end. One that can never be sent again keeps no secrets either. */
export function finishedCall(
  call: ParkedCall,
  state: 'done' | 'unknown' | 'expired' | 'discarded',
  fields: Partial<ParkedCall> & Pick<ParkedCall, 'changedAtMs'>,
): ParkedCall {
  const { notBeforeMs: _over, ...rest } = call;
  const isOver = state === 'done' || state === 'discarded';
  return { ...rest, ...fields, state, ...(isOver ? { arguments: redact(call.arguments) } : {}) };
}

/** A record as it may be shown: no secrets. */
export function shownCall(call: ParkedCall): ParkedCall {
  return redact(call);
}

/** The fields that keep what a server answered: its result without secrets, or nothing where that is large. */
export function keptResult(result: unknown): Pick<ParkedCall, 'result'> {
  const clean: unknown = redact(result);
  try {
    const text: string | undefined = JSON.stringify(clean);
    return text === undefined || text.length > MAX_RESULT_LENGTH ? {} : { result: JSON.parse(text) };
  } catch {
    // No JSON: it can't be kept.
    return {};
  }
}

/** Larger results are not kept, in characters. */
const MAX_RESULT_LENGTH = 65_536;
