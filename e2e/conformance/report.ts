import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from './check.ts';
import { isGood, type Verdict } from './judge.ts';

/** What came of a leg: its checks, judged, or why it could not be run. */
export type Outcome =
  | { readonly leg: string; readonly verdict: Verdict }
  | { readonly leg: string; readonly error: Error };

interface TestEntry {
  readonly title: string;
  readonly status: 'passed' | 'failed';
  readonly failureMessages: readonly string[];
}

/**
 * Writes the outcomes as vitest writes its JSON report: a file for each leg, a test for each check.
 *
 * A failure that was expected is a test that it fails, with the reason in its title: one that passes is a failed test.
 */
export async function writeReport(path: string, outcomes: readonly Outcome[]): Promise<void> {
  const files = outcomes.map(toFile);
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (status: TestEntry['status']): number => tests.filter((test) => test.status === status).length;
  const report = {
    numTotalTests: tests.length,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: 0,
    numTodoTests: 0,
    success: files.every((file) => file.status === 'passed'),
    testResults: files,
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

function toFile(outcome: Outcome) {
  const tests = 'error' in outcome ? [] : toTests(outcome.verdict);
  return {
    name: `e2e/conformance/${outcome.leg}`,
    status: 'verdict' in outcome && isGood(outcome.verdict) ? 'passed' : 'failed',
    message: 'error' in outcome ? String(outcome.error.stack) : '',
    assertionResults: tests.map((test) => ({
      ...test,
      ancestorTitles: [outcome.leg],
      fullName: `${outcome.leg} ${test.title}`,
    })),
  };
}

function toTests({ passed, failed, expected, stale, regressions }: Verdict): readonly TestEntry[] {
  return [
    ...passed.map((check): TestEntry => ({ title: titleOf(check), status: 'passed', failureMessages: [] })),
    ...failed.map(
      (check): TestEntry => ({ title: titleOf(check), status: 'failed', failureMessages: [check.message] }),
    ),
    ...expected.map(
      ({ check, reason }): TestEntry => ({
        title: `${titleOf(check)} fails as expected: ${reason}`,
        status: 'passed',
        failureMessages: [],
      }),
    ),
    ...stale.map(
      ({ scenario, check }): TestEntry => ({
        title: `${scenario}: ${check ?? 'any check'} is expected to fail`,
        status: 'failed',
        failureMessages: ['It passes. Take it off the list of expected failures.'],
      }),
    ),
    ...regressions.map(
      ({ scenario, id, message }): TestEntry => ({
        title: `${scenario}: ${id} is no worse than with the client it is compared with`,
        status: 'failed',
        failureMessages: [message],
      }),
    ),
  ];
}

function titleOf({ scenario, id }: Check): string {
  return `${scenario}: ${id}`;
}
