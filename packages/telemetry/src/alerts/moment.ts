import type { Clock } from '@seawall/core/base';

/**
 * One point in time by both clocks: stamps are taken from the wall, durations from the one that never jumps.
 */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/** Now, by both clocks. */
export function momentOf(clock: Clock): Moment {
  return { wallMs: clock.now(), steadyMs: clock.monotonicMs() };
}

/** A stamp for a point of steady time, as another process can read it. */
export function toWall(steadyMs: number, now: Moment): number {
  return now.wallMs - Math.max(0, now.steadyMs - steadyMs);
}

/** The steady time of a stamp of another process; one that lies ahead, because the wall clock was set back, is now. */
export function fromWall(wallMs: number, now: Moment): number {
  return now.steadyMs - Math.max(0, now.wallMs - wallMs);
}
