import type { CallInfo } from '../../call/call.ts';

/** A call had no answer for longer than is usual, so it was sent a second time beside the first attempt. */
export interface HedgeStarted {
  readonly kind: 'hedgeStarted';
  readonly atMs: number;
  readonly call: CallInfo;
  /** The number of the second attempt. */
  readonly attempt: number;
  /** How long after the first one, in milliseconds. */
  readonly afterMs: number;
}

/** The second attempt was answered first; the other one was cancelled. */
export interface HedgeWon {
  readonly kind: 'hedgeWon';
  readonly atMs: number;
  readonly call: CallInfo;
  /** The attempt that was answered. */
  readonly attempt: number;
  /** How long after it was sent, in milliseconds. */
  readonly durationMs: number;
}
