import { describe, expect, it } from 'vitest';
import { figuresOf, type Limits, violationsOf } from '../judge.ts';
import type { Observed, ObservedCall } from '../observed.ts';

const LIMITS: Limits = { deadlineMs: 4000, recoveryMs: 2000, readsSucceed: false };

describe('the judge of chaos', () => {
  it('finds nothing wrong with a fault that nobody noticed', () => {
    expect(judged({})).toEqual([]);
  });

  it('sees a call that was never answered, and one that was answered too late', () => {
    const calls = [call({ outcome: 'hung', durationMs: 6000 }), call({ outcome: 'failed', durationMs: 4300 })];
    expect(judged({ calls })).toContain('2 calls had no answer by their deadline');
  });

  it('sees a healthy server that failed', () => {
    const calls = [call({ server: 'north', outcome: 'failed' })];
    expect(judged({ calls })).toContain('1 calls of healthy servers failed');
  });

  it('sees a list that failed', () => {
    const calls = [call({ server: '', tool: 'tools/list', outcome: 'failed' })];
    expect(judged({ calls })).toContain('tools/list failed 1 of 1 times');
  });

  it('sees healthy servers that became slow', () => {
    const calls = [
      call({ server: 'north', startedMs: 100, durationMs: 30 }),
      call({ server: 'north', startedMs: 1100, durationMs: 61 }),
    ];
    expect(judged({ calls })).toContain('healthy p99 rose from 30 to 61 ms');
  });

  it('sees a failure that took its time with the circuit open', () => {
    const calls = [
      call({ startedMs: 1000, durationMs: 5, outcome: 'failed', code: 'CIRCUIT_OPEN' }),
      call({ startedMs: 1100, durationMs: 101, outcome: 'failed', code: 'CALL_TIMEOUT' }),
    ];
    expect(judged({ calls })).toContain('failures took 101 ms with the circuit open (90th percentile of 1)');
  });

  it('measures recovery up to the first call after which all went well', () => {
    const calls = [
      call({ startedMs: 2100 }),
      call({ startedMs: 2200, outcome: 'failed' }),
      call({ startedMs: 4300 }),
      call({ startedMs: 4400 }),
    ];
    expect(judged({ calls })).toContain('recovery took 2300 ms');
  });

  it('sees a server that never recovered', () => {
    const calls = [call({ startedMs: 2100, outcome: 'failed' })];
    expect(judged({ calls }, LIMITS, false)).toContain('it did not recover');
  });

  it('insists on reads where they have to succeed', () => {
    const calls = [call({ startedMs: 1500, outcome: 'failed' })];
    expect(judged({ calls }, { ...LIMITS, readsSucceed: true })).toContain('1 of 1 reads failed');
  });

  it('sees a write that ran twice, and one that was acknowledged and did not run', () => {
    const calls = [call({ tool: 'count', key: 'a' }), call({ tool: 'count', key: 'b' })];
    const found = judged({ calls, executed: ['a', 'a'] });
    expect(found).toContain('1 writes ran twice');
    expect(found).toContain('1 acknowledged writes are missing');
  });

  it('wants a write that ran and failed to be reported as unknown', () => {
    const failed = [call({ tool: 'count', key: 'a', outcome: 'failed' })];
    const unknown = [call({ tool: 'count', key: 'a', outcome: 'unknown' })];
    const sentence = '1 writes failed, ran, and were not reported as unknown';
    expect(judged({ calls: failed, executed: ['a'] })).toContain(sentence);
    expect(judged({ calls: unknown, executed: ['a'] })).not.toContain(sentence);
  });

  it('sees a secret that was told', () => {
    expect(judged({ leaks: ['faulty echo'] })).toContain('secrets were told: faulty echo');
  });
});

/** A fault from the first to the second second; the server is called well to the end unless it is not to recover. */
function judged(observed: Partial<Observed>, limits: Limits = LIMITS, isRecovering = true): readonly string[] {
  const whole: Observed = {
    calls: [],
    faultFromMs: 1000,
    faultToMs: 2000,
    executed: [],
    leaks: [],
    stallMs: 0,
    memoryMb: 100,
    ...observed,
  };
  const calls = isRecovering ? [...whole.calls, call({ startedMs: 9000 })] : whole.calls;
  return violationsOf(figuresOf({ ...whole, calls }, limits), limits).map(({ text }) => text);
}

function call(fields: Partial<ObservedCall>): ObservedCall {
  return {
    server: 'faulty',
    tool: 'echo',
    key: '',
    startedMs: 1500,
    durationMs: 5,
    outcome: 'ok',
    code: undefined,
    text: '',
    ...fields,
  };
}
