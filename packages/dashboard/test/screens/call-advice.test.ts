import type { RouteAnswer } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { callAdvice } from '../../src/screens/calls/call-advice.ts';

type Given = Parameters<typeof callAdvice>[0];
type Entry = RouteAnswer<'getCall'>['errors'][number];

const errorWith = (hint?: string): Entry => ({
  id: 'error',
  atMs: 0,
  server: 'jira',
  group: 'group',
  outcome: 'failed',
  error: {
    errorType: 'MCPServerError',
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    message: 'It failed.',
    context: {},
    timestamp: '2026-01-15T03:00:00.000Z',
    retryable: true,
    ...(hint === undefined ? {} : { hint }),
  },
});
const advice = (call: Partial<Given['call']>, errors: Given['errors'] = []) =>
  callAdvice({ call: { outcome: 'failed', server: 'jira', ...call }, errors });

describe('the advice about a call', () => {
  it('is that of its last error', () => {
    expect(advice({}, [errorWith('Wait.'), errorWith('Try again later.')])).toBe('Try again later.');
  });

  it('is there for what was cancelled, and for what may have run, without a hint of an error too', () => {
    expect(advice({ outcome: 'cancelled' })).toMatch(/ended it/);
    expect(advice({ kind: 'outcome_unknown' }, [errorWith()])).toMatch(/behind jira before it is made once more/);
  });

  it('is absent where it went well, and where nobody knows any', () => {
    expect(advice({ outcome: 'succeeded' }, [errorWith('Wait.')])).toBeUndefined();
    expect(advice({ kind: 'unavailable' }, [errorWith()])).toBeUndefined();
  });
});
