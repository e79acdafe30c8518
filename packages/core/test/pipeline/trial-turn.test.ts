import { describe, expect, it } from 'vitest';
import { ANSWER, bench, failed, scriptedTarget } from './scripted-target.ts';

describe('a call that tries an open circuit out', () => {
  it.each([
    ['its server', { breaker: { prober: false, minimumCalls: 1, openMs: 1000, maxOpenMs: 1000 } }],
    [
      'its tool',
      { breaker: { enabled: false }, toolBreaker: { prober: false, minimumCalls: 1, openMs: 1000, maxOpenMs: 1000 } },
    ],
  ])('is refused at once where it would wait for its turn, and the next tries it out (%s)', async (_what, breakers) => {
    const bulkhead = { concurrency: 1, isAdaptive: false, cancelGraceMs: 10_000 };
    const { call, clock, kinds } = bench({ ...breakers, bulkhead });
    // What was given up may go on at the server, so it keeps its place for a while.
    const lost = scriptedTarget(failed('CALL_TIMEOUT', 'unknown'));
    expect(await call(lost, { maxAttempts: 1 })).toMatchObject({ error: { code: 'CALL_TIMEOUT' } });
    await clock.advance(2000);
    expect(await call(scriptedTarget(ANSWER), { maxAttempts: 1 })).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
    expect(kinds()).not.toContain('callQueued');
    await clock.advance(10_000);
    expect(await call(scriptedTarget(ANSWER), { maxAttempts: 1 })).toMatchObject({ kind: 'result' });
  });
});
