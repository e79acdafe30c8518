import { createEventBus } from '@seawall/core';
import { createFakeClock, createSequentialId } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createMemoryObservationStore, createTracker } from '../../src/index.ts';
import { errorOf, openTracked, playCall } from '../support/tracked.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const HALF_DAY_MS = 12 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const locked = errorOf('SERVER_ERROR', 'Row 1 is locked.');

describe('a wall clock that is set back', () => {
  it('keeps what was counted in the minutes that come again', async () => {
    const clock = createFakeClock();
    const store = createMemoryObservationStore({ clock });
    const bus = createEventBus({
      onListenerError: (error) => {
        throw error;
      },
    });
    const servers = () => [{ name: 'jira', tools: ['search'] }];
    const createId = createSequentialId('r');
    const tracker = createTracker({ clock, createId, subscribe: bus.subscribe, servers, store });
    await tracker.ready;
    const call = (): void => playCall({ clock, bus }, createId(), {});
    const startMs = clock.now();
    const minute = async (): Promise<number | undefined> => {
      const [point] = await store.series({ fromMs: startMs, toMs: startMs + MINUTE_MS, stepMs: MINUTE_MS });
      return point?.calls;
    };
    for (let count = 0; count < 5; count += 1) call();
    await clock.advance(10_000);
    expect(await minute()).toBe(5);
    clock.jumpWallClock(HALF_DAY_MS);
    call();
    await clock.advance(10_000);
    clock.jumpWallClock(-HALF_DAY_MS);
    call();
    await clock.advance(10_000);
    expect(await minute()).toBe(6);
    // The minutes between are written too, and come again as well.
    await clock.advance(MINUTE_MS);
    for (let count = 0; count < 3; count += 1) call();
    await clock.advance(10_000);
    clock.jumpWallClock(-MINUTE_MS - HOUR_MS);
    call();
    await clock.advance(HOUR_MS);
    call();
    await clock.advance(MINUTE_MS);
    call();
    await tracker.close();
    const all = await store.series({ fromMs: startMs - DAY_MS, toMs: startMs + 2 * DAY_MS, stepMs: 3 * DAY_MS });
    expect(all.reduce((sum, { calls }) => sum + calls, 0)).toBe(13);
  });

  it('lets a group tell of its latest error, and of its hours', async () => {
    await using tracked = await openTracked();
    tracked.clock.jumpWallClock(DAY_MS);
    tracked.call({ errors: [errorOf('SERVER_ERROR', 'Row 1 is locked.')] });
    tracked.clock.jumpWallClock(-DAY_MS);
    await tracked.clock.advance(2 * HOUR_MS);
    const nowMs = tracked.clock.now();
    tracked.call({ errors: [errorOf('SERVER_ERROR', 'Row 2 is locked.')] });
    const [group] = tracked.tracker.groups.list();
    expect(group).toMatchObject({ count: 2, lastSeenMs: nowMs, latest: { message: 'Row 2 is locked.' } });
    expect(group?.trend).toEqual([
      [nowMs, 1],
      [nowMs - 2 * HOUR_MS + DAY_MS, 1],
    ]);
  });

  it('does not hide that what was resolved came back', async () => {
    await using tracked = await openTracked();
    tracked.call({ errors: [locked] });
    await tracked.clock.settle();
    tracked.clock.jumpWallClock(DAY_MS);
    const [group] = tracked.tracker.groups.list();
    await tracked.tracker.groups.resolve(group?.id ?? '');
    tracked.clock.jumpWallClock(-DAY_MS);
    await tracked.clock.advance(MINUTE_MS);
    tracked.call({ errors: [locked] });
    expect(tracked.tracker.groups.list()).toMatchObject([{ state: 'regressed' }]);
  });

  it('sees a storm in the hours that follow', async () => {
    await using tracked = await openTracked();
    tracked.clock.jumpWallClock(DAY_MS);
    tracked.call({ errors: [locked] });
    tracked.clock.jumpWallClock(-DAY_MS);
    tracked.call({ errors: [locked] });
    await tracked.clock.advance(3 * HOUR_MS);
    for (let count = 0; count < 100; count += 1) tracked.call({ errors: [locked] });
    expect(tracked.tracker.groups.list()).toMatchObject([{ state: 'escalating' }]);
  });
});
