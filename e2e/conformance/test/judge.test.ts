import { expect, it } from 'vitest';
import type { Check } from '../check.ts';
import type { ExpectedFailure } from '../expected-failures.ts';
import { isGood, judge } from '../judge.ts';

const LEG = 'gateway-stdio/2026-07-28';

function check(scenario: string, id: string, status: Check['status']): Check {
  return { scenario, id, status, message: '' };
}

function expectation(fields: Partial<ExpectedFailure> = {}): ExpectedFailure {
  return { legs: ['gateway-stdio/'], scenario: 'ping', reason: 'known', ...fields };
}

it('is good when checks passed and none failed', () => {
  const verdict = judge(LEG, [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'WARNING')], []);
  expect(verdict).toMatchObject({ passed: [{ id: 'a' }], failed: [], expected: [], stale: [] });
  expect(isGood(verdict)).toBe(true);
});

it('is not good when nothing was checked', () => {
  expect(isGood(judge(LEG, [], []))).toBe(false);
  expect(isGood(judge(LEG, [check('ping', 'a', 'INFO')], []))).toBe(false);
});

it('is not good when a check failed that nobody expected to', () => {
  const verdict = judge(LEG, [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'FAILURE')], []);
  expect(verdict.failed).toMatchObject([{ id: 'b' }]);
  expect(isGood(verdict)).toBe(false);
});

it('lets an expected failure be, with its reason', () => {
  const checks = [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'FAILURE')];
  const verdict = judge(LEG, checks, [expectation({ check: 'b' })]);
  expect(verdict).toMatchObject({ failed: [], expected: [{ check: { id: 'b' }, reason: 'known' }], stale: [] });
  expect(isGood(verdict)).toBe(true);
});

it('holds an expectation of one check against the others of its scenario', () => {
  const checks = [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'FAILURE'), check('ping', 'c', 'FAILURE')];
  expect(judge(LEG, checks, [expectation({ check: 'b' })]).failed).toMatchObject([{ id: 'c' }]);
  expect(judge(LEG, checks, [expectation()]).failed).toEqual([]);
});

it('is not good when an expected failure passes', () => {
  const verdict = judge(LEG, [check('ping', 'a', 'SUCCESS')], [expectation()]);
  expect(verdict.stale).toMatchObject([{ scenario: 'ping' }]);
  expect(isGood(verdict)).toBe(false);
});

it('takes an expectation for the legs that it names, and no others', () => {
  const checks = [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'FAILURE')];
  const verdict = judge('fixture/2026-07-28', checks, [expectation()]);
  expect(verdict).toMatchObject({ failed: [{ id: 'b' }], stale: [] });
});

it('is not good when something passes in the leg to compare with and not here, expected or not', () => {
  const checks = [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'FAILURE')];
  const reference = [check('ping', 'a', 'SUCCESS'), check('ping', 'b', 'SUCCESS')];
  const verdict = judge(LEG, checks, [expectation({ check: 'b' })], reference);
  expect(verdict).toMatchObject({ failed: [], stale: [], regressions: [{ scenario: 'ping', id: 'b' }] });
  expect(isGood(verdict)).toBe(false);
  expect(isGood(judge(LEG, checks, [expectation({ check: 'b' })], checks))).toBe(true);
});
