import { createFakeClock, FAKE_CLOCK_DEFAULTS } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('FakeClock', () => {
  it('stands still until it is moved', async () => {
    const clock = createFakeClock();
    let ran = false;
    clock.setTimer(() => (ran = true), 1);
    await clock.settle();
    expect(ran).toBe(false);
    expect(clock.now()).toBe(FAKE_CLOCK_DEFAULTS.startMs);
    expect(clock.monotonicMs()).toBe(0);
  });

  it('runs due timers in the order of time, and in the order of setting on ties', async () => {
    const clock = createFakeClock();
    const ran: string[] = [];
    clock.setTimer(() => ran.push('late'), 30);
    clock.setTimer(() => ran.push('first of two'), 10);
    clock.setTimer(() => ran.push('second of two'), 10);
    clock.setTimer(() => ran.push('beyond'), 31);
    await clock.advance(30);
    expect(ran).toEqual(['first of two', 'second of two', 'late']);
    expect(clock.pendingTimers).toBe(1);
    expect(clock.nextTimerAtMs).toBe(31);
  });

  it('shows each timer its own time', async () => {
    const clock = createFakeClock({ startMs: 1_000, monotonicStartMs: 500 });
    const seen: number[][] = [];
    for (const delayMs of [5, 20]) clock.setTimer(() => seen.push([clock.now(), clock.monotonicMs()]), delayMs);
    await clock.advance(100);
    expect(seen).toEqual([
      [1_005, 505],
      [1_020, 520],
    ]);
    expect(clock.now()).toBe(1_100);
  });

  it('runs timers that callbacks and settled promises set inside the window', async () => {
    const clock = createFakeClock();
    const ran: number[] = [];
    const rearm = async (): Promise<void> => {
      ran.push(clock.monotonicMs());
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      clock.setTimer(() => void rearm(), 10);
    };
    clock.setTimer(() => void rearm(), 10);
    await clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
  });

  it('forgets a cancelled timer, also when another timer at the same time cancels it', async () => {
    const clock = createFakeClock();
    const ran: string[] = [];
    clock.setTimer(() => second.cancel(), 10);
    const second = clock.setTimer(() => ran.push('second'), 10);
    const third = clock.setTimer(() => ran.push('third'), 10);
    await clock.advance(10);
    third.cancel();
    expect(ran).toEqual(['third']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('treats negative and missing delays as none', async () => {
    const clock = createFakeClock();
    const ran: number[] = [];
    for (const delayMs of [-5, Number.NaN, 0]) clock.setTimer(() => ran.push(clock.monotonicMs()), delayMs);
    await clock.advance(0);
    expect(ran).toEqual([0, 0, 0]);
  });

  it('jumps the wall clock without touching timers or monotonic time', async () => {
    const clock = createFakeClock({ startMs: 10_000 });
    let ran = false;
    clock.setTimer(() => (ran = true), 100);
    clock.jumpWallClock(-9_000);
    await clock.advance(99);
    expect(ran).toBe(false);
    expect(clock.now()).toBe(1_099);
    expect(clock.monotonicMs()).toBe(99);
  });

  it('runs until a condition holds and stops there', async () => {
    const clock = createFakeClock();
    let count = 0;
    const tick = (): void => {
      count += 1;
      clock.setTimer(tick, 10);
    };
    clock.setTimer(tick, 10);
    await clock.runUntil(() => count === 3);
    expect(clock.monotonicMs()).toBe(30);
  });

  it('rejects when the condition does not hold within the limit', async () => {
    const clock = createFakeClock();
    clock.setTimer(() => undefined, 200);
    await expect(clock.runUntil(() => false, { limitMs: 100 })).rejects.toThrow('the next timer is due later');
    await expect(clock.runUntil(() => false, { limitMs: 300 })).rejects.toThrow('no timer is pending');
  });

  it('stops a timer that sets itself forever', async () => {
    const clock = createFakeClock({ maxTimers: 50 });
    const again = (): void => void clock.setTimer(again, 0);
    again();
    await expect(clock.advance(1)).rejects.toThrow('ran 50 timers');
  });

  it('rejects with what a callback throws and can be moved again', async () => {
    const clock = createFakeClock();
    clock.setTimer(() => {
      throw new RangeError('broken callback');
    }, 5);
    await expect(clock.advance(10)).rejects.toThrow('broken callback');
    expect(clock.monotonicMs()).toBe(5);
    await clock.advance(10);
    expect(clock.monotonicMs()).toBe(15);
  });

  it('refuses to be moved twice at once', async () => {
    const clock = createFakeClock();
    const first = clock.advance(10);
    await expect(clock.advance(10)).rejects.toThrow('already being moved');
    await first;
  });

  it('fires any set of timers in time order, each exactly once, cancelled ones never', async () => {
    const timers = fc.array(fc.record({ delayMs: fc.nat(50), cancelled: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(timers, fc.array(fc.nat(20), { maxLength: 6 }), async (planned, steps) => {
        const clock = createFakeClock();
        const fired: { readonly index: number; readonly atMs: number }[] = [];
        const handles = planned.map(({ delayMs }, index) =>
          clock.setTimer(() => fired.push({ index, atMs: clock.monotonicMs() }), delayMs),
        );
        for (const [index, { cancelled }] of planned.entries()) if (cancelled) handles[index]?.cancel();
        for (const step of steps) await clock.advance(step);
        const nowMs = clock.monotonicMs();
        const expected = planned
          .map(({ delayMs, cancelled }, index) => ({ index, atMs: delayMs, cancelled }))
          .filter(({ atMs, cancelled }) => !cancelled && atMs <= nowMs)
          .sort((left, right) => left.atMs - right.atMs || left.index - right.index)
          .map(({ index, atMs }) => ({ index, atMs }));
        // Without a step, not even timers of no delay have run.
        expect(fired).toEqual(steps.length === 0 ? [] : expected);
      }),
      { numRuns: 60 },
    );
  });
});
