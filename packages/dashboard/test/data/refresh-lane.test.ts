import { createFakeClock } from '@seawall/testkit';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { PageClock } from '../../src/clock.ts';
import { createRefreshLane, isShort, REFRESH_MS } from '../../src/data/refresh-lane.ts';

function open() {
  const clock = createFakeClock();
  const queries = new QueryClient();
  const pageClock: PageClock = {
    now: () => clock.now(),
    after: (delayMs, run) => {
      const timer = clock.setTimer(run, delayMs);
      return () => timer.cancel();
    },
    every: () => () => undefined,
  };
  const isInvalidated = (key: readonly unknown[]): boolean | undefined => queries.getQueryState(key)?.isInvalidated;
  return { clock, queries, lane: createRefreshLane(pageClock, queries), isInvalidated };
}

describe('what is read again because something happened', () => {
  it('is read once for whatever happens in two seconds', async () => {
    const { clock, queries, lane, isInvalidated } = open();
    queries.setQueryData(['a'], 1);
    lane.later(['a']);
    await clock.advance(REFRESH_MS - 1);
    lane.later(['a']);
    expect(isInvalidated(['a'])).toBe(false);
    await clock.advance(1);
    expect(isInvalidated(['a'])).toBe(true);
    queries.setQueryData(['a'], 2);
    await clock.advance(10 * REFRESH_MS);
    expect(isInvalidated(['a'])).toBe(false);
  });

  it('waits for an answer that is on its way, which a slow gateway would else never get to the end of', async () => {
    const { clock, queries, lane, isInvalidated } = open();
    let answer = (_value: number): void => undefined;
    const asked = queries.fetchQuery({
      queryKey: ['slow'],
      queryFn: () =>
        new Promise<number>((resolve) => {
          answer = resolve;
        }),
    });
    lane.later(['slow']);
    await clock.advance(5 * REFRESH_MS);
    expect(queries.isFetching()).toBe(1);
    answer(1);
    await asked;
    await clock.advance(REFRESH_MS);
    expect(isInvalidated(['slow'])).toBe(true);
  });

  it('is nothing more once it is closed', async () => {
    const { clock, queries, lane, isInvalidated } = open();
    queries.setQueryData(['a'], 1);
    lane.later(['a']);
    lane.close();
    await clock.advance(REFRESH_MS);
    expect(isInvalidated(['a'])).toBe(false);
  });

  it('is no list of which somebody read many pages', () => {
    const pages = (count: number) => ({ state: { data: { pages: Array.from({ length: count }) } } });
    expect([isShort(pages(5)), isShort(pages(6)), isShort({ state: { data: undefined } })]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
