import { describe, expect, it } from 'vitest';
import type { AttemptEnd } from '../../src/policies/attempt.ts';
import { ANSWER, bench, failed, httpFailure, scriptedTarget } from './scripted-target.ts';

const reset = failed('CONNECTION_RESET', 'unknown', { effect: 'broken' });
const refused = failed('CONNECTION_REFUSED', 'not-sent', { effect: 'broken' });
const unavailable = httpFailure('SERVER_UNAVAILABLE', 503);
const throttled = httpFailure('RATE_LIMITED', 429, { 'retry-after': '2' });
const sessionLost = failed('SESSION_LOST', 'not-sent', { effect: 'session-lost' });

/** Ends when the test says so. */
function held(): { readonly promise: Promise<AttemptEnd>; readonly end: (end: AttemptEnd) => void } {
  let end: (end: AttemptEnd) => void = () => undefined;
  const promise = new Promise<AttemptEnd>((resolve) => {
    end = resolve;
  });
  return { promise, end: (how) => end(how) };
}

describe('a call that succeeds', () => {
  it('is one attempt, told as it begins and ends', async () => {
    const { call, kinds } = bench();
    expect(await call(scriptedTarget())).toMatchObject({ kind: 'result', attempts: 1, servedBy: 'upstream' });
    expect(kinds()).toEqual(['attemptStarted', 'attemptFinished']);
  });

  it('is given all of its time', async () => {
    const { call } = bench();
    const target = scriptedTarget();
    await call(target);
    expect(target.sent).toMatchObject([{ attempt: 1, timeoutMs: 30_000, maxTotalTimeoutMs: 300_000 }]);
  });
});

describe('a read that failed', () => {
  it('is sent again, three times at most, after growing waits (A42, B54, B55)', async () => {
    const { call, clock, events } = bench();
    const target = scriptedTarget(reset);
    const outcome = call(target);
    await clock.advance(20_000);
    expect(await outcome).toMatchObject({ kind: 'error', attempts: 3, delivery: 'unknown' });
    expect(await outcome).toMatchObject({ error: { code: 'CONNECTION_RESET' } });
    expect(target.sent).toHaveLength(3);
    const delays = events.flatMap((event) => (event.kind === 'retryScheduled' ? [event.delayMs] : []));
    expect(delays).toHaveLength(2);
    expect(delays.every((delayMs, index) => delayMs >= 0 && delayMs <= 100 * 2 ** index)).toBe(true);
  });

  it('succeeds when a later attempt does', async () => {
    const { call, clock } = bench();
    const outcome = call(scriptedTarget(unavailable, reset, ANSWER));
    await clock.advance(20_000);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 3 });
  });

  it('is not sent again for what no repetition mends (A43)', async () => {
    const { call } = bench();
    const target = scriptedTarget(failed('AUTHENTICATION_REQUIRED', 'answered', { effect: 'auth-required' }));
    expect(await call(target)).toMatchObject({ kind: 'error', error: { code: 'AUTHENTICATION_REQUIRED' } });
    expect(target.sent).toHaveLength(1);
  });

  it('is not sent again when the budget of its server is spent, and says so', async () => {
    const { call, clock, policies } = bench({ retryBudget: { capacity: 1, perCall: 0 }, breaker: { enabled: false } });
    const first = call(scriptedTarget(reset));
    await clock.advance(1000);
    expect(await first).toMatchObject({ attempts: 2, error: { context: { retrySuppressed: 'budget' } } });
    expect(policies.snapshot().retryTokens).toBeLessThan(1);
  });
});

