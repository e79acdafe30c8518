import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveLimit } from '../../../src/policies/bulkhead/adaptive-limit.ts';

const BOUNDS = { startConcurrency: 16, minConcurrency: 1, maxConcurrency: 64 };

/** Rounds in which as many calls as allowed go to a server that bears `capacity` at a time and refuses the others. */
function runRounds(limit: AdaptiveLimit, capacity: number, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const sent = limit.limit;
    for (let call = 0; call < sent; call += 1) limit.note(call < capacity ? 'success' : 'overload', sent - call);
    return limit.limit;
  });
}

describe('AdaptiveLimit', () => {
  it('grows by about one a round trip while all goes well and the limit is used', () => {
    const limit = new AdaptiveLimit(BOUNDS);
    runRounds(limit, 1_000, 4);
    expect(limit.limit).toBeGreaterThanOrEqual(17);
    expect(limit.limit).toBeLessThanOrEqual(20);
    runRounds(limit, 1_000, 200);
    expect(limit.limit).toBe(64);
  });

  it('does not grow while less than half of it is used', () => {
    const limit = new AdaptiveLimit(BOUNDS);
    for (let call = 0; call < 1_000; call += 1) limit.note('success', 7);
    expect(limit.limit).toBe(16);
  });

  it('grows from half of it in use on, and says that it may have moved', () => {
    const limit = new AdaptiveLimit(BOUNDS);
    expect(limit.note('success', 7)).toBe(false);
    expect(limit.note('success', 8)).toBe(true);
    expect(limit.note('neutral', 8)).toBe(false);
    expect(limit.note('overload', 3)).toBe(true);
    // Two others were under way with the one that was too much.
    expect([limit.note('success', 16), limit.note('overload', 16), limit.note('success', 16)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('loses a tenth in a round trip, however many calls of it fail', () => {
    const limit = new AdaptiveLimit({ ...BOUNDS, startConcurrency: 40 });
    for (let inFlight = 40; inFlight > 0; inFlight -= 1) limit.note('overload', inFlight);
    expect(limit.limit).toBe(36);
    limit.note('overload', 1);
    expect(limit.limit).toBe(32);
  });

  it('takes no notice of what says nothing', () => {
    const limit = new AdaptiveLimit(BOUNDS);
    for (let call = 0; call < 100; call += 1) limit.note('neutral', 16);
    expect(limit.limit).toBe(16);
  });

  it('settles near what the server bears, from above and from below', () => {
    for (const startConcurrency of [2, 64]) {
      const limit = new AdaptiveLimit({ ...BOUNDS, startConcurrency });
      runRounds(limit, 20, 100);
      for (const settled of runRounds(limit, 20, 100)) {
        expect(settled).toBeGreaterThanOrEqual(16);
        expect(settled).toBeLessThanOrEqual(23);
      }
    }
  });

  it('stays within its bounds, whatever comes', () => {
    const bounds = fc.record({ min: fc.integer({ min: 1, max: 8 }), more: fc.nat(20), start: fc.nat(20) });
    const signals = fc.array(
      fc.tuple(fc.constantFrom('success', 'overload', 'neutral'), fc.integer({ min: 1, max: 40 })),
    );
    fc.assert(
      fc.property(bounds, signals, ({ min, more, start }, ends) => {
        const max = min + more;
        const startConcurrency = Math.min(min + start, max);
        const limit = new AdaptiveLimit({ minConcurrency: min, maxConcurrency: max, startConcurrency });
        for (const [signal, inFlight] of ends) {
          limit.note(signal, inFlight);
          expect(Number.isInteger(limit.limit)).toBe(true);
          expect(limit.limit).toBeGreaterThanOrEqual(min);
          expect(limit.limit).toBeLessThanOrEqual(max);
        }
      }),
    );
  });
});
