import { describe, expect, it } from 'vitest';
import { MCPConnectionError } from '../../../src/errors/connection-error.ts';
import { REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import { UNPROBED_SERVER_BREAKER_DEFAULTS } from '../../../src/policies/breaker/options.ts';
import { BreakerBench, openBench, openTool } from './breaker-bench.ts';

describe('a closed circuit', () => {
  it('opens after the configured number of hard failures in a row (A161, A171)', () => {
    const bench = new BreakerBench({ options: { consecutiveFailures: 4 } });
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    expect(bench.breaker.state).toBe('closed');
    bench.call('hard-failure');
    expect(bench.breaker.state).toBe('open');
    expect(bench.changes[0]).toMatchObject({ from: 'closed', to: 'open', reason: 'failures-in-a-row' });
  });

  it('starts the row anew after a success (A169)', () => {
    const bench = new BreakerBench({ options: { minimumCalls: 100 } });
    bench.call('hard-failure', 'hard-failure', 'success', 'hard-failure', 'hard-failure');
    expect(bench.breaker.state).toBe('closed');
  });

  it('counts soft failures in a row only when it is told to (A161)', () => {
    const options = { minimumCalls: 100, consecutiveFailures: 5 };
    const hard = new BreakerBench({ options });
    const any = new BreakerBench({ options: { ...options, consecutive: 'any' } });
    for (const bench of [hard, any]) bench.call('failure', 'failure', 'failure', 'failure', 'failure');
    expect([hard.breaker.state, any.breaker.state]).toEqual(['closed', 'open']);
  });

  it('opens when the share of failures of enough calls is reached', () => {
    const bench = new BreakerBench();
    bench.call('success', 'success', 'failure', 'failure');
    expect(bench.breaker.state).toBe('closed');
    bench.call('failure');
    expect(bench.changes[0]).toMatchObject({ reason: 'failure-ratio', counts: { calls: 5, failures: 3 } });
  });

  it('stays closed while fewer fail, however many there are', () => {
    const bench = new BreakerBench();
    for (let call = 0; call < 6; call += 1) bench.call('success');
    bench.call('failure', 'failure', 'failure', 'failure', 'failure');
    expect(bench.breaker.state).toBe('closed');
    bench.call('failure');
    expect(bench.changes[0]).toMatchObject({ reason: 'failure-ratio', counts: { calls: 12, failures: 6 } });
  });

  it('opens on the failure that completes the minimum throughput, not on a success', () => {
    const bench = new BreakerBench();
    bench.call('failure', 'failure', 'failure', 'failure', 'success');
    expect(bench.breaker.state).toBe('closed');
    bench.call('failure');
    expect(bench.breaker.state).toBe('open');
  });

  it('counts infrastructure failures only: neutral ends say nothing (A170, B72)', () => {
    const bench = new BreakerBench({ options: { minimumCalls: 1 } });
    for (let call = 0; call < 100; call += 1) bench.call('neutral');
    expect(bench.breaker.snapshot(0)).toMatchObject({ state: 'closed', counts: { calls: 0, failures: 0 } });
  });

  it('takes note of successes (B71)', () => {
    const bench = new BreakerBench();
    bench.call('success', 'success');
    expect(bench.breaker.snapshot(0).counts).toEqual({ calls: 2, failures: 0, failuresInARow: 0 });
  });

  it('counts lost connections, outages and timeouts (B72)', () => {
    const bench = new BreakerBench({ options: { minimumCalls: 100 } });
    bench.call('failure', 'hard-failure');
    expect(bench.breaker.snapshot(0).counts).toEqual({ calls: 2, failures: 2, failuresInARow: 1 });
  });

  it('opens at once when it is tripped, and says why', () => {
    const bench = new BreakerBench();
    const cause = new MCPConnectionError({ message: 'Gone.', code: 'CONNECTION_RESET' });
    bench.breaker.trip('silent', 0, cause);
    expect(bench.changes[0]).toMatchObject({
      to: 'open',
      reason: 'tripped',
      detail: 'silent',
      failureCode: 'CONNECTION_RESET',
    });
    bench.breaker.trip('silent again', 1);
    expect(bench.changes).toHaveLength(1);
  });
});

describe('an open circuit', () => {
  it('refuses every call at once with a typed error that says why and how long still (A166, A176, B70)', () => {
    const bench = openBench({ options: { prober: false } });
    bench.later(1_000);
    expect(bench.start()).toBe(REFUSED);
    expect(bench.start('write')).toBe(REFUSED);
    const error = bench.breaker.refusal(bench.nowMs);
    expect(error).toMatchObject({
      name: 'MCPRejectedError',
      code: 'CIRCUIT_OPEN',
      kind: 'circuit_open',
      retryable: true,
    });
    expect(error.retryAfterMs).toBe(4_000);
    expect(error.message).toBe(
      'Server "jira" was not called: its circuit is open. It opened after 3 failures in a row, the last one with CONNECTION_REFUSED. It is tried again in 4000 ms.',
    );
    expect(error.context).toMatchObject({ circuit: 'open', serverName: 'jira', delivery: 'not-sent' });
  });

  it('names the tool that it is about (A175, A176)', () => {
    const bench = openTool();
    expect(bench.breaker.refusal(0).message).toContain('Tool "search" on server "jira" was not called');
    expect(bench.breaker.refusal(0).message).toContain('when 5 of 5 calls had failed, the last one with CALL_TIMEOUT');
    expect(bench.breaker.refusal(0).retryAfterMs).toBe(10_000);
  });

  it('gives the same error for 100 ms, and a new one then', () => {
    const bench = openBench({ options: { prober: false } });
    const first = bench.breaker.refusal(0);
    expect(bench.breaker.refusal(99)).toBe(first);
    const second = bench.breaker.refusal(100);
    expect(second).not.toBe(first);
    // A clock that was set back must not keep an old one alive.
    expect(bench.breaker.refusal(50)).not.toBe(second);
  });

  it('becomes half-open after its break and not before (A162, A165)', () => {
    const bench = openBench({ options: { prober: false, openMs: 700 } });
    bench.later(699);
    expect(bench.isRefused()).toBe(true);
    bench.later(1);
    expect(bench.isRefused()).toBe(false);
    expect(bench.changes.at(-1)).toMatchObject({ from: 'open', to: 'half-open', reason: 'break-over' });
  });

  it('is not moved by a wall clock that jumps, nor for longer than a break by a monotonic one (A165)', () => {
    const bench = openBench({ options: { prober: false, openMs: 1_000 } });
    bench.nowMs -= 3_600_000;
    expect(bench.isRefused()).toBe(true);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(1_000);
    bench.later(1_000);
    expect(bench.isRefused()).toBe(false);
  });

  it('is half-open after a jump forward of any length', () => {
    const bench = openBench({ options: { prober: false } });
    bench.later(1e12);
    expect(bench.isRefused()).toBe(false);
  });

  it('doubles its breaks up to the limit, and starts short again after a calm minute (A162)', () => {
    const bench = openBench({ defaults: UNPROBED_SERVER_BREAKER_DEFAULTS });
    const breaks: (number | undefined)[] = [];
    for (let round = 0; round < 6; round += 1) {
      breaks.push(bench.breaker.nextProbeInMs(bench.nowMs));
      bench.later(60_000);
      bench.call('failure');
    }
    expect(breaks).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    bench.later(60_000);
    bench.call('success');
    expect(bench.breaker.state).toBe('closed');
    bench.later(59_999);
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(60_000);
    bench.later(60_000);
    bench.call('success');
    bench.later(60_000);
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(5_000);
  });

  it.each([
    [0, 4_000],
    [1 - Number.EPSILON, 6_000],
  ])('spreads its break by a fifth: chance %d', (chance, expected) => {
    const bench = openBench({ options: { prober: false }, random: () => chance });
    expect(bench.breaker.nextProbeInMs(0)).toBeCloseTo(expected);
  });

  it('never waits longer than the longest break, and stays spread there', () => {
    const longest = openBench({ options: { prober: false, openMs: 60_000 }, random: () => 0.75 });
    expect(longest.breaker.nextProbeInMs(0)).toBeCloseTo(54_000);
  });
});

describe('an open circuit of a server that is probed', () => {
  it('wants a probe after 0.5, 1, 2 and 2 seconds, and lets no call through meanwhile', () => {
    const bench = openBench();
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 5; round += 1) {
      const waitMs = bench.breaker.nextProbeInMs(bench.nowMs) ?? 0;
      waits.push(waitMs);
      bench.later(waitMs - 1);
      expect(bench.probe()).toBe(REFUSED);
      bench.later(1);
      expect(bench.isRefused()).toBe(true);
      bench.endProbe(bench.probe(), false);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 2_000, 2_000]);
    expect(bench.path).toEqual(['open']);
  });

  it('leases one probe at a time', () => {
    const bench = openBench();
    bench.later(500);
    expect(bench.probe()).not.toBe(REFUSED);
    expect(bench.probe()).toBe(REFUSED);
  });

  it('gives up a probe that never settles, counts it as failed, and ignores what comes of it', () => {
    const bench = openBench({ options: { probeTimeoutMs: 1_500 } });
    bench.later(500);
    const lost = bench.probe();
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(1_500);
    bench.later(1_500);
    expect(bench.probe()).toBe(REFUSED);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(1_000);
    bench.endProbe(lost, true);
    expect(bench.breaker.state).toBe('open');
    bench.later(1_000);
    const next = bench.probe();
    bench.endProbe(lost, true);
    expect(bench.breaker.state).toBe('open');
    bench.endProbe(next, true);
    expect(bench.breaker.state).toBe('half-open');
  });

  it('does not take the answer of a probe that comes when its time is over', () => {
    const bench = openBench();
    bench.later(500);
    const late = bench.probe();
    bench.later(2_000);
    bench.endProbe(late, true);
    expect(bench.path).toEqual(['open']);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(1_000);
  });

  it('lets all reads through after a probe, writes after one more success (A164, A168)', () => {
    const bench = openBench();
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    const reads = [bench.start(), bench.start(), bench.start()];
    expect(reads).not.toContain(REFUSED);
    expect(bench.isRefused('write')).toBe(true);
    expect(bench.isRefused('idempotent-write')).toBe(true);
    bench.end(reads[0] ?? REFUSED, 'success');
    expect(bench.isRefused('write')).toBe(false);
    expect(bench.changes.at(-1)).toMatchObject({
      to: 'closed',
      reason: 'recovered',
      counts: { calls: 0, failures: 0 },
    });
  });

  it('closes by a second background probe where nobody reads', () => {
    const bench = openBench();
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    expect(bench.probe()).toBe(REFUSED);
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    expect(bench.path).toEqual(['open', 'half-open', 'closed']);
  });

  it('closes after the configured number of successes (A164)', () => {
    const bench = openBench({ options: { successesToClose: 3 } });
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(500);
    bench.call('success');
    // What the call showed need not be probed so soon.
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(1_000);
    bench.call('success');
    expect(bench.breaker.state).toBe('half-open');
    bench.call('success');
    expect(bench.breaker.state).toBe('closed');
  });

  it('opens again at the first failure, and is probed soon again (A171)', () => {
    const bench = openBench();
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    bench.call('failure');
    expect(bench.changes.at(-1)).toMatchObject({ from: 'half-open', to: 'open', reason: 'probe-failed' });
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(500);
  });

  it('opens again when the second probe fails or gets lost', () => {
    const bench = openBench();
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    bench.later(500);
    bench.probe();
    bench.later(2_000);
    expect(bench.isRefused()).toBe(true);
    expect(bench.changes.at(-1)).toMatchObject({ to: 'open', reason: 'probe-lost' });
  });

  it('takes a new connection for as good as a probe', () => {
    const bench = openBench();
    bench.breaker.noteAlive(100);
    expect(bench.breaker.state).toBe('half-open');
    bench.breaker.noteAlive(200);
    expect(bench.path).toEqual(['open', 'half-open', 'closed']);
    bench.breaker.noteAlive(300);
    expect(bench.changes).toHaveLength(3);
  });

  it('forgets the probe under way when something else changed the circuit', () => {
    const bench = openBench();
    bench.later(500);
    const probe = bench.probe();
    bench.breaker.noteAlive(bench.nowMs);
    bench.endProbe(probe, false);
    expect(bench.breaker.state).toBe('half-open');
  });
});