describe('a write that failed', () => {
  it('is never sent again when it may have run (A44)', async () => {
    const { call } = bench();
    const target = scriptedTarget(reset);
    expect(await call(target, { safety: 'write', verifyWith: 'list_issues' })).toMatchObject({
      kind: 'error',
      attempts: 1,
      delivery: 'unknown',
      error: {
        code: 'OUTCOME_UNKNOWN',
        retryable: false,
        verifyWith: 'list_issues',
        cause: { code: 'CONNECTION_RESET' },
      },
    });
    expect(target.sent).toHaveLength(1);
  });

  it('is sent again when it surely did not leave', async () => {
    const { call, clock } = bench();
    const outcome = call(scriptedTarget(refused, ANSWER), { safety: 'write' });
    await clock.advance(1000);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 2 });
  });

  it('is sent once more after its session was lost, and only once', async () => {
    const { call, clock } = bench();
    expect(await call(scriptedTarget(sessionLost, ANSWER), { safety: 'write' })).toMatchObject({ attempts: 2 });
    const again = call(scriptedTarget(sessionLost), { safety: 'write' });
    await clock.advance(60_000);
    expect(await again).toMatchObject({ kind: 'error', attempts: 2, error: { code: 'SESSION_LOST' } });
  });

  it('is not sent again at all when it must not be', async () => {
    const { call } = bench();
    const target = scriptedTarget(sessionLost, ANSWER);
    expect(await call(target, { safety: 'write', isRepeatable: false })).toMatchObject({
      error: { code: 'SESSION_LOST' },
    });
    expect(target.sent).toHaveLength(1);
  });

  it('that may run twice is sent again within a minute, and is unknown when it never succeeded', async () => {
    const { call, clock } = bench();
    const outcome = call(scriptedTarget(reset), { safety: 'idempotent-write' });
    await clock.advance(10_000);
    expect(await outcome).toMatchObject({ attempts: 3, error: { code: 'OUTCOME_UNKNOWN' } });
  });
});

describe('an answer that holds nothing after its session was lost', () => {
  const suspect: AttemptEnd = { kind: 'result', result: { content: [] }, isSuspect: true };

  it('is asked for again when the call reads', async () => {
    const { call, clock } = bench();
    const outcome = call(scriptedTarget(suspect, ANSWER));
    await clock.advance(1000);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 2 });
  });

  it('leaves open whether a write ran', async () => {
    const { call } = bench();
    expect(await call(scriptedTarget(suspect), { safety: 'write' })).toMatchObject({
      error: { code: 'OUTCOME_UNKNOWN', cause: { code: 'SESSION_LOST' } },
    });
  });
});

describe('a server that asks for fewer calls', () => {
  it('is asked again exactly when it says', async () => {
    const { call, clock } = bench();
    const target = scriptedTarget(throttled, ANSWER);
    const outcome = call(target, { safety: 'write' });
    await clock.advance(1999);
    expect(target.sent).toHaveLength(1);
    await clock.advance(400);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 2 });
  });

  it('is not waited for when that is later than the deadline', async () => {
    const { call, clock } = bench();
    const startMs = clock.monotonicMs();
    const outcome = await call(scriptedTarget(throttled), { totalTimeoutMs: 1500 });
    expect(outcome).toMatchObject({ error: { code: 'RATE_LIMITED', context: { retryAfterMs: 2000 } } });
    expect(clock.monotonicMs()).toBe(startMs);
  });

  it('holds back the calls that come meanwhile, and refuses those that could not wait', async () => {
    const { call, clock } = bench();
    void call(scriptedTarget(throttled), { maxAttempts: 1 });
    await clock.settle();
    const refusal = await call(scriptedTarget(), { totalTimeoutMs: 1000 });
    expect(refusal).toMatchObject({ kind: 'error', attempts: 0, delivery: 'not-sent', error: { code: 'RATE_GATE' } });
    const waiting = call(scriptedTarget());
    await clock.advance(5000);
    expect(await waiting).toMatchObject({ kind: 'result' });
  });

  it('gets the calls that waited in the order in which they came', async () => {
    const { call, clock } = bench();
    void call(scriptedTarget(throttled), { maxAttempts: 1 });
    await clock.settle();
    const arrived: number[] = [];
    const cancelled = new AbortController();
    const calls = Array.from({ length: 8 }, (_, index) => {
      const target = scriptedTarget(() => {
        arrived.push(index);
        return ANSWER;
      });
      return call(target, index === 3 ? { signal: cancelled.signal } : {});
    });
    await clock.advance(100);
    cancelled.abort();
    await clock.advance(30_000);
    expect((await Promise.all(calls)).map(({ kind }) => kind === 'result')).toEqual([
      ...[true, true, true],
      false,
      ...[true, true, true, true],
    ]);
    expect(arrived).toEqual([0, 1, 2, 4, 5, 6, 7]);
  });

  it('refuses a call at once that would not get its turn in its time', async () => {
    const { call, clock } = bench();
    void call(scriptedTarget(throttled), { maxAttempts: 1 });
    await clock.settle();
    const waiting = Array.from({ length: 20 }, () => call(scriptedTarget()));
    const startMs = clock.monotonicMs();
    const refusal = await call(scriptedTarget(), { totalTimeoutMs: 4000 });
    expect(refusal).toMatchObject({ attempts: 0, delivery: 'not-sent', error: { code: 'RATE_GATE' } });
    expect(clock.monotonicMs()).toBe(startMs);
    await clock.advance(60_000);
    await Promise.all(waiting);
  });
});

