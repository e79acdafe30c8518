import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../../support/gateway-process.ts';
import { runProcess } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { Check } from '../check.ts';
import type { Verdict } from '../judge.ts';
import { type Outcome, writeReport } from '../report.ts';

const NOTHING: Verdict = { passed: [], failed: [], expected: [], stale: [], regressions: [] };
const EXPECTED = { check: check('c', 'FAILURE'), reason: 'known' };
const REGRESSION = { scenario: 'ping', id: 'd', message: 'about d' };
const STALE = { legs: ['fixture/'], scenario: 'ping', reason: 'known' };

function check(id: string, status: Check['status']): Check {
  return { scenario: 'ping', id, status, message: `about ${id}` };
}

it.each<[string, Outcome, string]>([
  [
    'checks that passed, and failures that were expected',
    { leg: 'fixture/x', verdict: { ...NOTHING, passed: [check('a', 'SUCCESS')], expected: [EXPECTED] } },
    '2 passed, 0 failed',
  ],
  [
    'a check that failed',
    { leg: 'fixture/x', verdict: { ...NOTHING, passed: [check('a', 'SUCCESS')], failed: [check('b', 'FAILURE')] } },
    '1 passed, 1 failed',
  ],
  [
    'an expected failure that passed',
    { leg: 'fixture/x', verdict: { ...NOTHING, passed: [check('a', 'SUCCESS')], stale: [STALE] } },
    '1 passed, 1 failed',
  ],
  [
    'a check that passes with another client only',
    { leg: 'fixture/x', verdict: { ...NOTHING, passed: [check('a', 'SUCCESS')], regressions: [REGRESSION] } },
    '1 passed, 1 failed',
  ],
  ['a leg in which nothing was checked', { leg: 'fixture/x', verdict: NOTHING }, '0 passed, 1 failed'],
  ['a leg that could not be run', { leg: 'fixture/x', error: new Error('no') }, '0 passed, 1 failed'],
])('lets the count of all tests tell about %s', async (_what, outcome, count) => {
  await using folder = await temporaryFolder();
  await writeReport(folder.file('conformance.json'), [outcome]);
  const { stdout } = await runProcess({
    command: process.execPath,
    args: [join(REPOSITORY, 'scripts/count-tests.mjs'), folder.path],
    env: {},
  });
  expect(stdout.trim()).toBe(count);
});

it('names each check with its leg and its scenario', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('conformance.json');
  await writeReport(path, [{ leg: 'fixture/x', verdict: { ...NOTHING, failed: [check('b', 'FAILURE')] } }]);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    success: false,
    testResults: [{ assertionResults: [{ fullName: 'fixture/x ping: b', failureMessages: ['about b'] }] }],
  });
});
