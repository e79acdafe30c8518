/** I7: requests of calls that are under way at a server at once. */
export function staysWithin(requests: number, limit: number, server: string): string | undefined {
  return requests > limit ? `${requests} requests were under way on ${server}; ${limit} may be.` : undefined;
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