describe('a half-open circuit that nobody probes', () => {
  it('lets exactly one read through at a time, and no write (A173)', () => {
    const bench = openTool();
    bench.later(10_000);
    expect(bench.isRefused('write')).toBe(true);
    const permits = Array.from({ length: 20 }, () => bench.start());
    expect(permits.filter((permit) => permit !== REFUSED)).toHaveLength(1);
    bench.end(permits[0] ?? REFUSED, 'success');
    expect(bench.path).toEqual(['open', 'half-open', 'closed']);
  });

  it('gives the permit back when the call was cancelled', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.end(bench.start(), 'neutral');
    expect(bench.breaker.state).toBe('half-open');
    expect(bench.start()).not.toBe(REFUSED);
  });

  it('counts a call once, however often its end is told', () => {
    const bench = openTool({ options: { successesToClose: 2 } });
    bench.later(10_000);
    const permit = bench.start();
    bench.end(permit, 'success');
    bench.end(permit, 'success');
    expect(bench.breaker.state).toBe('half-open');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBeUndefined();
  });

  it('opens again for twice as long when the read fails (A171)', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.call('failure');
    expect(bench.breaker.state).toBe('open');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(20_000);
  });

  it('opens for twice as long however long nobody tried it', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.isRefused();
    bench.later(120_000);
    bench.call('failure');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(20_000);
  });

  it('reckons the next break from the end of a lost lease, however late that is seen', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.start();
    bench.later(30_000 + 5_000);
    expect(bench.isRefused()).toBe(true);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(15_000);
    bench.later(3_600_000);
    bench.start();
    bench.later(3_600_000);
    expect(bench.start()).not.toBe(REFUSED);
  });

  it('holds a lease no longer than it may when the clock is set back', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.start();
    bench.nowMs -= 3_600_000;
    expect(bench.isRefused()).toBe(true);
    bench.later(30_000);
    expect(bench.isRefused()).toBe(true);
    expect(bench.changes.at(-1)).toMatchObject({ to: 'open', reason: 'probe-lost' });
  });

  it('refuses with a short time while the one read is under way', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.start();
    expect(bench.start()).toBe(REFUSED);
    const error = bench.breaker.refusal(bench.nowMs);
    expect(error).toMatchObject({ code: 'CIRCUIT_OPEN', retryAfterMs: 1_000 });
    expect(error.message).toContain('its circuit is half-open');
  });

  it('wants no background probe for a tool that reads', () => {
    const bench = openTool();
    bench.later(10_000);
    expect(bench.probe()).toBe(REFUSED);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBeUndefined();
  });

  it('closes a tool that writes on probation after a background probe, which the first failure ends', () => {
    const bench = openTool();
    expect(bench.isRefused('write')).toBe(true);
    bench.later(10_000);
    expect(bench.probe()).not.toBe(REFUSED);
    expect(bench.isRefused('write')).toBe(true);
    bench.later(30_000);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(0);
    bench.later(20_000);
    bench.endProbe(bench.probe(), true);
    expect(bench.breaker.snapshot(bench.nowMs)).toMatchObject({ state: 'closed', isOnProbation: true });
    // Long after the minute that makes breaks short again: nothing has shown yet that the tool works.
    bench.later(600_000);
    bench.end(bench.start('write'), 'failure');
    expect(bench.changes.at(-1)).toMatchObject({ to: 'open', reason: 'failed-on-probation' });
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(40_000);
  });

  it('ends the probation with a success', () => {
    const bench = openTool();
    bench.isRefused('write');
    bench.later(10_000);
    bench.endProbe(bench.probe(), true);
    bench.end(bench.start('write'), 'success');
    bench.end(bench.start('write'), 'failure');
    expect(bench.breaker.state).toBe('closed');
  });

  it('is not moved by a new connection when it is that of a tool', () => {
    const bench = openTool();
    bench.breaker.noteAlive(1);
    bench.later(10_000);
    bench.start();
    bench.breaker.noteAlive(bench.nowMs);
    expect(bench.path).toEqual(['open', 'half-open']);
  });

  it('lets a server without a prober be probed all the same, so that writes alone can close it', () => {
    const bench = openBench({ defaults: UNPROBED_SERVER_BREAKER_DEFAULTS });
    bench.isRefused('write');
    bench.later(5_000);
    bench.endProbe(bench.probe(), true);
    expect(bench.isRefused('write')).toBe(false);
  });
});

describe('a generation', () => {
  it('is left alone by what comes of calls of an older one', () => {
    const bench = new BreakerBench();
    const old = [bench.start(), bench.start(), bench.start('write')];
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    expect(bench.breaker.isCurrent(old[0] ?? 0)).toBe(false);
    bench.end(old[0] ?? 0, 'success');
    bench.end(old[1] ?? 0, 'hard-failure');
    bench.end(old[2] ?? 0, 'neutral');
    expect(bench.path).toEqual(['open', 'half-open']);
  });
});
