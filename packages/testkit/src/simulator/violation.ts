import type { InvariantId } from './invariants/invariants.ts';

/** What holds in every simulated world did not hold in this one. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: InvariantId;

  constructor(invariant: InvariantId, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** Throws what a check found, if it found something. @throws Violation */
export function assertHolds(invariant: InvariantId, broken: string | undefined): void {
  if (broken !== undefined) throw new Violation(invariant, broken);
}
