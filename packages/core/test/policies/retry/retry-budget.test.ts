import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RETRY_BUDGET_DEFAULTS } from '../../../src/policies/retry/options.ts';
import { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';

function drain(budget: RetryBudget, nowMs: number): number {
  let taken = 0;
  while (budget.tryWithdraw(nowMs)) taken += 1;
  return taken;
}

describe('RetryBudget', () => {
  it('allows ten repetitions at once, and then none', () => {
    const budget = new RetryBudget({}, 0);
    expect(drain(budget, 0)).toBe(10);
    expect(budget.tokens).toBe(0);
  });

  it('gives one back for ten new calls, exactly', () => {
    const budget = new RetryBudget({}, 0);
    drain(budget, 0);
    for (let call = 0; call < 9; call += 1) budget.deposit(0);
    expect(budget.tryWithdraw(0)).toBe(false);
    budget.deposit(0);
    expect(drain(budget, 0)).toBe(1);
  });

  it('gives one back in ten seconds without any calls', () => {
    const budget = new RetryBudget({}, 0);
    drain(budget, 0);
    expect(budget.tryWithdraw(9999)).toBe(false);
    expect(budget.tryWithdraw(10_000)).toBe(true);
    expect(budget.tryWithdraw(10_000)).toBe(false);
  });

  it('adds what the time gave with each new call', () => {
    const budget = new RetryBudget({}, 0);
    drain(budget, 0);
    budget.deposit(10_000);
    expect(budget.tokens).toBe(1.1);
  });

  it('loses nothing of the time when it is asked often', () => {
    const budget = new RetryBudget({}, 0);
    drain(budget, 0);
    for (let nowMs = 7; nowMs < 10_000; nowMs += 7) expect(budget.tryWithdraw(nowMs)).toBe(false);
    expect(budget.tryWithdraw(10_000)).toBe(true);
  });

  it('holds no more than its capacity after a long quiet time', () => {
    const budget = new RetryBudget({ capacity: 2 }, 0);
    budget.deposit(1e12);
    expect(drain(budget, 1e12)).toBe(2);
  });

  it('allows nothing with a capacity of 0', () => {
    const budget = new RetryBudget({ capacity: 0 }, 0);
    budget.deposit(1e6);
    expect(budget.tryWithdraw(1e6)).toBe(false);
  });

  it('adds nothing when the clock steps back, and goes on from there', () => {
    const budget = new RetryBudget({}, 1e6);
    drain(budget, 1e6);
    expect(budget.tryWithdraw(0)).toBe(false);
    expect(budget.tryWithdraw(9999)).toBe(false);
    expect(budget.tryWithdraw(10_000)).toBe(true);
  });

  it('never lets more be repeated than calls and time allow, and is never negative', () => {
    const steps = fc.array(
      fc.record({ afterMs: fc.integer({ min: -5000, max: 20_000 }), what: fc.constantFrom('call', 'repeat') }),
      { maxLength: 200 },
    );
    const options = fc.record({
      capacity: fc.nat(20),
      perCall: fc.double({ min: 0, max: 1, noNaN: true }),
      refillMs: fc.integer({ min: 100, max: 60_000 }),
    });
    fc.assert(
      fc.property(options, steps, ({ capacity, perCall, refillMs }, all) => {
        const budget = new RetryBudget({ capacity, perCall, refillMs }, 0);
        let nowMs = 0;
        let allowed = capacity;
        let repeated = 0;
        for (const { afterMs, what } of all) {
          nowMs += afterMs;
          // What a step back took away comes once more when the time passes again.
          allowed += Math.max(0, afterMs) / refillMs;
          if (what === 'call') {
            allowed += perCall + 0.0005;
            budget.deposit(nowMs);
          } else if (budget.tryWithdraw(nowMs)) repeated += 1;
          expect(budget.tokens).toBeGreaterThanOrEqual(0);
          expect(budget.tokens).toBeLessThanOrEqual(capacity);
          expect(repeated).toBeLessThanOrEqual(allowed + 1e-6);
        }
      }),
    );
  });

  it('has the defaults that the numbers above come from', () => {
    expect(RETRY_BUDGET_DEFAULTS).toEqual({ capacity: 10, perCall: 0.1, refillMs: 10_000 });
  });
});
