import { describe, expect, it } from 'vitest';
import { MCPConnectionError } from '../../../src/errors/connection-error.ts';
import { noRoomForCircuit } from '../../../src/policies/breaker/errors.ts';
import { BreakerBench, openBench, openTool } from './breaker-bench.ts';

const BY = { actor: 'alice', reason: 'maintenance' };

/** What refused calls are told now. */
function messageOf(bench: BreakerBench): string {
  return bench.breaker.refusal(bench.nowMs).message;
}

/** A tool that writes, closed on the word of a probe alone. */
function toolOnProbation(): BreakerBench {
  const bench = openTool();
  bench.isRefused('write');
  bench.later(10_000);
  bench.endProbe(bench.probe(), true);
  return bench;
}

describe('a refused call is told', () => {
  it('that a circuit which was just tried out opened again at the first failure', () => {
    const bench = toolOnProbation();
    bench.end(bench.start('write'), 'failure');
    expect(messageOf(bench)).toBe(
      'Tool "search" on server "jira" was not called: its circuit is open. It opened again at the first failure after a break: CALL_TIMEOUT. It is tried again in 20000 ms.',
    );
    const silent = toolOnProbation();
    silent.breaker.record(silent.start('write'), 'failure', silent.nowMs);
    expect(messageOf(silent)).toContain(' It opened again at the first failure after a break. It is');
  });

  it('nothing of a code where no failure came with one', () => {
    const row = new BreakerBench();
    const ratio = new BreakerBench({ options: { consecutiveFailures: 0 } });
    for (const bench of [row, ratio])
      for (let call = 0; call < 5; call += 1) bench.breaker.record(bench.start(), 'hard-failure', 0);
    expect(messageOf(row)).toContain(' It opened after 3 failures in a row. It is');
    expect(messageOf(ratio)).toContain(' It opened when 5 of 5 calls had failed. It is');
  });

  it('how the server was found dead', () => {
    const bench = new BreakerBench();
    bench.breaker.trip('silent', 0);
    expect(messageOf(bench)).toContain(' It was found dead (silent). It is tried again in 500 ms.');
    const reset = new BreakerBench();
    reset.breaker.trip('silent', 0, new MCPConnectionError({ message: 'Gone.', code: 'CONNECTION_RESET' }));
    expect(messageOf(reset)).toContain(' It was found dead (silent): CONNECTION_RESET. It is');
  });

  it('who opened it by hand', () => {
    const bench = new BreakerBench();
    bench.breaker.forceOpen(BY, 0);
    const error = bench.breaker.refusal(0);
    expect(error.message).toBe(
      'Server "jira" was not called: its circuit is opened by hand. "alice" did that: "maintenance". It is tried again in 60000 ms.',
    );
    expect(error.hint).toBe('Wait, or use something else meanwhile.');
    expect(error.context).toMatchObject({ reason: 'manual', by: BY, circuit: 'forced-open' });
  });

  it('that it is isolated, and to use something else', () => {
    const bench = new BreakerBench();
    bench.breaker.isolate(BY, 0);
    expect(messageOf(bench)).toBe(
      'Server "jira" was not called: its circuit is isolated by hand. "alice" did that: "maintenance".',
    );
    expect(bench.breaker.refusal(0).hint).toBe('Use something else until somebody closes the circuit again.');
  });

  it('the first reason still, after probes failed and while it is tried out', () => {
    const bench = openTool();
    const opened = 'It opened when 5 of 5 calls had failed, the last one with CALL_TIMEOUT.';
    expect(bench.breaker.refusal(0).hint).toBe(
      'Wait, or use something else meanwhile; other tools and servers are not affected.',
    );
    bench.later(10_000);
    bench.start();
    expect(messageOf(bench)).toBe(
      `Tool "search" on server "jira" was not called: its circuit is half-open. ${opened} It is being tried out, which no write is used for.`,
    );
    expect(bench.breaker.refusal(bench.nowMs).hint).toBe('Call again in a moment.');
    bench.later(30_000);
    bench.isRefused();
    expect(messageOf(bench)).toContain(`its circuit is open. ${opened} It is tried again`);
    bench.later(20_000);
    bench.call('failure');
    expect(messageOf(bench)).toContain(`its circuit is open. ${opened} It is tried again`);
    expect(bench.breaker.refusal(bench.nowMs).context).toMatchObject({
      reason: 'failure-ratio',
      counts: { calls: 5, failures: 5 },
      failureCode: 'CALL_TIMEOUT',
      tool: 'search',
    });
  });

  it('no reason of former times once the circuit closed, of itself or by hand', () => {
    const closed = openBench();
    closed.later(500);
    closed.endProbe(closed.probe(), true);
    closed.call('success');
    expect(messageOf(closed)).toBe('Server "jira" was not called: its circuit is closed.');
    const held = openBench();
    held.breaker.forceClosed(BY, 0);
    expect(messageOf(held)).toBe('Server "jira" was not called: its circuit is held closed by hand.');
    expect(messageOf(new BreakerBench())).toBe('Server "jira" was not called: its circuit is closed.');
  });

  it('the same for 100 ms whenever that began, and the new state at once', () => {
    const bench = openBench({ options: { prober: false } });
    bench.later(1_000);
    const first = bench.breaker.refusal(1_000);
    expect(bench.breaker.refusal(1_000)).toBe(first);
    expect(bench.breaker.refusal(1_099)).toBe(first);
    expect(first.timestamp).toBe(new Date(1_767_225_601_000).toISOString());
    bench.breaker.isolate(BY, 1_000);
    expect(bench.breaker.refusal(1_000).code).toBe('CIRCUIT_ISOLATED');
  });

  it('that there is no room for a circuit of its own', () => {
    const error = noRoomForCircuit('jira', 'search');
    expect(error).toMatchObject({ code: 'TOO_MANY_CIRCUITS', serverName: 'jira' });
    expect(error.message).toBe(
      'The circuit of tool "search" on server "jira" can\'t be changed: too many circuits of its tools are open.',
    );
    expect(error.hint).toBe('Reset some of them first, or change the circuit of the whole server.');
  });
});
