import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeWindow } from '../../../src/policies/breaker/outcome-window.ts';

const WINDOW_MS = 30_000;

describe('OutcomeWindow', () => {
  it('has between nine and ten tenths of the window in it, whatever comes when', () => {
    const outcomes = fc.array(fc.tuple(fc.integer({ min: 0, max: 12_000 }), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), outcomes, (startMs, list) => {
        const window = new OutcomeWindow(WINDOW_MS, startMs);
        const seen: { readonly atMs: number; readonly isFailure: boolean }[] = [];
        let nowMs = startMs;
        for (const [pauseMs, isFailure] of list) {
          nowMs += pauseMs;
          window.add(isFailure, nowMs);
          seen.push({ atMs: nowMs, isFailure });
          const within = (ms: number) => seen.filter(({ atMs }) => nowMs - atMs < ms);
          const least = within(WINDOW_MS * 0.9 - 1);
          const most = within(WINDOW_MS + 1);
          expect(window.calls).toBeGreaterThanOrEqual(least.length);
          expect(window.calls).toBeLessThanOrEqual(most.length);
          expect(window.failures).toBeGreaterThanOrEqual(least.filter((outcome) => outcome.isFailure).length);
          expect(window.failures).toBeLessThanOrEqual(most.filter((outcome) => outcome.isFailure).length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is whole after any jumps of the clock', () => {
    const jumps = fc.array(fc.tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.boolean()), { maxLength: 50 });
    fc.assert(
      fc.property(jumps, (list) => {
        const window = new OutcomeWindow(WINDOW_MS, 0);
        for (const [nowMs, isFailure] of list) {
          window.add(isFailure, nowMs);
          expect(window.failures).toBeLessThanOrEqual(window.calls);
          expect(window.failures).toBeGreaterThanOrEqual(isFailure ? 1 : 0);
          expect(window.calls).toBeLessThanOrEqual(list.length);
        }
        window.moveTo(2e9);
        expect([window.calls, window.failures]).toEqual([0, 0]);
      }),
    );
  });

  it('goes on in its bucket when the clock steps back a little', () => {
    const window = new OutcomeWindow(WINDOW_MS, 10_000);
    window.add(true, 10_000);
    window.add(true, 5_000);
    expect(window.calls).toBe(2);
    window.add(true, 10_000 - WINDOW_MS);
    expect(window.calls).toBe(1);
  });

  it('counts what comes at the very end of a tenth in the next one', () => {
    const window = new OutcomeWindow(10_000, 0);
    window.add(false, 1_000);
    window.moveTo(10_000);
    expect(window.calls).toBe(1);
    window.moveTo(11_000);
    expect(window.calls).toBe(0);
  });

  it('has forgotten all when it was cleared, also when time goes on', () => {
    const window = new OutcomeWindow(10_000, 0);
    for (const isFailure of [true, false, true]) window.add(isFailure, 0);
    window.clear(0);
    for (let nowMs = 1_000; nowMs <= 9_000; nowMs += 1_000) window.moveTo(nowMs);
    window.add(true, 9_500);
    window.moveTo(10_000);
    expect([window.calls, window.failures]).toEqual([1, 1]);
  });
});
