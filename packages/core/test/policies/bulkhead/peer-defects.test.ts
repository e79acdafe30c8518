import { getEventListeners } from 'node:events';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { Bulkhead } from '../../../src/policies/bulkhead/bulkhead.ts';
import { resolveBulkhead } from '../../../src/policies/bulkhead/options.ts';
import { countTimers } from '../waiting/count-timers.ts';
import { makeBulkhead, startWait } from './make-bulkhead.ts';

const WAITERS = 10_000;

/** What the platform is asked to do for 10,000 calls that wait at one signal. */
function crowd(): {
  readonly bulkhead: Bulkhead;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly controller: AbortController;
  readonly counts: { set: number; listeners: number };
  readonly results: Promise<string[]>;
} {
  const { clock, counts: timers } = countTimers(createFakeClock());
  const options = resolveBulkhead({ concurrency: 1, queue: WAITERS }, 'stdio');
  const bulkhead = new Bulkhead({ server: 'jira', options, clock });
  const controller = new AbortController();
  const counts = {
    listeners: 0,
    get set(): number {
      return timers.set;
    },
  };
  const { signal } = controller;
  const addEventListener = signal.addEventListener.bind(signal);
  signal.addEventListener = (...parameters: Parameters<typeof addEventListener>) => {
    counts.listeners += 1;
    addEventListener(...parameters);
  };
  bulkhead.tryEnter();
  const waits = Array.from({ length: WAITERS }, (_, index) =>
    bulkhead.enter({ maxWaitMs: 4_000 + (index % 1_000), signal }),
  );
  return { bulkhead, clock, controller, counts, results: Promise.all(waits) };
}

describe('defects of peers', () => {
  it('P5: work that timed out keeps its place while it still runs', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1, queue: 8 });
    let running = 0;
    let mostRunning = 0;
    // A server that works for 1500 ms and hears no cancellation; callers give up after 100 ms.
    const call = async (): Promise<string> => {
      if ((await bulkhead.enter({ maxWaitMs: 60_000 })) !== 'entered') return 'refused';
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      const stopped = new Promise<void>((resolve) => {
        clock.setTimer(() => {
          running -= 1;
          resolve();
        }, 1_500);
      });
      await new Promise<void>((resolve) => void clock.setTimer(resolve, 100));
      const place = bulkhead.leaveAfter();
      void stopped.then(() => place.leaveNow()); // Never rejects.
      return 'timed out';
    };
    const calls = Promise.all(Array.from({ length: 5 }, call));
    await clock.advance(10_000);
    expect(await calls).toEqual(Array.from({ length: 5 }, () => 'timed out'));
    expect(mostRunning).toBe(1);
    expect([bulkhead.inFlight, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('P7: an abort while a call waits ends the wait at once, and its work is never begun', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    let begun = 0;
    const wait = startWait(bulkhead, 5_000);
    const call = wait.settled.then((result) => {
      if (result === 'entered') begun += 1;
      return clock.monotonicMs();
    });
    await clock.advance(100);
    wait.controller.abort();
    expect(await call).toBe(100);
    bulkhead.leave();
    await clock.advance(10_000);
    expect(begun).toBe(0);
    expect(bulkhead.inFlight).toBe(0);
  });

  it('P12: a waiter that aborted or timed out keeps no room in the queue', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1, queue: 2 });
    bulkhead.tryEnter();
    const waits = [startWait(bulkhead, 5_000), startWait(bulkhead, 100)];
    expect(await bulkhead.enter({ maxWaitMs: 5_000 })).toBe('full');
    waits[0]?.controller.abort();
    await clock.advance(100);
    expect(bulkhead.queued).toBe(0);
    const next = [startWait(bulkhead, 5_000), startWait(bulkhead, 5_000)];
    bulkhead.leave();
    await clock.settle();
    expect(next.map(({ result }) => result)).toEqual(['entered', undefined]);
    expect(bulkhead.inFlight).toBe(1);
  });

  it('10,000 callers that share a signal add one listener and a few timers', async () => {
    const { bulkhead, counts, results, controller } = crowd();
    expect(counts.listeners).toBe(1);
    expect(counts.set).toBeLessThanOrEqual(10);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    bulkhead.close();
    expect(new Set(await results)).toEqual(new Set(['closed']));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('10,000 callers that time out cost a timer for each moment, not for each of them', async () => {
    const { bulkhead, clock, counts, results } = crowd();
    await clock.advance(5_000);
    expect(new Set(await results)).toEqual(new Set(['timeout']));
    expect(counts.set).toBeLessThanOrEqual(120);
    expect([bulkhead.queued, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('10,000 callers that abort at once leave at once, and the next one gets its turn', async () => {
    const { bulkhead, clock, controller, counts, results } = crowd();
    controller.abort();
    expect(new Set(await results)).toEqual(new Set(['aborted']));
    const next = startWait(bulkhead, 5_000);
    bulkhead.leave();
    await clock.settle();
    expect(next.result).toBe('entered');
    expect(counts.listeners).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('10,000 callers that are served come in their order, and ask nothing of the platform', async () => {
    const { bulkhead, clock, counts, results } = crowd();
    const before = counts.set;
    const order: number[] = [];
    for (let left = WAITERS; left > 0; left -= 1) {
      order.push(bulkhead.queued);
      bulkhead.leave();
    }
    expect(order[0]).toBe(WAITERS);
    expect(bulkhead.queued).toBe(0);
    expect(new Set(await results)).toEqual(new Set(['entered']));
    expect(counts.set).toBe(before);
    expect([bulkhead.inFlight, clock.pendingTimers]).toEqual([1, 0]);
  });
});
