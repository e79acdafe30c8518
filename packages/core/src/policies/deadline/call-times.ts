import type { DeadlineTimes } from './options.ts';

/** What is left of a call's time after an attempt that used all it was given, in milliseconds: enough to tell of it. */
export const ATTEMPT_MARGIN_MS = 50;

/** With less time than this in milliseconds no further attempt is begun. */
export const MIN_ATTEMPT_MS = 250;

/**
 * The deadline of one call, over waiting, delays and all attempts: so long without progress, and so long whatever comes.
 *
 * Plain numbers, in monotonic milliseconds, that whatever stands for the call has beside its own: it sets no timer and holds
 * nothing open.
 */
export interface CallTimes {
  readonly startedMs: number;
  readonly limits: DeadlineTimes;
  /** How long after its start the silence began that counts now; 0 at first. */
  quietAfterMs: number;
  /** How long a person was asked meanwhile; 0 at first. */
  heldMs: number;
}

/** When the call is over unless progress comes. */
export function deadlineMsOf(times: CallTimes): number {
  return Math.min(times.startedMs + times.quietAfterMs + times.limits.totalTimeoutMs, lastByMsOf(times));
}

/** How long the call may go on without progress, never negative. */
export function remainingMs(times: CallTimes, nowMs: number): number {
  return Math.max(0, deadlineMsOf(times) - nowMs);
}

/** How long the call may go on whatever progress comes, never negative. */
export function remainingAtMostMs(times: CallTimes, nowMs: number): number {
  return Math.max(0, lastByMsOf(times) - nowMs);
}

/** The server gave a sign of life for this call. */
export function noteProgress(times: CallTimes, nowMs: number): void {
  const sinceMs = nowMs - times.startedMs;
  if (sinceMs > times.quietAfterMs) times.quietAfterMs = sinceMs;
}

/** The call stood still for so long because a person was asked: that is not the server's time. */
export function extendBy(times: CallTimes, heldMs: number): void {
  times.quietAfterMs += heldMs;
  times.heldMs += heldMs;
}

/** How long an attempt that begins now may go on without progress: it ends before its call does. */
export function attemptTimeoutMs(times: CallTimes, nowMs: number): number {
  const leftMs = remainingMs(times, nowMs);
  // Of a very short call the margin would leave nothing.
  return Math.min(times.limits.timeoutMs, Math.max(leftMs - ATTEMPT_MARGIN_MS, leftMs / 2));
}

/**
 * Whether an attempt that begins now could still be answered: there is as much time as the tool usually takes. A call that
 * was given less time than that from the start is tried as long as half of it is left.
 */
export function mayAttempt(times: CallTimes, usualMs: number | undefined, nowMs: number): boolean {
  const leftMs = remainingMs(times, nowMs);
  const { totalTimeoutMs, maxTotalTimeoutMs } = times.limits;
  const neededMs = Math.max(MIN_ATTEMPT_MS, usualMs ?? 0);
  return leftMs >= Math.min(neededMs, totalTimeoutMs / 2, maxTotalTimeoutMs / 2);
}

function lastByMsOf({ startedMs, heldMs, limits }: CallTimes): number {
  return startedMs + heldMs + limits.maxTotalTimeoutMs;
}
