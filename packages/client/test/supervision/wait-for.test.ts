import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../src/supervision/wait-for.ts';

describe('waiting for a promise', () => {
  it('tells that it settled, rejected or not, and leaves no timer', async () => {
    const clock = createFakeClock();
    expect(await waitFor(Promise.resolve(), { clock, deadlineMs: 100 })).toBe('settled');
    expect(await waitFor(Promise.reject(new Error('no')), { clock, deadlineMs: 100 })).toBe('settled');
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends at the deadline', async () => {
    const clock = createFakeClock();
    const waited = waitFor(new Promise(() => undefined), { clock, deadlineMs: 100 });
    await clock.advance(100);
    expect(await waited).toBe('timeout');
  });

  it('ends when the caller aborts, before or while waiting, and leaves no timer', async () => {
    const clock = createFakeClock();
    const caller = new AbortController();
    const waited = waitFor(new Promise(() => undefined), { clock, deadlineMs: 100, signal: caller.signal });
    caller.abort();
    expect(await waited).toBe('aborted');
    expect(await waitFor(Promise.resolve(), { clock, deadlineMs: 100, signal: caller.signal })).toBe('aborted');
    expect(clock.pendingTimers).toBe(0);
  });
});
