import type { CallInfo } from '../../call/call.ts';

/** A call waits for the answer to an equal one that is under way, and is not sent itself. */
export interface CallJoined {
  readonly kind: 'callJoined';
  readonly atMs: number;
  readonly call: CallInfo;
}
