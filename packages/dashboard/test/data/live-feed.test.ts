import { type AdminEvent, HEARTBEAT_MS } from '@seawall/admin-api';
import { createFakeClock, type FakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { PageClock } from '../../src/clock.ts';
import { createLiveFeed, LIVE_LIMITS, type OpenStream } from '../../src/data/live-feed.ts';

type Watch = Parameters<OpenStream>[0];

/** A feed over streams that the test opens and breaks by hand. */
function openFeed() {
  const clock = createFakeClock();
  const streams: { readonly watch: Watch; isClosed: boolean }[] = [];
  const delivered: AdminEvent[][] = [];
  const feed = createLiveFeed({
    clock: toPageClock(clock),
    open: (watch) => {
      const stream = { watch, isClosed: false };
      streams.push(stream);
      return () => {
        stream.isClosed = true;
      };
    },
    deliver: (events) => delivered.push([...events]),
  });
  const current = (): Watch => {
    const stream = streams.at(-1);
    if (stream === undefined) throw new Error('No stream was opened.');
    return stream.watch;
  };
  return { clock, streams, delivered, feed, current };
}

function toPageClock(clock: FakeClock): PageClock {
  const every = (intervalMs: number, run: () => void): (() => void) => {
    let cancel = (): void => undefined;
    const next = (): void => {
      const timer = clock.setTimer(() => {
        run();
        next();
      }, intervalMs);
      cancel = () => timer.cancel();
    };
    next();
    return () => cancel();
  };
  return {
    now: () => clock.now(),
    after: (delayMs, run) => {
      const timer = clock.setTimer(run, delayMs);
      return () => timer.cancel();
    },
    every,
  };
}

const removed = (name: string): AdminEvent => ({ kind: 'serverRemoved', name });

describe('the live feed', () => {
  it('hands on the latest event of each thing, a quarter of a second after the first (A214)', async () => {
    const { clock, delivered, feed, current } = openFeed();
    feed.start();
    current().opened();
    for (let time = 0; time < 500; time += 1) current().event({ kind: 'errors', count: 2 });
    current().event(removed('jira'));
    current().event(removed('jira'));
    expect(delivered).toEqual([]);
    await clock.advance(LIVE_LIMITS.batchMs);
    expect(delivered).toEqual([[{ kind: 'errors', count: 1000 }, removed('jira')]]);
  });

  it('says that it reconnects while the browser tries by itself, and is live again without reading everything', async () => {
    const { clock, streams, delivered, feed, current } = openFeed();
    feed.start();
    current().opened();
    current().failed(false);
    expect(feed.state.read().kind).toBe('reconnecting');
    current().opened();
    expect(feed.state.read().kind).toBe('live');
    await clock.advance(LIVE_LIMITS.batchMs);
    expect([streams.length, delivered]).toEqual([1, []]);
  });

  it('opens a stream that is over again, ever more slowly, and has everything read anew then', async () => {
    const { clock, streams, delivered, feed, current } = openFeed();
    feed.start();
    current().opened();
    current().failed(true);
    await clock.advance(LIVE_LIMITS.firstRetryMs - 1);
    expect(streams).toHaveLength(1);
    await clock.advance(1);
    expect(streams).toHaveLength(2);
    current().failed(true);
    await clock.advance(LIVE_LIMITS.firstRetryMs);
    expect(streams).toHaveLength(2);
    await clock.advance(LIVE_LIMITS.firstRetryMs);
    expect(streams).toHaveLength(3);
    current().opened();
    await clock.advance(LIVE_LIMITS.batchMs);
    expect(delivered).toEqual([[{ kind: 'resync' }]]);
  });

  it('counts two missed heartbeats as a broken stream, and says since when the data is old', async () => {
    const { clock, streams, feed, current } = openFeed();
    feed.start();
    current().opened();
    const heardMs = clock.now();
    await clock.advance(2 * HEARTBEAT_MS);
    expect(feed.state.read()).toEqual({ kind: 'live' });
    await clock.advance(HEARTBEAT_MS);
    expect(feed.state.read()).toEqual({ kind: 'reconnecting', sinceMs: heardMs });
    expect(streams.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('looks after its stream at once when a tab wakes that slept for a day', async () => {
    const { clock, streams, delivered, feed, current } = openFeed();
    feed.start();
    current().opened();
    await clock.advance(24 * 3_600_000);
    const before = streams.length;
    feed.wake();
    expect(streams.length).toBe(before + 1);
    current().opened();
    await clock.advance(LIVE_LIMITS.batchMs);
    expect(delivered.at(-1)).toEqual([{ kind: 'resync' }]);
  });

  it('drops what comes while it is paused, and has everything read when it goes on', async () => {
    const { clock, streams, delivered, feed, current } = openFeed();
    feed.start();
    current().opened();
    current().event(removed('jira'));
    feed.pause();
    await clock.advance(HEARTBEAT_MS * 4);
    expect([feed.state.read().kind, streams.map(({ isClosed }) => isClosed), delivered]).toEqual([
      'paused',
      [true],
      [],
    ]);
    feed.resume();
    current().opened();
    await clock.advance(LIVE_LIMITS.batchMs);
    expect([feed.state.read().kind, delivered]).toEqual(['live', [[{ kind: 'resync' }]]]);
  });

  it('lets somebody who does something go first, and shows the changes when that is over', async () => {
    const { clock, delivered, feed, current } = openFeed();
    feed.start();
    current().event(removed('one'));
    await clock.advance(LIVE_LIMITS.batchMs - 1);
    feed.giveWay();
    await clock.advance(LIVE_LIMITS.giveWayMs - 1);
    expect(delivered).toEqual([]);
    await clock.advance(1);
    expect(delivered).toEqual([[removed('one')]]);
    feed.close();
  });

  it('shows changes all the same while somebody does one thing after the other', async () => {
    const { clock, delivered, feed, current } = openFeed();
    feed.start();
    current().event(removed('one'));
    for (
      let waitedMs = 0;
      waitedMs < LIVE_LIMITS.batchMs + LIVE_LIMITS.waysGiven * LIVE_LIMITS.giveWayMs;
      waitedMs += 10
    ) {
      feed.giveWay();
      await clock.advance(10);
    }
    expect(delivered).toEqual([[removed('one')]]);
    feed.close();
  });

  it('waits no longer than usual where the clock was set back meanwhile', async () => {
    const { clock, delivered, feed, current } = openFeed();
    feed.start();
    feed.giveWay();
    current().event(removed('one'));
    clock.jumpWallClock(-3_600_000);
    await clock.advance(LIVE_LIMITS.batchMs + LIVE_LIMITS.waysGiven * LIVE_LIMITS.giveWayMs);
    expect(delivered).toEqual([[removed('one')]]);
    feed.close();
  });
});
