import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HedgeCandidate, type HedgeMoment, HedgePolicy } from '../../../src/policies/hedge/hedge.ts';
import { checkHedgeOptions, HEDGE_DEFAULTS } from '../../../src/policies/hedge/options.ts';
import { RetryBudget } from '../../../src/policies/retry/retry-budget.ts';

const CANDIDATE: HedgeCandidate = { safety: 'read', transport: 'http', p95Ms: 1200, samples: 20 };

function moment(given: Partial<HedgeMoment> = {}): HedgeMoment {
  const budget = new RetryBudget({}, 0);
  return { isCircuitClosed: true, inFlight: 1, limit: 16, remainingMs: 10_000, budget, nowMs: 0, ...given };
}

/** A policy after so many calls. */
function after(calls: number, options = {}): HedgePolicy {
  const policy = new HedgePolicy(options);
  for (let call = 0; call < calls; call += 1) policy.noteCall();
  return policy;
}

describe('when a second attempt is due', () => {
  it('is when the call takes longer than 95 of 100, and never before half a second', () => {
    const policy = new HedgePolicy({});
    expect(policy.delayMs(CANDIDATE)).toBe(1200);
    expect(policy.delayMs({ ...CANDIDATE, p95Ms: 40 })).toBe(500);
    expect(policy.delayMs({ ...CANDIDATE, transport: 'sse' })).toBe(1200);
  });

  it.each([
    ['a write', { safety: 'write' }],
    ['a write that may run twice', { safety: 'idempotent-write' }],
    ['a process of our own', { transport: 'stdio' }],
    ['a tool that is not known well enough', { samples: 19 }],
    ['a tool of which no duration is known', { p95Ms: undefined }],
  ] as const)('is never for %s', (_, given) => {
    expect(new HedgePolicy({}).delayMs({ ...CANDIDATE, ...given })).toBeUndefined();
  });
});

describe('whether a second attempt is sent', () => {
  it('depends on one in twenty calls', () => {
    const policy = after(19);
    expect(policy.tryHedge(moment())).toBe(false);
    policy.noteCall();
    expect(policy.tryHedge(moment())).toBe(true);
    expect(policy.tryHedge(moment())).toBe(false);
  });

  it.each([
    ['a breaker is not closed', { isCircuitClosed: false }],
    ['more than half of the places are taken', { inFlight: 9 }],
    ['there is no time for it', { remainingMs: 249 }],
  ])('is not when %s', (_, given) => {
    const policy = after(20);
    const budget = new RetryBudget({ capacity: 1 }, 0);
    expect(policy.tryHedge(moment({ ...given, budget }))).toBe(false);
    expect(budget.tokens).toBe(1);
    expect(policy.tryHedge(moment({ budget }))).toBe(true);
    expect(budget.tokens).toBe(0);
  });

  it('is while half of the places are free and there is just time enough', () => {
    expect(after(20).tryHedge(moment({ inFlight: 8, remainingMs: 250 }))).toBe(true);
  });

  it('is not when the retries have used up the budget', () => {
    const policy = after(20);
    const budget = new RetryBudget({ capacity: 0 }, 0);
    expect(policy.tryHedge(moment({ budget }))).toBe(false);
    expect(policy.tryHedge(moment())).toBe(true);
  });

  it('saves up no more than five', () => {
    const policy = after(10_000);
    const sent = Array.from({ length: 8 }, () => policy.tryHedge(moment())).filter(Boolean);
    expect(sent).toHaveLength(5);
  });

  it('is never with an extra load of 0', () => {
    expect(after(10_000, { maxExtraLoad: 0 }).tryHedge(moment())).toBe(false);
  });

  it('adds at most the allowed part of the calls, however they come', () => {
    const steps = fc.array(fc.constantFrom('call', 'hedge'), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (all, maxExtraLoad) => {
        const policy = new HedgePolicy({ maxExtraLoad });
        let calls = 0;
        let hedges = 0;
        for (const step of all) {
          if (step === 'call') {
            calls += 1;
            policy.noteCall();
          } else if (policy.tryHedge(moment())) hedges += 1;
          expect(hedges).toBeLessThanOrEqual(calls * maxExtraLoad);
        }
      }),
    );
  });
});

describe('checkHedgeOptions', () => {
  it('takes the defaults, and names what is wrong', () => {
    expect(checkHedgeOptions(HEDGE_DEFAULTS, 'hedge')).toEqual([]);
    const faults = checkHedgeOptions({ minDelayMs: 0, minSamples: 1.5, maxExtraLoad: 1.1 }, 'hedge');
    expect(faults.map(({ path }) => path)).toEqual(['hedge.minDelayMs', 'hedge.minSamples', 'hedge.maxExtraLoad']);
    expect(faults.map(({ allowed }) => allowed)).toEqual([
      'a number from 1 to 600000',
      'a whole number from 1 to 100000',
      'a number from 0 to 1',
    ]);
  });
});
