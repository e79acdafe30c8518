import { getEventListeners } from 'node:events';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { Bulkhead } from '../../../src/policies/bulkhead/bulkhead.ts';
import { bulkheadClosedError, bulkheadFullError, queueDeadlineError } from '../../../src/policies/bulkhead/errors.ts';
import { resolveBulkhead } from '../../../src/policies/bulkhead/options.ts';
import { makeBulkhead, startWait } from './make-bulkhead.ts';

describe('Bulkhead', () => {
  it('lets as many in as it may, without a timer', () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 2 });
    expect([bulkhead.tryEnter(), bulkhead.tryEnter(), bulkhead.tryEnter()]).toEqual([true, true, false]);
    expect(bulkhead.inFlight).toBe(2);
    bulkhead.leave();
    expect(bulkhead.tryEnter()).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets nobody pass those who wait', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const waits = [startWait(bulkhead, 1_000), startWait(bulkhead, 1_000)];
    bulkhead.leave();
    expect(bulkhead.tryEnter()).toBe(false);
    await clock.settle();
    expect(waits.map(({ result }) => result)).toEqual(['entered', undefined]);
    bulkhead.leave();
    expect(await waits[1]?.settled).toBe('entered');
    bulkhead.leave();
    expect(bulkhead.inFlight).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses one more than may wait', async () => {
    const { bulkhead } = makeBulkhead({ concurrency: 1, queue: 1 });
    bulkhead.tryEnter();
    const wait = startWait(bulkhead, 1_000);
    expect(await bulkhead.enter({ maxWaitMs: 1_000 })).toBe('full');
    expect(bulkhead.queued).toBe(1);
    wait.controller.abort();
    expect(await wait.settled).toBe('aborted');
    expect(bulkhead.queued).toBe(0);
  });

  it('gives up when the time is over, and leaves neither timer nor listener', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const wait = startWait(bulkhead, 1_000);
    await clock.advance(999);
    expect(wait.result).toBeUndefined();
    await clock.advance(1);
    expect(wait.result).toBe('timeout');
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(wait.controller.signal, 'abort')).toHaveLength(0);
    bulkhead.leave();
    expect(bulkhead.inFlight).toBe(0);
  });

  it('gives no place to one whose time is over, though its timer has not come yet', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const waits = [startWait(bulkhead, 1_001), startWait(bulkhead, 2_000)];
    await clock.advance(1_002);
    expect(waits[0]?.result).toBeUndefined();
    bulkhead.leave();
    await clock.settle();
    expect(waits.map(({ result }) => result)).toEqual(['timeout', 'entered']);
    expect(bulkhead.inFlight).toBe(1);
  });

  it('gives no place to one whose time ends in this very moment', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const wait = startWait(bulkhead, 1_001);
    await clock.advance(1_001);
    bulkhead.leave();
    expect(await wait.settled).toBe('timeout');
  });

  it('tells of a limit only when it is another one', () => {
    const { bulkhead, changes } = makeBulkhead({ isAdaptive: true, startConcurrency: 4, maxConcurrency: 8 });
    for (let call = 0; call < 4; call += 1) bulkhead.tryEnter();
    bulkhead.onSettled('success');
    bulkhead.resize(resolveBulkhead({ isAdaptive: true, startConcurrency: 4, maxConcurrency: 8 }, 'stdio'));
    expect(changes).toEqual([]);
  });

  it('does not wait without time or with a signal that aborted, and does not enter with such a signal', async () => {
    const { bulkhead } = makeBulkhead({ concurrency: 1 });
    expect(await bulkhead.enter({ maxWaitMs: 1_000, signal: AbortSignal.abort() })).toBe('aborted');
    expect(bulkhead.inFlight).toBe(0);
    expect(await bulkhead.enter({ maxWaitMs: 0 })).toBe('entered');
    for (const maxWaitMs of [0, -5, Number.NaN]) expect(await bulkhead.enter({ maxWaitMs })).toBe('timeout');
    expect(bulkhead.inFlight).toBe(1);
  });

  it('waits for at most five seconds and a quarter of the time that is left', () => {
    const { bulkhead } = makeBulkhead();
    expect(bulkhead.maxWaitMs(60_000)).toBe(5_000);
    expect(bulkhead.maxWaitMs(8_000)).toBe(2_000);
    expect(bulkhead.maxWaitMs(0)).toBe(0);
    expect(bulkhead.maxWaitMs(-1)).toBe(0);
  });

  it('holds the place of an attempt that was given up until its server confirms, or the grace is over', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 2 });
    bulkhead.tryEnter();
    bulkhead.tryEnter();
    const confirmed = bulkhead.leaveAfter();
    bulkhead.leaveAfter();
    expect(bulkhead.tryEnter()).toBe(false);
    confirmed.leaveNow();
    confirmed.leaveNow();
    expect(bulkhead.inFlight).toBe(1);
    await clock.advance(1_999);
    expect(bulkhead.inFlight).toBe(1);
    await clock.advance(1);
    expect(bulkhead.inFlight).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives a place back at once without a grace', () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const place = bulkhead.leaveAfter(0);
    expect(bulkhead.inFlight).toBe(0);
    place.leaveNow();
    expect(bulkhead.inFlight).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('never counts below zero', () => {
    const { bulkhead } = makeBulkhead({ concurrency: 1 });
    bulkhead.leave();
    expect(bulkhead.tryEnter()).toBe(true);
    expect(bulkhead.tryEnter()).toBe(false);
  });

  it('takes new options: more get in, fewer wait for those inside to leave', async () => {
    const { bulkhead, clock, changes } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    const waits = [startWait(bulkhead, 1_000), startWait(bulkhead, 1_000), startWait(bulkhead, 1_000)];
    bulkhead.resize(resolveBulkhead({ concurrency: 3, queue: 0 }, 'stdio'));
    await clock.settle();
    expect(waits.map(({ result }) => result)).toEqual(['entered', 'entered', undefined]);
    expect(await bulkhead.enter({ maxWaitMs: 1_000 })).toBe('full');
    bulkhead.resize(resolveBulkhead({ concurrency: 1 }, 'stdio'));
    bulkhead.leave();
    bulkhead.leave();
    await clock.settle();
    expect(waits[2]?.result).toBeUndefined();
    bulkhead.leave();
    expect(await waits[2]?.settled).toBe('entered');
    expect(changes.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      [1, 3, 'configured'],
      [3, 1, 'configured'],
    ]);
    expect(changes[0]).toMatchObject({ kind: 'concurrencyLimitChanged', server: 'jira', atMs: clock.now() });
  });

  it('follows what the server bears, and lets those who wait in as soon as it bears more', async () => {
    const { bulkhead, changes } = makeBulkhead({ isAdaptive: true, startConcurrency: 1, maxConcurrency: 4 });
    bulkhead.tryEnter();
    const wait = startWait(bulkhead, 1_000);
    bulkhead.onSettled('success');
    expect(await wait.settled).toBe('entered');
    expect(bulkhead.limit).toBe(2);
    bulkhead.onSettled('overload');
    expect(bulkhead.limit).toBe(1);
    expect(changes.map(({ reason }) => reason)).toEqual(['grown', 'overload']);
  });

  it('keeps a limit that was set, whatever comes of the calls', () => {
    const { bulkhead, changes } = makeBulkhead({ concurrency: 4 });
    bulkhead.tryEnter();
    for (const signal of ['success', 'overload', 'neutral'] as const) bulkhead.onSettled(signal);
    expect(bulkhead.limit).toBe(4);
    expect(changes).toEqual([]);
  });

  it('goes on when whoever is told of a change throws', () => {
    const options = resolveBulkhead({ concurrency: 1 }, 'stdio');
    const onChange = (): void => {
      throw new Error('It failed.');
    };
    const bulkhead = new Bulkhead({ server: 'jira', options, clock: createFakeClock(), onChange });
    bulkhead.resize(resolveBulkhead({ concurrency: 2 }, 'stdio'));
    expect(bulkhead.limit).toBe(2);
  });

  it('ends every wait and holds nothing when it is closed, also twice', async () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    bulkhead.leaveAfter();
    const wait = startWait(bulkhead, 1_000);
    bulkhead.close();
    bulkhead.close();
    expect(await wait.settled).toBe('closed');
    expect(await bulkhead.enter({ maxWaitMs: 1_000 })).toBe('closed');
    expect(bulkhead.tryEnter()).toBe(false);
    bulkhead.resize(resolveBulkhead({ concurrency: 5 }, 'stdio'));
    bulkhead.onSettled('success');
    expect([bulkhead.limit, bulkhead.inFlight, bulkhead.queued]).toEqual([0, 0, 0]);
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(wait.controller.signal, 'abort')).toHaveLength(0);
  });

  it('gives the place of an attempt back that is given up after closing', () => {
    const { bulkhead, clock } = makeBulkhead({ concurrency: 1 });
    bulkhead.tryEnter();
    bulkhead.close();
    bulkhead.leaveAfter();
    expect(bulkhead.inFlight).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('errors of the bulkhead', () => {
  const crowd = { server: 'jira', operation: 'call_tool(search_issues)', inFlight: 8, queued: 32 };

  it('say that the queue is full, and that nothing was sent', () => {
    const error = bulkheadFullError(crowd);
    expect(error).toMatchObject({ code: 'BULKHEAD_FULL', kind: 'overloaded', retryable: true, serverName: 'jira' });
    expect(error.message).toBe(
      'Server "jira" has 8 calls under way and 32 waiting already, so call_tool(search_issues) was not sent.',
    );
    expect(error.hint).toBe(
      'Try again when some are done, or call less at a time; mcpServers.jira.seawall.queue lets more calls wait.',
    );
    expect(error.context).toMatchObject({ operation: 'call_tool(search_issues)', inFlight: 8, queued: 32 });
  });

  it('say that the turn did not come, and that nothing was sent', () => {
    const error = queueDeadlineError({ ...crowd, waitedMs: 5000.4 });
    expect(error).toMatchObject({ code: 'QUEUE_DEADLINE', kind: 'overloaded', retryable: true, serverName: 'jira' });
    expect(error.message).toBe(
      'The turn of call_tool(search_issues) did not come within 5000 ms, because server "jira" has 8 calls under way; it was not sent.',
    );
    expect(error.hint).toBe(
      'Try again when some are done, or call less at a time; mcpServers.jira.seawall.concurrency lets more calls run.',
    );
    expect(error.context).toMatchObject({
      operation: 'call_tool(search_issues)',
      inFlight: 8,
      queued: 32,
      waitedMs: 5000.4,
    });
  });

  it('say that the server is taken out of use', () => {
    const error = bulkheadClosedError(crowd);
    expect(error).toMatchObject({ code: 'SHUTTING_DOWN', serverName: 'jira' });
    expect(error.message).toBe('Server "jira" is being taken out of use, so call_tool(search_issues) was not sent.');
    expect(error.context).toMatchObject({ operation: 'call_tool(search_issues)' });
  });
});
