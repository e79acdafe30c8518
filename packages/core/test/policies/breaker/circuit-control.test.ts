import { describe, expect, it } from 'vitest';
import { REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import { BreakerBench, EPOCH_MS, openBench, openTool } from './breaker-bench.ts';

describe('manual control', () => {
  const BY = { actor: 'alice', reason: 'maintenance' };

  it('isolates until somebody resets, with nothing probed meanwhile', () => {
    const bench = new BreakerBench();
    bench.breaker.isolate(BY, 0);
    bench.later(1e9);
    expect([bench.start(), bench.probe()]).toEqual([REFUSED, REFUSED]);
    bench.breaker.noteAlive(bench.nowMs);
    bench.breaker.trip('silent', bench.nowMs);
    expect(bench.breaker.state).toBe('isolated');
    const error = bench.breaker.refusal(bench.nowMs);
    expect(error).toMatchObject({ code: 'CIRCUIT_ISOLATED', retryAfterMs: undefined, retryable: false });
    expect(error.message).toContain('isolated by hand. "alice" did that: "maintenance".');
    bench.breaker.reset({ actor: 'bob', reason: 'done' }, bench.nowMs);
    expect(bench.isRefused('write')).toBe(false);
  });

  it('lets everything through while it is forced closed, and goes on counting', () => {
    const bench = openBench();
    bench.breaker.forceClosed(BY, 0);
    bench.call('hard-failure', 'hard-failure', 'hard-failure', 'failure', 'success', 'neutral');
    bench.breaker.trip('silent', 0);
    expect(bench.breaker.snapshot(0)).toMatchObject({ state: 'forced-closed', counts: { calls: 5, failures: 4 } });
    expect(bench.isRefused('write')).toBe(false);
  });

  it('takes one longest break when it is forced open, whatever says that the server is there', () => {
    const bench = new BreakerBench({ options: { maxOpenMs: 30_000 } });
    bench.breaker.forceOpen(BY, 0);
    bench.later(29_999);
    bench.breaker.noteAlive(bench.nowMs);
    expect([bench.start(), bench.probe()]).toEqual([REFUSED, REFUSED]);
    expect(bench.breaker.refusal(bench.nowMs)).toMatchObject({ code: 'CIRCUIT_OPEN', retryAfterMs: 1 });
    bench.later(1);
    bench.endProbe(bench.probe(), true);
    expect(bench.path).toEqual(['forced-open', 'half-open']);
  });

  it('is an ordinary open circuit when the first probe after a forced break fails', () => {
    const bench = new BreakerBench();
    bench.breaker.forceOpen(BY, 0);
    bench.later(60_000);
    bench.endProbe(bench.probe(), false);
    expect(bench.path).toEqual(['forced-open', 'open']);
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(500);
  });

  it('says who did it and why, in events and snapshots, without secrets (A178)', () => {
    const bench = new BreakerBench();
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    bench.breaker.isolate({ actor: 'alice', reason: `leaked ${secret}` }, 0);
    expect(bench.changes[0]).toMatchObject({ reason: 'manual', by: { actor: 'alice' } });
    expect(bench.breaker.snapshot(0)).toMatchObject({ reason: 'manual', by: { actor: 'alice' } });
    expect(JSON.stringify([bench.changes, bench.breaker.snapshot(0)])).not.toContain(secret);
  });

  it('forgets counts and long breaks with a reset (A178)', () => {
    const bench = openTool();
    bench.later(10_000);
    bench.call('failure');
    bench.breaker.reset(BY, bench.nowMs);
    expect(bench.breaker.snapshot(bench.nowMs)).toMatchObject({ state: 'closed', counts: { calls: 0, failures: 0 } });
    bench.call('failure', 'failure', 'failure', 'failure', 'failure');
    expect(bench.breaker.nextProbeInMs(bench.nowMs)).toBe(10_000);
  });
});

describe('a breaker that is turned off', () => {
  it('refuses nothing, until somebody opens it by hand', () => {
    const bench = new BreakerBench({ options: { enabled: false } });
    bench.call('hard-failure', 'hard-failure', 'hard-failure', 'hard-failure', 'hard-failure');
    expect(bench.breaker.state).toBe('forced-closed');
    bench.breaker.forceOpen({ actor: 'alice', reason: 'test' }, 0);
    expect(bench.isRefused()).toBe(true);
    bench.later(60_000);
    expect(bench.isRefused('write')).toBe(false);
    expect(bench.path).toEqual(['forced-open', 'forced-closed']);
    expect(bench.breaker.snapshot(bench.nowMs).isOnProbation).toBe(false);
    bench.breaker.reset({ actor: 'alice', reason: 'test' }, bench.nowMs);
    expect(bench.breaker.state).toBe('forced-closed');
  });
});

describe('the changes of a circuit', () => {
  it('are told one by one, with all that an operator asks for (A160, A178)', () => {
    const bench = openBench();
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    bench.call('success');
    expect(bench.changes).toStrictEqual([
      {
        kind: 'circuitChanged',
        atMs: EPOCH_MS,
        server: 'jira',
        from: 'closed',
        to: 'open',
        generation: 1,
        reason: 'failures-in-a-row',
        counts: { calls: 3, failures: 3, failuresInARow: 3 },
        failureCode: 'CONNECTION_REFUSED',
        retryAtMs: EPOCH_MS + 500,
      },
      expect.objectContaining({ from: 'open', to: 'half-open', generation: 2, reason: 'probe-succeeded' }),
      expect.objectContaining({ from: 'half-open', to: 'closed', generation: 3, reason: 'recovered' }),
    ]);
  });

  it('can be looked at at any time (A178)', () => {
    const bench = openBench();
    bench.later(200);
    expect(bench.breaker.snapshot(bench.nowMs)).toStrictEqual({
      server: 'jira',
      state: 'open',
      generation: 1,
      sinceMs: EPOCH_MS,
      openForMs: 200,
      nextProbeInMs: 300,
      counts: { calls: 3, failures: 3, failuresInARow: 3 },
      isOnProbation: false,
      reason: 'failures-in-a-row',
      failureCode: 'CONNECTION_REFUSED',
    });
    bench.later(1e6);
    bench.breaker.snapshot(bench.nowMs);
    expect(bench.path).toEqual(['open']);
  });

  it('leave out what a circuit that lets calls through has not', () => {
    const bench = new BreakerBench();
    bench.later(50);
    const closed = { server: 'jira', generation: 0, sinceMs: EPOCH_MS, isOnProbation: false };
    const counts = { calls: 0, failures: 0, failuresInARow: 0 };
    expect(bench.breaker.snapshot(bench.nowMs)).toStrictEqual({ ...closed, state: 'closed', counts });
    bench.breaker.forceClosed({ actor: 'alice', reason: 'test' }, bench.nowMs);
    const by = { actor: 'alice', reason: 'test' };
    const held = { state: 'forced-closed', generation: 1, sinceMs: EPOCH_MS + 50, reason: 'manual', by };
    expect(bench.breaker.snapshot(bench.nowMs)).toStrictEqual({ ...closed, ...held, counts });
    expect(bench.changes).toStrictEqual([
      {
        kind: 'circuitChanged',
        atMs: EPOCH_MS + 50,
        server: 'jira',
        from: 'closed',
        to: 'forced-closed',
        generation: 1,
        reason: 'manual',
        by,
        counts,
      },
    ]);
  });

  it('keep what was counted when it opened, and let it grow old while it is closed', () => {
    const closed = new BreakerBench();
    closed.call('success', 'failure');
    expect(closed.breaker.snapshot(30_000).counts).toMatchObject({ calls: 0, failures: 0 });
    const open = openBench();
    expect(open.breaker.snapshot(90_000).counts).toMatchObject({ calls: 3, failures: 3 });
  });

  it('reckon from the time when the circuit was last closed', () => {
    const bench = new BreakerBench();
    bench.later(7_000);
    bench.call('hard-failure', 'hard-failure', 'hard-failure');
    bench.later(500);
    bench.endProbe(bench.probe(), true);
    bench.call('failure');
    expect(bench.changes.at(-1)).toMatchObject({ to: 'open', failureCode: 'CALL_TIMEOUT' });
    bench.later(100);
    expect(bench.breaker.snapshot(bench.nowMs).openForMs).toBe(600);
    bench.breaker.forceClosed({ actor: 'alice', reason: 'test' }, bench.nowMs);
    bench.later(1_000);
    bench.breaker.isolate({ actor: 'alice', reason: 'test' }, bench.nowMs);
    bench.later(30);
    expect(bench.breaker.snapshot(bench.nowMs).openForMs).toBe(30);
    expect(bench.breaker.snapshot(bench.nowMs - 100).openForMs).toBe(0);
  });

  it('say by what a circuit was tried out, and how that ended', () => {
    const server = openBench();
    server.breaker.noteAlive(100);
    expect(server.changes.at(-1)?.reason).toBe('alive');
    const tool = openTool();
    tool.isRefused('write');
    tool.later(10_000);
    tool.endProbe(tool.probe(), true);
    expect(tool.changes.at(-1)).toMatchObject({ to: 'closed', reason: 'probe-succeeded' });
    const forced = new BreakerBench();
    forced.breaker.forceOpen({ actor: 'alice', reason: 'test' }, 0);
    forced.later(60_000);
    forced.endProbe(forced.probe(), false);
    expect(forced.changes.at(-1)).toMatchObject({ to: 'open', reason: 'probe-failed' });
    const off = new BreakerBench({ options: { enabled: false } });
    off.breaker.forceOpen({ actor: 'alice', reason: 'test' }, 0);
    off.later(60_000);
    off.start();
    expect(off.changes.at(-1)).toMatchObject({ to: 'forced-closed', reason: 'break-over' });
  });

  it('let a call through when a listener closed the circuit within the asking', () => {
    const bench: BreakerBench = openTool({
      onChange: ({ reason }) => {
        if (reason === 'probe-lost') bench.breaker.reset({ actor: 'listener', reason: 'always' }, bench.nowMs);
      },
    });
    bench.later(10_000);
    bench.start();
    bench.later(30_000);
    expect(bench.start('write')).not.toBe(REFUSED);
    expect(bench.path).toEqual(['open', 'half-open', 'open', 'closed']);
  });

  it('happen though a listener throws, rejects or changes the circuit itself', () => {
    const thrower = openBench({
      onChange: () => {
        throw new Error('listener');
      },
    });
    const rejecter = openBench({ onChange: () => Promise.reject(new Error('listener')) });
    expect([thrower.breaker.state, rejecter.breaker.state]).toEqual(['open', 'open']);
    const resetter: BreakerBench = new BreakerBench({
      onChange: ({ to }) => {
        if (to === 'open') resetter.breaker.reset({ actor: 'listener', reason: 'always' }, resetter.nowMs);
      },
    });
    resetter.call('hard-failure', 'hard-failure', 'hard-failure');
    expect(resetter.path).toEqual(['open', 'closed']);
    expect(resetter.isRefused('write')).toBe(false);
  });
});