describe('a server that is down', () => {
  it('is not called any more after three refused connections, and every call says why at once (A161, A166, A190, B70, B72, B73)', async () => {
    const { call, clock } = bench({}, { probe: async () => false });
    const first = call(scriptedTarget(refused));
    await clock.advance(10_000);
    expect(await first).toMatchObject({
      error: { code: 'CONNECTION_REFUSED', context: { retrySuppressed: 'breaker' } },
    });
    const target = scriptedTarget();
    const startMs = clock.monotonicMs();
    const circuit = { circuit: 'open', counts: { failuresInARow: 3 }, failureCode: 'CONNECTION_REFUSED' };
    expect(await call(target)).toMatchObject({
      attempts: 0,
      error: { code: 'CIRCUIT_OPEN', kind: 'circuit_open', context: circuit },
    });
    expect(target.sent).toHaveLength(0);
    expect(clock.monotonicMs()).toBe(startMs);
  });

  it('is probed in the background, reads go out after one answer and writes after two (A165, A168, A173)', async () => {
    let isBack = false;
    const { call, clock, policies } = bench({}, { probe: async () => isBack });
    void call(scriptedTarget(refused));
    await clock.advance(10_000);
    expect(policies.breaker.state).toBe('open');
    isBack = true;
    await clock.advance(2500);
    expect(await call(scriptedTarget())).toMatchObject({ kind: 'result' });
    expect(policies.breaker.state).toBe('closed');
    expect(await call(scriptedTarget(), { safety: 'write' })).toMatchObject({ kind: 'result' });
  });

  it('does not get a write while it is only half-open', async () => {
    const { call, clock, policies } = bench({}, { probe: async () => false });
    void call(scriptedTarget(refused));
    await clock.advance(10_000);
    policies.noteConnected();
    expect(policies.breaker.state).toBe('half-open');
    expect(await call(scriptedTarget(), { safety: 'write' })).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
  });

  it('is thought alive as soon as a connection to it is shaken hands on', async () => {
    const { call, clock, policies } = bench({}, { probe: async () => false });
    void call(scriptedTarget(refused));
    await clock.advance(10_000);
    policies.noteConnected();
    expect(await call(scriptedTarget())).toMatchObject({ kind: 'result' });
  });

  it('keeps no timer when nothing fails (A177)', async () => {
    const { call, clock } = bench();
    await call(scriptedTarget());
    await clock.advance(5000);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a tool that fails while its server answers', () => {
  const outage = failed('SERVICE_UNAVAILABLE', 'answered');

  it('is not called any more, and the others are (A170, A175, B71)', async () => {
    const { call, clock, policies } = bench();
    for (let index = 0; index < 6; index += 1) {
      void call(scriptedTarget(outage), { tool: 'broken', safety: 'write' });
      await clock.advance(10);
    }
    expect(policies.snapshot().toolCircuits).toMatchObject([{ tool: 'broken', state: 'open' }]);
    expect(await call(scriptedTarget(), { tool: 'broken' })).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
    expect(await call(scriptedTarget(), { tool: 'sound' })).toMatchObject({ kind: 'result' });
    expect(policies.breaker.state).toBe('closed');
  });

  it('is not counted for arguments that were wrong', async () => {
    const { call, policies } = bench();
    for (let index = 0; index < 20; index += 1) await call(scriptedTarget(failed('INVALID_ARGUMENTS', 'answered')));
    expect(policies.snapshot()).toMatchObject({ circuit: { state: 'closed' }, toolCircuits: [] });
  });
});

describe('a caller that gives up', () => {
  it.each(['before', 'while it waits for a repetition', 'in the queue'])('%s ends the call at once', async (when) => {
    const { call, clock, policies } = bench({ bulkhead: { concurrency: 1, isAdaptive: false } });
    const caller = new AbortController();
    const running = held();
    if (when === 'in the queue') void call(scriptedTarget(() => running.promise));
    if (when === 'before') caller.abort();
    const target = scriptedTarget(unavailable);
    const outcome = call(target, { signal: caller.signal });
    await clock.settle();
    caller.abort();
    expect(await outcome).toMatchObject({ kind: 'error', error: { kind: 'cancelled' } });
    running.end(ANSWER);
    await clock.settle();
    expect(policies.snapshot()).toMatchObject({ inFlight: 0, queued: 0 });
  });
});

describe('more calls than a server takes at a time', () => {
  it('wait for their turn, and one too many is refused', async () => {
    const { call, clock, kinds } = bench({ bulkhead: { concurrency: 1, queue: 1, isAdaptive: false } });
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    const second = call(scriptedTarget());
    expect(await call(scriptedTarget())).toMatchObject({ error: { code: 'BULKHEAD_FULL', kind: 'overloaded' } });
    running.end(ANSWER);
    await clock.settle();
    expect(await first).toMatchObject({ kind: 'result' });
    expect(await second).toMatchObject({ kind: 'result' });
    expect(kinds()).toContain('callQueued');
  });

  it('are refused when their turn does not come within a quarter of their time', async () => {
    const { call, clock } = bench({ bulkhead: { concurrency: 1, isAdaptive: false } });
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    const second = call(scriptedTarget(), { totalTimeoutMs: 4000 });
    await clock.advance(1050);
    expect(await second).toMatchObject({ error: { code: 'QUEUE_DEADLINE' }, delivery: 'not-sent' });
    running.end(ANSWER);
    await first;
  });

  it('ask again when a circuit opened while they waited', async () => {
    const { call, clock, policies } = bench(
      { bulkhead: { concurrency: 1, isAdaptive: false } },
      { probe: async () => false },
    );
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    const target = scriptedTarget();
    const second = call(target);
    await clock.settle();
    policies.breaker.trip('test', clock.monotonicMs());
    running.end(ANSWER);
    await clock.settle();
    expect(await second).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
    expect(target.sent).toHaveLength(0);
    await first;
    expect(policies.snapshot()).toMatchObject({ inFlight: 0, queued: 0 });
  });
});

describe('a call that is silent for longer than is usual', () => {
  it('has its server probed, which stops taking calls within two seconds when it does not answer', async () => {
    const { call, clock, policies } = bench({}, { probe: () => new Promise(() => undefined) });
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    await clock.advance(2000);
    expect(policies.breaker.state).toBe('open');
    expect(await call(scriptedTarget())).toMatchObject({ error: { code: 'CIRCUIT_OPEN' } });
    running.end(ANSWER);
    expect(await first).toMatchObject({ kind: 'result' });
  });

  it('does not stop a server that answers the probe', async () => {
    const { call, clock, policies } = bench();
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    await clock.advance(10_000);
    expect(policies.breaker.state).toBe('closed');
    running.end(ANSWER);
    await first;
  });
});

describe('a second attempt beside a slow one', () => {
  async function warm({ call, clock }: ReturnType<typeof bench>): Promise<void> {
    const answeredAfter = (ms: number) => () =>
      new Promise<AttemptEnd>((resolve) => void clock.setTimer(() => resolve(ANSWER), ms));
    for (let index = 0; index < 40; index += 1) {
      const outcome = call(scriptedTarget(answeredAfter(20)));
      await clock.advance(20);
      await outcome;
    }
  }

  it('is sent when the tool usually answers sooner, and its answer counts', async () => {
    const made = bench();
    await warm(made);
    const slow = held();
    const target = scriptedTarget(() => slow.promise, ANSWER);
    const outcome = made.call(target, { mayHedge: true });
    await made.clock.advance(600);
    expect(await outcome).toMatchObject({ kind: 'result' });
    expect(made.kinds()).toContain('hedgeWon');
    expect(target.sent[0]?.signal?.aborted).toBe(true);
    slow.end(failed('CALL_CANCELLED', 'unknown'));
    await made.clock.settle();
    expect(made.policies.snapshot().inFlight).toBe(0);
  });

  it('holds a place of its own until it failed, though the first one goes on', async () => {
    const made = bench();
    await warm(made);
    const slow = held();
    const second = held();
    const outcome = made.call(
      scriptedTarget(
        () => slow.promise,
        () => second.promise,
      ),
      { mayHedge: true },
    );
    await made.clock.advance(600);
    expect(made.policies.snapshot().inFlight).toBe(2);
    second.end(unavailable);
    await made.clock.settle();
    expect(made.policies.snapshot().inFlight).toBe(1);
    slow.end(ANSWER);
    expect(await outcome).toMatchObject({ kind: 'result', attempts: 2 });
    expect(made.policies.snapshot().inFlight).toBe(0);
  });

  it('is never sent for a write', async () => {
    const made = bench();
    await warm(made);
    const slow = held();
    const target = scriptedTarget(() => slow.promise, ANSWER);
    const outcome = made.call(target, { mayHedge: true, safety: 'write' });
    await made.clock.advance(5000);
    expect(target.sent).toHaveLength(1);
    slow.end(ANSWER);
    await outcome;
  });
});

describe('closing', () => {
  it('ends every wait and every timer', async () => {
    const { call, clock, policies } = bench(
      { bulkhead: { concurrency: 1, isAdaptive: false } },
      { probe: async () => false },
    );
    const running = held();
    const first = call(scriptedTarget(() => running.promise));
    const second = call(scriptedTarget());
    await clock.settle();
    policies.breaker.trip('test', clock.monotonicMs());
    policies.close();
    expect(await second).toMatchObject({ kind: 'error', delivery: 'not-sent' });
    running.end(ANSWER);
    await first;
    await clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a call that waits for a person', () => {
  it('leaves its place to others, and takes it again when the person answered', async () => {
    const made = bench({ bulkhead: { concurrency: 1, isAdaptive: false } });
    const running = held();
    const first = made.policyCall();
    const asked = made.policies.run(
      first,
      scriptedTarget(() => running.promise),
    );
    made.policies.noteHeld(first);
    expect(await made.call(scriptedTarget())).toMatchObject({ kind: 'result' });
    made.policies.noteResumed(first);
    expect(made.policies.snapshot().inFlight).toBe(1);
    running.end(ANSWER);
    await asked;
    expect(made.policies.snapshot().inFlight).toBe(0);
  });

  it('that is settled while it waits holds no place', async () => {
    const made = bench();
    const running = held();
    const first = made.policyCall();
    const asked = made.policies.run(
      first,
      scriptedTarget(() => running.promise),
    );
    made.policies.noteHeld(first);
    running.end(failed('CALL_CANCELLED', 'unknown'));
    await asked;
    expect(made.policies.snapshot().inFlight).toBe(0);
  });
});
