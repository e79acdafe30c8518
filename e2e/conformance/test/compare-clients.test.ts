import { expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { findRegressions } from '../compare-clients.ts';

function check(id: string, status: Check['status'], message = ''): Check {
  return { scenario: 'tools_call', id, status, message };
}

it('finds nothing when every check that the reference passes is passed', () => {
  expect(findRegressions([check('a', 'SUCCESS')], [check('a', 'SUCCESS'), check('b', 'FAILURE')])).toEqual([]);
});

it('finds a check that fails although the reference passes it', () => {
  const regressions = findRegressions([check('a', 'SUCCESS')], [check('a', 'FAILURE', 'no header')]);
  expect(regressions).toEqual([{ scenario: 'tools_call', id: 'a', message: 'no header' }]);
});

it('finds a check that was not reached', () => {
  expect(findRegressions([check('a', 'SUCCESS')], [])).toEqual([{ scenario: 'tools_call', id: 'a', message: '' }]);
  expect(findRegressions([check('a', 'SUCCESS')], [check('a', 'SKIPPED')])).toHaveLength(1);
});

it('asks for no more than the reference does', () => {
  const reference = [check('a', 'FAILURE'), check('b', 'WARNING'), check('c', 'SKIPPED'), check('d', 'INFO')];
  expect(findRegressions(reference, [])).toEqual([]);
});

it('takes the worst of the times that a check was made', () => {
  const twice = [check('a', 'SUCCESS'), check('a', 'FAILURE')];
  expect(findRegressions(twice, [])).toEqual([]);
  expect(findRegressions([check('a', 'SUCCESS')], twice)).toHaveLength(1);
});

it('takes a warning for worse, unless it is about the time that something took', () => {
  const timed = 'client-sse-retry-timing';
  expect(findRegressions([check('a', 'SUCCESS')], [check('a', 'WARNING')])).toHaveLength(1);
  expect(findRegressions([check(timed, 'SUCCESS')], [check(timed, 'WARNING')])).toEqual([]);
  expect(findRegressions([check(timed, 'SUCCESS')], [check(timed, 'FAILURE')])).toHaveLength(1);
});
