import type { Check } from './check.ts';
import { findRegressions, type Regression } from './compare-clients.ts';
import type { ExpectedFailure } from './expected-failures.ts';

/** A leg's checks, sorted by what they mean. */
export interface Verdict {
  readonly passed: readonly Check[];
  /** Failures that nobody expected. */
  readonly failed: readonly Check[];
  /** Failures that were expected, each with its reason. */
  readonly expected: readonly { readonly check: Check; readonly reason: string }[];
  /** Expectations that did not come true. */
  readonly stale: readonly ExpectedFailure[];
  /** What passes in the leg that it is compared with, and not here; an expectation excuses none of it. */
  readonly regressions: readonly Regression[];
}

/**
 * Judges the checks of a leg, and compares them with those of its reference if it has one. Information, warnings and what
 * was skipped count neither way.
 */
export function judge(
  leg: string,
  checks: readonly Check[],
  expectations: readonly ExpectedFailure[],
  reference: readonly Check[] = [],
): Verdict {
  const relevant = expectations.filter(({ legs }) => legs.some((start) => leg.startsWith(start)));
  const failures = checks.filter(({ status }) => status === 'FAILURE');
  const reasonFor = (check: Check): string | undefined => relevant.find((one) => covers(one, check))?.reason;
  return {
    passed: checks.filter(({ status }) => status === 'SUCCESS'),
    failed: failures.filter((check) => reasonFor(check) === undefined),
    expected: failures.flatMap((check) => {
      const reason = reasonFor(check);
      return reason === undefined ? [] : [{ check, reason }];
    }),
    stale: relevant.filter((one) => !failures.some((check) => covers(one, check))),
    regressions: findRegressions(reference, checks),
  };
}

/** Whether a leg is as it should be. */
export function isGood({ passed, failed, stale, regressions }: Verdict): boolean {
  return passed.length > 0 && [failed, stale, regressions].every((faults) => faults.length === 0);
}

function covers(expectation: ExpectedFailure, check: Check): boolean {
  return expectation.scenario === check.scenario && (expectation.check ?? check.id) === check.id;
}
