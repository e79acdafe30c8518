import type { CallInfo } from '../../call/call.ts';
import type { ErrorCode } from '../../errors/error-code.ts';
import type { SuppressReason } from './retry-decision.ts';

/** A call will be sent again. */
export interface RetryScheduled {
  readonly kind: 'retryScheduled';
  readonly atMs: number;
  readonly call: CallInfo;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** How long it waits, in milliseconds. */
  readonly delayMs: number;
  /** The code of the failure. */
  readonly because: ErrorCode;
}

/** A call that failed could have been sent again, and was not. */
export interface RetrySuppressed {
  readonly kind: 'retrySuppressed';
  readonly atMs: number;
  readonly call: CallInfo;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  readonly reason: SuppressReason;
  /** The code of the failure. */
  readonly because: ErrorCode;
}
