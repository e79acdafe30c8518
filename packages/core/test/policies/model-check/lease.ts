/** A probe, or a read that tries the circuit out: it counts for a time, and only while the circuit does not change. */
export interface Lease {
  readonly permit: number;
  readonly generation: number;
  readonly startedMs: number;
}

/** What decides whether a {@link Lease} still counts. */
export interface LeaseTerms {
  readonly generation: number;
  readonly nowMs: number;
  readonly leaseMs: number;
}

/** Whether what comes of it is believed. */
export function isValid(lease: Lease | undefined, terms: LeaseTerms): boolean {
  return lease !== undefined && lease.generation === terms.generation && !isOverdue(lease, terms);
}

/** Whether it lasted longer than it may. */
export function isOverdue(lease: Lease | undefined, { nowMs, leaseMs }: LeaseTerms): boolean {
  return lease !== undefined && nowMs - lease.startedMs >= leaseMs;
}

/** What about it decides how it goes on. */
export function leaseKey(lease: Lease | undefined, terms: LeaseTerms): string {
  if (lease === undefined) return '-';
  // One of an older generation says nothing any more.
  if (lease.generation !== terms.generation) return 'o';
  return isOverdue(lease, terms) ? 'l' : String(terms.nowMs - lease.startedMs);
}
