import { createFakeClock, type FakeClock } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { TimerWheel, WHEEL_GRAIN_MS, WheelTimer } from '../../../src/policies/waiting/timer-wheel.ts';
import { countTimers } from './count-timers.ts';

/** Sets a timer that writes down when it came. */
function setNoting(wheel: TimerWheel, clock: FakeClock, delayMs: number, cameMs: number[]): WheelTimer {
  const timer = new WheelTimer(() => cameMs.push(clock.monotonicMs()));
  wheel.set(timer, delayMs);
  return timer;
}

/** A clock whose time is off by as much as the test says, while its timers are not. */
function driftingClock(clock: FakeClock, drift: { readonly ms: number }): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs() + drift.ms,
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
  };
}

describe('TimerWheel', () => {
  it('calls back in time or up to a grain late, never early, however far away the time is', async () => {
    const step = fc.record({ delayMs: fc.double({ min: 0, max: 20_000, noNaN: true }), pauseMs: fc.nat(3_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(1_000_000), async (steps, monotonicStartMs) => {
        const clock = createFakeClock({ monotonicStartMs });
        const wheel = new TimerWheel(clock);
        const late: number[] = [];
        for (const { delayMs, pauseMs } of steps) {
          const dueMs = clock.monotonicMs() + delayMs;
          wheel.set(new WheelTimer(() => late.push(clock.monotonicMs() - dueMs)), delayMs);
          await clock.advance(pauseMs);
        }
        await clock.advance(25_000);
        expect(late).toHaveLength(steps.length);
        for (const lateMs of late) {
          expect(lateMs).toBeGreaterThanOrEqual(0);
          // Delays on the clock are rounded up to whole milliseconds.
          expect(lateMs).toBeLessThanOrEqual(WHEEL_GRAIN_MS + 1);
        }
        expect(wheel.pending).toBe(0);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('has no timer on the clock when nothing waits, and one however much does', () => {
    const clock = createFakeClock();
    const wheel = new TimerWheel(clock);
    const came: number[] = [];
    expect(clock.pendingTimers).toBe(0);
    const timers = [500, 100, 9_000, 40].map((delayMs) => setNoting(wheel, clock, delayMs, came));
    expect(clock.pendingTimers).toBe(1);
    for (const timer of timers) wheel.cancel(timer);
    for (const timer of timers) wheel.cancel(timer);
    expect(wheel.pending).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('calls back once though a timer is set twice, at the later time', async () => {
    const clock = createFakeClock();
    const wheel = new TimerWheel(clock);
    const came: number[] = [];
    const timer = setNoting(wheel, clock, 100, came);
    wheel.set(timer, 500);
    expect(timer.isSet).toBe(true);
    expect(wheel.pending).toBe(1);
    await clock.advance(5_000);
    expect(came).toEqual([500]);
    expect(timer.isSet).toBe(false);
  });

  it('calls the others back when one of them is cancelled', async () => {
    const clock = createFakeClock();
    const wheel = new TimerWheel(clock);
    const came: number[] = [];
    const timers = [100, 500].map((delayMs) => setNoting(wheel, clock, delayMs, came));
    for (const timer of timers.slice(0, 1)) wheel.cancel(timer);
    expect(wheel.pending).toBe(1);
    await clock.advance(1_000);
    expect(came).toEqual([500]);
  });

  it('lets a callback cancel one that is due with it, and set new ones', async () => {
    const clock = createFakeClock();
    const wheel = new TimerWheel(clock);
    const came: number[] = [];
    const first = new WheelTimer(() => {
      wheel.cancel(second);
      wheel.set(first, 100);
    });
    const second = new WheelTimer(() => came.push(-1));
    wheel.set(first, 100);
    wheel.set(second, 100);
    setNoting(wheel, clock, 3_000, came);
    await clock.advance(3_000);
    expect(came).toEqual([3_000]);
    wheel.cancel(first);
    expect(clock.pendingTimers).toBe(0);
  });

  it('looks again at the next grain when a timer of the platform comes early', async () => {
    const clock = createFakeClock();
    const drift = { ms: 0 };
    const wheel = new TimerWheel(driftingClock(clock, drift));
    const came: number[] = [];
    setNoting(wheel, clock, 19, came);
    drift.ms = -3;
    await clock.advance(100);
    expect(came).toEqual([43]);
  });

  it('loses nothing when the process was held up for long', async () => {
    const clock = createFakeClock();
    const drift = { ms: 0 };
    const wheel = new TimerWheel(driftingClock(clock, drift));
    const came: number[] = [];
    for (const delayMs of [15, 30, 45, 2_000, 2_600, 7_000]) setNoting(wheel, clock, delayMs, came);
    await clock.advance(45);
    drift.ms = 6_000;
    const late = setNoting(wheel, clock, 40, came);
    await clock.advance(100);
    expect(late.isSet).toBe(false);
    expect(came).toHaveLength(6);
    await clock.advance(2_000);
    expect(came).toHaveLength(7);
    expect(clock.pendingTimers).toBe(0);
  });

  it('sets timers of the clock by time, not by how many wait', async () => {
    for (const waiting of [100, 10_000]) {
      const { clock, counts } = countTimers(createFakeClock());
      const wheel = new TimerWheel(clock);
      let came = 0;
      for (let index = 0; index < waiting; index += 1) {
        wheel.set(new WheelTimer(() => (came += 1)), 1_000 + (index % 500));
      }
      await clock.advance(2_000);
      expect(came).toBe(waiting);
      expect(counts.set).toBeLessThanOrEqual(30);
    }
  });

  it('looks at a timer that is far away once in a while, not at each grain', async () => {
    const { clock, counts } = countTimers(createFakeClock());
    const wheel = new TimerWheel(clock);
    const came: number[] = [];
    setNoting(wheel, clock, 10_000, came);
    await clock.advance(10_000);
    expect(came).toEqual([10_000]);
    // Each look is 2.54 s after the one before.
    expect(counts.set).toBe(4);
  });

  it('keeps no process alive that has nothing else to do', () => {
    const clock = createFakeClock();
    const isBackground: unknown[] = [];
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (callback, delayMs, options) => {
      isBackground.push(options?.background);
      return setTimer(callback, delayMs, options);
    };
    setNoting(new TimerWheel(clock), clock, 100, []);
    expect(isBackground).toEqual([true]);
  });
});
