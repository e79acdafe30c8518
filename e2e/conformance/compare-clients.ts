import type { Check } from './check.ts';

/** A check that one client passes and another one does not. */
export interface Regression {
  readonly scenario: string;
  readonly id: string;
  /** What the suite said about it; empty when the check was not reached. */
  readonly message: string;
}

/**
 * Finds what `ours` does worse than `reference`: no check that the reference client passes may fail, or be missing.
 *
 * A check that a scenario makes several times is passed when it never failed. A warning is no pass, but for a check that
 * measures times: there the suite warns of a slow machine.
 */
export function findRegressions(reference: readonly Check[], ours: readonly Check[]): readonly Regression[] {
  const wanted = summarize(reference);
  const found = summarize(ours);
  return [...wanted].flatMap(([key, { scenario, id, status }]) => {
    const check = found.get(key);
    if (status !== 'SUCCESS' || check?.status === 'SUCCESS') return [];
    if (check?.status === 'WARNING' && TIMED.has(id)) return [];
    return [{ scenario, id, message: check?.message ?? '' }];
  });
}

const TIMED: ReadonlySet<string> = new Set(['client-sse-retry-timing']);

/** The worst of all occurrences of each check. */
function summarize(checks: readonly Check[]): ReadonlyMap<string, Check> {
  const worst = new Map<string, Check>();
  for (const check of checks) {
    const key = `${check.scenario}:${check.id}`;
    const known = worst.get(key);
    if (known === undefined || SEVERITY[check.status] > SEVERITY[known.status]) worst.set(key, check);
  }
  return worst;
}

const SEVERITY: Readonly<Record<Check['status'], number>> = { INFO: 0, SKIPPED: 1, SUCCESS: 2, WARNING: 3, FAILURE: 4 };
