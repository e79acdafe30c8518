import { describe, expect, it } from 'vitest';
import { REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import { TOOL_BREAKER_DEFAULTS } from '../../../src/policies/breaker/options.ts';
import { BreakerBench, openBench } from './breaker-bench.ts';

// What was measured in other circuit breakers, one test a defect; the numbers are those of the comparison with them.
describe('a defect of other breakers that this one does not have', () => {
  it('P1: opens on the first failure ever', () => {
    const bench = new BreakerBench();
    bench.call('failure');
    expect(bench.breaker.state).toBe('closed');
    const hard = new BreakerBench();
    hard.call('hard-failure');
    expect(hard.breaker.state).toBe('closed');
  });

  it('P2: closes because of a call that began before it opened', () => {
    const bench = new BreakerBench();
    const slow = Array.from({ length: 10 }, () => bench.start());
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    const whileOpen = slow.slice(0, 5);
    for (const permit of whileOpen) bench.end(permit, 'success');
    expect(bench.breaker.state).toBe('open');
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    for (const permit of slow.slice(5)) bench.end(permit, 'success');
    expect(bench.path).toEqual(['open', 'half-open']);
  });

  it('P3: closes because of a failure that is not counted', () => {
    const bench = openBench({ options: { prober: false } });
    bench.later(5_000);
    bench.end(bench.start(), 'neutral');
    expect(bench.path).toEqual(['open', 'half-open']);
    expect(bench.isRefused('write')).toBe(true);
  });

  it('P4: opens because of its own refusals and those of the policies behind it', () => {
    const bench = new BreakerBench();
    for (let call = 0; call < 1_000; call += 1) bench.call('neutral');
    expect(bench.breaker.state).toBe('closed');
    const open = openBench();
    for (let call = 0; call < 1_000; call += 1) open.end(open.start(), 'hard-failure');
    expect(open.breaker.nextProbeInMs(0)).toBe(500);
    expect(open.changes).toHaveLength(1);
  });

  it('P6: stays half-open for ever when its probe hangs', () => {
    const bench = openBench({ options: { prober: false, probeTimeoutMs: 1_000 } });
    bench.later(5_000);
    const hung = bench.start();
    expect(hung).not.toBe(REFUSED);
    bench.later(1_000);
    expect(bench.isRefused()).toBe(true);
    expect(bench.breaker.state).toBe('open');
    bench.later(10_000);
    bench.call('success');
    expect(bench.breaker.state).toBe('closed');
    bench.end(hung, 'hard-failure');
    expect(bench.breaker.snapshot(bench.nowMs).counts.failures).toBe(0);
  });

  it('P8: counts failures that are an hour old', () => {
    const bench = new BreakerBench({ options: { consecutiveFailures: 0 } });
    bench.call('failure', 'failure', 'failure', 'failure');
    bench.later(3_600_000);
    bench.call('failure');
    expect(bench.breaker.snapshot(bench.nowMs)).toMatchObject({ state: 'closed', counts: { calls: 1, failures: 1 } });
  });

  it('P8: counts failures that left the window while calls went on', () => {
    const bench = new BreakerBench({ options: { consecutiveFailures: 0 } });
    bench.call('failure', 'failure', 'failure', 'failure');
    for (let second = 0; second < 40; second += 1) {
      bench.later(1_000);
      if (second >= 10) bench.call('success');
    }
    expect(bench.breaker.snapshot(bench.nowMs).counts.failures).toBe(0);
  });

  it('P9: opens again because of a call that began before it opened', () => {
    const bench = new BreakerBench();
    const slow = bench.start();
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    const read = bench.start();
    bench.end(slow, 'hard-failure');
    expect(bench.breaker.state).toBe('half-open');
    bench.end(read, 'success');
    expect(bench.breaker.state).toBe('closed');
  });

  it('P10: lets callers wait behind a slow probe', () => {
    const bench = new BreakerBench({ defaults: TOOL_BREAKER_DEFAULTS, name: { server: 'jira', tool: 'search' } });
    bench.call('failure', 'failure', 'failure', 'failure', 'failure');
    bench.later(10_000);
    const slow = bench.start();
    const others = Array.from({ length: 1_000 }, () => bench.start());
    expect(others.every((permit) => permit === REFUSED)).toBe(true);
    bench.end(slow, 'success');
    expect(bench.start()).not.toBe(REFUSED);
  });
});
