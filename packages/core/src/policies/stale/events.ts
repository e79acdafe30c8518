import type { CallInfo } from '../../call/call.ts';
import type { ErrorCode } from '../../errors/error-code.ts';

/** A call that failed got an earlier answer of its server. */
export interface StaleServed {
  readonly kind: 'staleServed';
  readonly atMs: number;
  readonly call: CallInfo;
  /** How old the answer is, in milliseconds. */
  readonly ageMs: number;
  /** The code of the failure. */
  readonly because: ErrorCode;
}
