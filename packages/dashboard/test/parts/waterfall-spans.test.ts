import type { RouteAnswer } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { spansOf } from '../../src/parts/waterfall-spans.ts';

type Call = RouteAnswer<'getCall'>['call'];

const call = (given: Partial<Call>): Call => ({
  id: 'c',
  startedAtMs: 0,
  durationMs: 1000,
  server: 'jira',
  method: 'tools/call',
  target: 'search',
  principal: 'anonymous',
  safety: 'read',
  attempts: 1,
  outcome: 'succeeded',
  tries: [],
  ...given,
});

const shape = (given: Partial<Call>) =>
  spansOf(call(given)).map(({ kind, startMs, durationMs, isFailed }) => [kind, startMs, durationMs, isFailed]);

describe('the pieces of a call', () => {
  it('are the wait, each attempt, and the pause between them, on one axis', () => {
    const tries = [
      { attempt: 1, startedAfterMs: 40, durationMs: 100, outcome: 'failed', code: 'HTTP_503' },
      { attempt: 2, startedAfterMs: 300, durationMs: 60, outcome: 'succeeded' },
    ] as const;
    expect(shape({ tries })).toEqual([
      ['wait', 0, 40, false],
      ['attempt', 40, 100, true],
      ['backoff', 140, 160, false],
      ['attempt', 300, 60, false],
    ]);
  });

  it('end with what was served instead', () => {
    const tries = [{ attempt: 1, startedAfterMs: 0, durationMs: 400, outcome: 'failed' }] as const;
    expect(shape({ tries, servedBy: 'fallback' })).toEqual([
      ['attempt', 0, 400, true],
      ['served', 400, 600, false],
    ]);
  });

  it('are one for a call that was not let through, with the reason', () => {
    const spans = spansOf(call({ outcome: 'failed', attempts: 0, durationMs: 2, code: 'CIRCUIT_OPEN' }));
    expect(spans).toEqual([
      { kind: 'served', name: 'Not let through', note: 'CIRCUIT_OPEN', startMs: 0, durationMs: 2, isFailed: true },
    ]);
  });
});
