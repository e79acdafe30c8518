import type { MCPError } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createInFlightCalls } from '../../src/calls/in-flight-calls.ts';
import { deferred } from '../fake-seawall.ts';

function runningCall() {
  const abandoned: MCPError[] = [];
  return {
    call: { server: 'a', target: 'tool "t"', abandon: (error: MCPError) => void abandoned.push(error) },
    abandoned,
  };
}

describe('createInFlightCalls', () => {
  it('ends at once when no call runs', async () => {
    const clock = createFakeClock();
    await createInFlightCalls(clock).drain({ graceMs: 10_000 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for running calls and takes no new ones', async () => {
    const clock = createFakeClock();
    const calls = createInFlightCalls(clock);
    const work = deferred<string>();
    const { call, abandoned } = runningCall();
    const running = calls.run(call, () => work.promise);
    const drained = calls.drain({ graceMs: 10_000 });
    expect(calls.count).toBe(1);
    await expect(calls.run(call, async () => 'never')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    work.resolve('done');
    expect(await running).toBe('done');
    await drained;
    expect(abandoned).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('abandons calls that run longer than the grace', async () => {
    const clock = createFakeClock();
    const calls = createInFlightCalls(clock);
    const { call, abandoned } = runningCall();
    void calls.run(call, () => new Promise(() => undefined));
    const drained = calls.drain({ graceMs: 500 });
    await clock.advance(499);
    expect(abandoned).toHaveLength(0);
    await clock.advance(1);
    await drained;
    expect(abandoned.map(({ code }) => code)).toEqual(['SHUTTING_DOWN']);
    expect(abandoned[0]?.message).toContain('It may have run.');
  });

  it('abandons at once when the signal says so', async () => {
    const calls = createInFlightCalls(createFakeClock());
    const { call, abandoned } = runningCall();
    void calls.run(call, () => new Promise(() => undefined));
    const controller = new AbortController();
    const drained = calls.drain({ graceMs: 60_000, signal: controller.signal });
    controller.abort();
    await drained;
    expect(abandoned).toHaveLength(1);
  });
});
