import { describe, expect, it } from 'vitest';
import { GateBench } from './gate-bench.ts';

describe('those that wait', () => {
  /** Two calls of a tool wait, after one of it was throttled. */
  function twoWaiting(): { readonly bench: GateBench; readonly first: number; readonly second: number } {
    const bench = new GateBench();
    bench.pass();
    bench.throttled(1000);
    return { bench, first: bench.gate.joinLine('search'), second: bench.gate.joinLine('search') };
  }

  it('go out in the order of their tickets, and new calls after them', () => {
    const { bench, first, second } = twoWaiting();
    bench.nowMs = 1100;
    expect(bench.pass()).toBeGreaterThan(0);
    expect(bench.gate.tryPass('search', bench.nowMs, second)).toBeGreaterThan(0);
    expect(bench.gate.tryPass('search', bench.nowMs, first)).toBe(0);
    bench.gate.leaveLine('search', first);
    bench.nowMs += 10_000;
    expect(bench.pass()).toBeGreaterThan(0);
    expect(bench.gate.tryPass('search', bench.nowMs, second)).toBe(0);
  });

  it('are told a longer wait the more of them there are in front', () => {
    const { bench } = twoWaiting();
    const third = bench.pass();
    bench.gate.joinLine('search');
    expect(bench.pass()).toBeGreaterThan(third);
    expect(third).toBeGreaterThan(1000);
  });

  it('make way when they leave', () => {
    const { bench, first, second } = twoWaiting();
    bench.nowMs = 1100;
    bench.gate.leaveLine('search', first);
    bench.gate.leaveLine('search', first);
    expect(bench.gate.tryPass('search', bench.nowMs, second)).toBe(0);
  });

  it('keep the gate from being forgotten', () => {
    const { bench, first } = twoWaiting();
    bench.nowMs = 1_000_000;
    expect(bench.pass()).toBeGreaterThan(0);
    bench.gate.leaveLine('search', first);
    bench.gate.leaveLine('search', first + 1);
    expect(bench.pass()).toBe(0);
    expect(bench.changes.at(-1)).toMatchObject({ to: 'free' });
  });

  it('of two tools do not wait for each other when the whole server is held back', () => {
    const { bench, first } = twoWaiting();
    bench.pass('create');
    bench.throttled(1000, 'create');
    const late = bench.gate.joinLine('create');
    bench.nowMs = 5000;
    expect(bench.gate.tryPass('create', bench.nowMs, late)).toBe(0);
    bench.gate.leaveLine('create', late);
    const later = bench.gate.joinLine('create');
    bench.nowMs = 10_000;
    // Its ticket is older than all that wait for the server.
    expect(bench.gate.tryPass('search', bench.nowMs, first)).toBe(0);
    bench.nowMs = 15_000;
    expect(bench.gate.tryPass('create', bench.nowMs, later)).toBe(0);
  });
});
