/** I8: while something does not work yet though nothing is wrong any more. */
export function recoversInTime(nowMs: number, untilMs: number, left: readonly string[]): string | undefined {
  if (nowMs <= untilMs) return undefined;
  return `Nothing is wrong any more, and these still don't work, or their circuits are not closed: ${left.join(', ')}.`;
}

/** I7: what is still taken while nothing is under way. */
export function holdsNothing(held: {
  readonly server: string;
  readonly inFlight: number;
  readonly queued: number;
}): string | undefined {
  if (held.inFlight === 0 && held.queued === 0) return undefined;
  return `Nothing is under way on ${held.server}, and ${held.inFlight} places are taken, ${held.queued} calls wait.`;
}

/** I7: timers while nothing is under way. */
export function hasNoTimers(pending: number, when: string): string | undefined {
  return pending === 0 ? undefined : `${pending} timers are set ${when}.`;
}
