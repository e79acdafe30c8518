import { createFakeClock } from '@seawall/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { sleep, systemClock, toTimestamp } from '../src/clock.ts';
import { createOrderedSystemId, createSystemId } from '../src/ids.ts';
import { systemRandom } from '../src/random.ts';

describe('sleep', () => {
  it('tells that the time passed', async () => {
    const clock = createFakeClock();
    const slept = sleep(clock, 1000);
    await clock.advance(999);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1);
    expect(await slept).toBe(true);
  });

  it('sets no timer when the signal was aborted before', async () => {
    const clock = createFakeClock();
    expect(await sleep(clock, 1000, AbortSignal.abort())).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends when the signal aborts, and cancels its timer', async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const slept = sleep(clock, 1000, controller.signal);
    await clock.advance(500);
    controller.abort();
    expect(await slept).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets go of the signal when the time passed', async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const slept = sleep(clock, 1000, signal);
    await clock.advance(1000);
    expect(await slept).toBe(true);
    expect(removed).toHaveBeenCalledOnce();
  });
});

describe('systemClock', () => {
  it('runs a timer, and none that was cancelled', async () => {
    const ran: string[] = [];
    const cancelled = systemClock.setTimer(() => ran.push('cancelled'), 0);
    cancelled.cancel();
    cancelled.cancel();
    systemClock.setTimer(() => ran.push('background'), 1e12, { background: true }).cancel();
    await new Promise<void>((resolve) => {
      systemClock.setTimer(() => {
        ran.push('ran');
        resolve();
      }, -5);
    });
    expect(ran).toEqual(['ran']);
  });

  it('does not run a timer of many days at once', () => {
    const setTimeoutSpy = vi.spyOn(globalThis, 'setTimeout');
    systemClock.setTimer(() => undefined, 1e12).cancel();
    expect(setTimeoutSpy.mock.calls[0]?.[1]).toBe(2 ** 31 - 1);
  });

  it('has monotonic time that does not go back', () => {
    const first = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
    expect(new Date(systemClock.now()).getUTCFullYear()).toBeGreaterThan(2024);
  });
});

describe('toTimestamp', () => {
  it('is ISO 8601 in UTC', () => {
    expect(toTimestamp(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(toTimestamp(1_767_225_600_001)).toBe('2026-01-01T00:00:00.001Z');
  });

  it('is what a date says, at every time in any order', () => {
    const near = fc.integer({ min: -3000, max: 3000 }).map((offset) => 1_767_225_600_000 + offset);
    const any = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true });
    const edge = fc.constantFrom(0, 0.5, -0.5, 999.9, -1, 253_402_300_799_999.9, 253_402_300_800_000);
    fc.assert(
      fc.property(fc.array(fc.oneof(near, any, edge)), (times) => {
        for (const time of times) expect(toTimestamp(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  it('throws for what is no time', () => {
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, -8.65e15]) {
      expect(() => toTimestamp(time)).toThrow(RangeError);
    }
  });
});

describe('ids and chance of this process', () => {
  it('gives ids that differ and numbers from 0 to below 1', () => {
    expect(createSystemId()).not.toBe(createSystemId());
    const number = systemRandom();
    expect(number >= 0 && number < 1).toBe(true);
  });

  it('gives ordered ids of version 7 that tell when they were made', () => {
    const now = vi.spyOn(Date, 'now');
    // Both halves of the time go over, and one of them begins with zeros.
    for (const time of [0, 1, 65_535, 65_536, 1_767_225_600_123, 2 ** 32 - 1, 2 ** 32 + 5, 2 ** 48 - 1]) {
      now.mockReturnValue(time);
      const id = createOrderedSystemId();
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(time);
      expect(createOrderedSystemId()).not.toBe(id);
    }
  });
});
