import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_MARGIN_MS,
  attemptTimeoutMs,
  type CallTimes,
  deadlineMsOf,
  extendBy,
  MIN_ATTEMPT_MS,
  mayAttempt,
  noteProgress,
  remainingAtMostMs,
  remainingMs,
} from '../../../src/policies/deadline/call-times.ts';
import { DEADLINE_DEFAULTS, type DeadlineTimes, resolveDeadline } from '../../../src/policies/deadline/options.ts';

const DEFAULTS = resolveDeadline({});

function begin(limits: DeadlineTimes, startedMs: number): CallTimes {
  return { startedMs, limits, quietAfterMs: 0, heldMs: 0 };
}

describe('the times of a call', () => {
  it('gives a call a minute without progress, and each attempt half of it', () => {
    const times = begin(DEFAULTS, 1_000);
    expect(times.startedMs).toBe(1_000);
    expect(deadlineMsOf(times)).toBe(61_000);
    expect(attemptTimeoutMs(times, 1_000)).toBe(30_000);
    expect(attemptTimeoutMs(times, 41_000)).toBe(20_000 - ATTEMPT_MARGIN_MS);
    expect(remainingMs(times, 60_999)).toBeGreaterThan(0);
    expect(remainingMs(times, 61_000)).toBe(0);
    expect(remainingMs(times, 70_000)).toBe(0);
    expect(remainingAtMostMs(times, 400_000)).toBe(0);
  });

  it('takes the time of one attempt from the options, 10 s as well as any other (A163)', () => {
    const times = begin(resolveDeadline({ timeoutMs: 10_000 }), 0);
    expect(attemptTimeoutMs(times, 0)).toBe(10_000);
    expect(attemptTimeoutMs(times, 45_000)).toBe(10_000);
    expect(attemptTimeoutMs(times, 55_000)).toBe(5_000 - ATTEMPT_MARGIN_MS);
  });

  it('goes on while progress comes, and ends at the longest time all the same', () => {
    const times = begin(DEFAULTS, 0);
    for (let nowMs = 0; nowMs < 300_000; nowMs += 50_000) {
      expect(remainingMs(times, nowMs)).toBeGreaterThan(0);
      noteProgress(times, nowMs);
    }
    expect(deadlineMsOf(times)).toBe(300_000);
    expect(remainingMs(times, 300_000)).toBe(0);
  });

  it('is not shortened by progress that is told late', () => {
    const times = begin(DEFAULTS, 1_000);
    noteProgress(times, 2_000);
    noteProgress(times, 500);
    expect(deadlineMsOf(times)).toBe(62_000);
  });

  it('does not count the time in which a person was asked', () => {
    const times = begin(DEFAULTS, 0);
    extendBy(times, 600_000);
    expect(deadlineMsOf(times)).toBe(660_000);
    expect(remainingAtMostMs(times, 600_000)).toBe(300_000);
  });

  it('begins no attempt that could hardly be answered any more', () => {
    const times = begin(DEFAULTS, 0);
    expect(mayAttempt(times, undefined, 60_000 - MIN_ATTEMPT_MS)).toBe(true);
    expect(mayAttempt(times, undefined, 60_001 - MIN_ATTEMPT_MS)).toBe(false);
    expect(mayAttempt(times, 8_000, 52_000)).toBe(true);
    expect(mayAttempt(times, 8_000, 52_001)).toBe(false);
    expect(mayAttempt(times, undefined, 60_000)).toBe(false);
  });

  it('tries a call that was given less than its tool usually takes, but not with what little is left after a wait', () => {
    const times = begin(resolveDeadline({ totalTimeoutMs: 200 }), 0);
    expect(mayAttempt(times, 5_000, 0)).toBe(true);
    expect(mayAttempt(times, 5_000, 100)).toBe(true);
    expect(mayAttempt(times, 5_000, 101)).toBe(false);
    expect(attemptTimeoutMs(times, 0)).toBe(150);
    expect(attemptTimeoutMs(times, 140)).toBe(30);
  });

  it('tries a call that is over soon whatever comes as long as half of that time is left', () => {
    const times = begin({ timeoutMs: 10, totalTimeoutMs: 60_000, maxTotalTimeoutMs: 200 }, 0);
    expect(mayAttempt(times, undefined, 100)).toBe(true);
    expect(mayAttempt(times, undefined, 101)).toBe(false);
    expect(mayAttempt(begin(resolveDeadline({ totalTimeoutMs: 1 }), 0), undefined, 1)).toBe(false);
  });

  it('lets no attempt outlive its call, whatever the limits, the progress and the time', () => {
    const time = fc.integer({ min: 1, max: 86_400_000 });
    const limits = fc.record({ timeoutMs: time, totalTimeoutMs: time, maxTotalTimeoutMs: time });
    const moments = fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000_000 }), fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(limits, moments, (given, steps) => {
        const times = begin(given, 0);
        for (const [nowMs, isProgress] of [...steps].sort(([first], [second]) => first - second)) {
          if (remainingMs(times, nowMs) === 0) {
            expect(mayAttempt(times, undefined, nowMs)).toBe(false);
            break;
          }
          if (isProgress) noteProgress(times, nowMs);
          const attemptMs = attemptTimeoutMs(times, nowMs);
          expect(attemptMs).toBeGreaterThan(0);
          expect(attemptMs).toBeLessThanOrEqual(given.timeoutMs);
          expect(nowMs + attemptMs).toBeLessThan(deadlineMsOf(times));
          expect(deadlineMsOf(times)).toBeLessThanOrEqual(given.maxTotalTimeoutMs);
        }
      }),
    );
  });

  it('has the defaults that the configuration promises', () => {
    expect(DEADLINE_DEFAULTS).toEqual({ timeoutMs: 30_000, totalTimeoutMs: 60_000, maxTotalTimeoutMs: 300_000 });
  });
});
