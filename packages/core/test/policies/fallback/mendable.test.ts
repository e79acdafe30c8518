import { describe, expect, it } from 'vitest';
import { surelyDidNotRun } from '../../../src/policies/fallback/mendable.ts';
import { httpError } from '../settle/attempts.ts';
import { errorOf } from './failed-calls.ts';

describe('a call that failed did surely nothing', () => {
  it.each(['connection', 'authentication', 'validation'] as const)('when it was not sent: %s', (kind) => {
    expect(surelyDidNotRun(errorOf(kind), 'not-sent')).toBe(true);
    expect(surelyDidNotRun(errorOf(kind), 'unknown')).toBe(false);
  });

  it('when the server itself refused it for now', () => {
    expect(surelyDidNotRun(httpError(429).error, 'answered')).toBe(true);
    expect(surelyDidNotRun(httpError(503, { 'retry-after': '3' }).error, 'answered')).toBe(true);
  });

  it.each([500, 502, 503, 504])('but not when the answer was HTTP %i', (status) => {
    expect(surelyDidNotRun(httpError(status).error, 'answered')).toBe(false);
  });

  it('but not while its outcome is unknown, whatever else is said', () => {
    expect(surelyDidNotRun(errorOf('outcome_unknown'), 'not-sent')).toBe(false);
  });
});
