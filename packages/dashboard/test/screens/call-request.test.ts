import { describe, expect, it } from 'vitest';
import { callRequest } from '../../src/screens/calls/call-request.ts';

const CALL = {
  id: 'c1',
  startedAtMs: 0,
  durationMs: 1,
  server: 'jira',
  method: 'tools/call',
  target: 'search',
  principal: 'anonymous',
  safety: 'read',
  attempts: 1,
  outcome: 'succeeded',
  tries: [],
} as const;

describe('a call to try elsewhere', () => {
  it('is the request that a host sends', () => {
    expect(JSON.parse(callRequest({ ...CALL, tries: [], argumentsText: '{"jql":"a"}' }) ?? '')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search', arguments: { jql: 'a' } },
    });
  });

  it.each([
    ['its arguments are not kept', {}],
    ['its arguments were cut off', { argumentsText: '{"jql":"a' }],
    ['it is no call of a tool', { method: 'tools/list', argumentsText: '{}' }],
  ])('is nothing where %s', (_why, part) => {
    expect(callRequest({ ...CALL, tries: [], ...part })).toBeUndefined();
  });
});
