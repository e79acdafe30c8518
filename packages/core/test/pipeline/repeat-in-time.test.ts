import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/clock.ts';
import type { PolicyOptions } from '../../src/pipeline/policy-options.ts';
import { ANSWER, bench, failed, httpFailure, type Script, scriptedTarget } from './scripted-target.ts';

const IN_A_SECOND: PolicyOptions = { retry: { idempotentWithinMs: 1000, initialDelayMs: 10, maxDelayMs: 10 } };
const LOST: Script = failed('CONNECTION_RESET', 'unknown', { effect: 'broken' });
const NOT_SENT_AGAIN = {
  kind: 'error',
  attempts: 1,
  delivery: 'unknown',
  error: { code: 'OUTCOME_UNKNOWN', cause: { code: 'CONNECTION_RESET', context: { retrySuppressed: 'unsafe' } } },
};

describe('a write that may run twice for a second after it was sent', () => {
  it.each([
    ['is sent again', 900, { kind: 'result', attempts: 2 }],
    ['is not sent again, and is unknown,', 1100, NOT_SENT_AGAIN],
  ])('%s when its turn in the queue comes after %i ms (A44)', async (_what, heldMs, expected) => {
    const { call, clock, policies } = bench({ ...IN_A_SECOND, bulkhead: { isAdaptive: false, concurrency: 1 } });
    const target = scriptedTarget(LOST, ANSWER);
    const outcome = call(target, { safety: 'idempotent-write' });
    await clock.settle();
    const holding = call(scriptedTarget(() => sleep(clock, heldMs).then(() => ANSWER)));
    await clock.advance(3000);
    expect(await outcome).toMatchObject(expected);
    expect(target.sent).toHaveLength(expected.attempts);
    expect(await holding).toMatchObject({ kind: 'result' });
    expect(policies.snapshot()).toMatchObject({ inFlight: 0, queued: 0 });
  });

  it.each([
    ['is sent again', 900, { kind: 'result', attempts: 2 }],
    ['is not sent again, and is unknown,', 1100, NOT_SENT_AGAIN],
  ])('%s when there is a connection after %i ms (A44)', async (_what, connectingMs, expected) => {
    const { call, clock, policies } = bench(IN_A_SECOND);
    const target = scriptedTarget(LOST, ANSWER);
    target.prepare = () => (target.sent.length === 0 ? undefined : sleep(clock, connectingMs).then(() => undefined));
    const outcome = call(target, { safety: 'idempotent-write' });
    await clock.advance(3000);
    expect(await outcome).toMatchObject(expected);
    expect(target.sent).toHaveLength(expected.attempts);
    expect(target.abandoned).toBe(2 - expected.attempts);
    expect(policies.snapshot()).toMatchObject({ inFlight: 0, queued: 0 });
  });

  it('is not sent again when its server is to be left alone for longer (A44)', async () => {
    const { call, clock } = bench(IN_A_SECOND);
    const target = scriptedTarget(LOST, ANSWER);
    const outcome = call(target, { safety: 'idempotent-write' });
    void call(scriptedTarget(httpFailure('RATE_LIMITED', 429, { 'retry-after': '2' })), { maxAttempts: 1 });
    await clock.advance(5000);
    expect(await outcome).toMatchObject(NOT_SENT_AGAIN);
    expect(target.sent).toHaveLength(1);
  });

  it('is sent at any time while it surely did not run', async () => {
    const { call, clock } = bench(IN_A_SECOND);
    const target = scriptedTarget(failed('CONNECTION_REFUSED', 'not-sent'), ANSWER);
    target.prepare = () => (target.sent.length === 0 ? undefined : sleep(clock, 5000).then(() => undefined));
    const outcome = call(target, { safety: 'idempotent-write' });
    await clock.advance(6000);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 2 });
  });
});
