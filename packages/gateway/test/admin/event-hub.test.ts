import { type AdminEvent, HEARTBEAT_MS } from '@seawall/admin-api';
import { silentLogger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type Announce, EventHub, HUB_LIMITS, type Watcher } from '../../src/admin/event-hub.ts';

interface Heard extends Watcher {
  readonly events: { readonly id: number; readonly event: AdminEvent }[];
  readonly bytes: Uint8Array[];
  isEnded: false | 'ended' | 'cut';
  isFull: boolean;
  isOut: boolean;
}

const FRAME = /id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g;

function listener(): Heard {
  const heard: Heard = {
    events: [],
    isEnded: false,
    isFull: false,
    isOut: false,
    bytes: [],
    receive: (bytes) => {
      heard.bytes.push(bytes);
      for (const [, id, kind, data] of new TextDecoder().decode(bytes).matchAll(FRAME)) {
        const event: AdminEvent = JSON.parse(data ?? '');
        expect(event.kind).toBe(kind);
        heard.events.push({ id: Number(id), event });
      }
      return !heard.isFull;
    },
    isAdmitted: () => !heard.isOut,
    end: (how) => {
      heard.isEnded = how;
    },
  };
  return heard;
}

function open() {
  const clock = createFakeClock();
  const feeds: Announce[] = [];
  const feed = (announce: Announce) => {
    feeds.push(announce);
    return () => void feeds.splice(feeds.indexOf(announce), 1);
  };
  const hub = new EventHub({ clock, logger: silentLogger, feed, show: (event) => event });
  const say = (key: string, count: number): void => {
    for (const announce of feeds) announce(key, () => ({ kind: 'errors', count }));
  };
  let things = 0;
  /** Tells of another thing each time, where it is not said which. */
  const tellAtLength = (length: number, thing?: string): void => {
    things += 1;
    const name = 'x'.repeat(length);
    for (const announce of feeds) announce(thing ?? `thing ${things}`, () => ({ kind: 'serverRemoved', name }));
  };
  const flush = (): Promise<void> => clock.advance(HUB_LIMITS.coalesceMs);
  return { clock, feeds, hub, say, tellAtLength, flush };
}

describe('the stream of events', () => {
  it('tells the latest of the changes of one thing, and each thing for itself', async () => {
    const { hub, say, flush } = open();
    const heard = listener();
    hub.watch(heard, undefined);
    say('a', 1);
    say('b', 2);
    say('a', 3);
    expect(heard.events).toEqual([]);
    await flush();
    expect(heard.events.map(({ event }) => event)).toEqual([
      { kind: 'errors', count: 3 },
      { kind: 'errors', count: 2 },
    ]);
  });

  it('goes on where a watcher left off', async () => {
    const { hub, say, flush } = open();
    const first = listener();
    const leave = hub.watch(first, undefined);
    say('a', 1);
    await flush();
    leave();
    say('a', 2);
    await flush();
    const again = listener();
    hub.watch(again, String(first.events.at(-1)?.id));
    expect(again.events.map(({ event }) => event)).toEqual([{ kind: 'errors', count: 2 }]);
    const upToDate = listener();
    hub.watch(upToDate, String(again.events.at(-1)?.id));
    expect(upToDate.events).toEqual([]);
  });

  it.each([
    ['an id of another process', '12'],
    ['an id of the future', '99999999999999'],
    ['no number', 'x; drop'],
  ])('says that everything has to be read again after %s', async (_what, lastId) => {
    const { hub, say, flush } = open();
    hub.watch(listener(), undefined);
    say('a', 1);
    await flush();
    const heard = listener();
    hub.watch(heard, lastId);
    expect(heard.events.map(({ event }) => event)).toEqual([{ kind: 'resync' }]);
  });

  it('says so too when more was missed than is kept', async () => {
    const { hub, say, flush } = open();
    const first = listener();
    const leave = hub.watch(first, undefined);
    say('a', 0);
    await flush();
    leave();
    for (let count = 0; count <= HUB_LIMITS.history; count += 1) {
      say('a', count);
      await flush();
    }
    const heard = listener();
    hub.watch(heard, String(first.events[0]?.id));
    expect(heard.events.map(({ event }) => event)).toEqual([{ kind: 'resync' }]);
  });

  it('keeps no more characters than it may, however long each event is', async () => {
    const { hub, say, tellAtLength, flush } = open();
    const first = listener();
    hub.watch(first, undefined);
    say('a', 0);
    await flush();
    for (let count = 0; count < 20; count += 1) {
      tellAtLength(100_000);
      await flush();
    }
    const late = listener();
    hub.watch(late, String(first.events[0]?.id));
    expect(late.events.map(({ event }) => event)).toEqual([{ kind: 'resync' }]);
    const soon = listener();
    hub.watch(soon, String(first.events.at(-3)?.id));
    expect(soon.events.map(({ id }) => id)).toEqual(first.events.slice(-2).map(({ id }) => id));
    const kept = Math.floor(HUB_LIMITS.historyLength / 100_000);
    const longest = listener();
    hub.watch(longest, String(first.events.at(-1 - kept)?.id));
    expect(longest.events).toHaveLength(kept);
  });

  it('tells what is long less often, the latest of it in the end, and everything else as often as ever', async () => {
    const { clock, hub, say, tellAtLength, flush } = open();
    const heard = listener();
    hub.watch(heard, undefined);
    const long = (): readonly number[] =>
      heard.events.flatMap(({ event }) => (event.kind === 'serverRemoved' ? [event.name.length] : []));
    const seconds = 20;
    const length = 147_000;
    for (let count = 0; count < seconds * 4; count += 1) {
      tellAtLength(length + count, 'overview');
      say('a', count);
      await flush();
    }
    expect(heard.events.filter(({ event }) => event.kind === 'errors')).toHaveLength(seconds * 4);
    expect(long().length).toBeGreaterThan(5);
    const told = long().reduce((sum, one) => sum + one, 0);
    expect(told / seconds).toBeLessThanOrEqual(HUB_LIMITS.perSecond * 1.2);
    await clock.advance(5000);
    expect(long().at(-1)).toBe(length + seconds * 4 - 1);
    const calm = long().length;
    tellAtLength(length, 'overview');
    await flush();
    expect(long()).toHaveLength(calm + 1);
    for (let count = 0; count < 8; count += 1) {
      tellAtLength(10_000, 'short');
      await flush();
    }
    expect(long()).toHaveLength(calm + 9);
  });

  it('goes on after one event that is longer than all that may be kept', async () => {
    const { hub, say, tellAtLength, flush } = open();
    const first = listener();
    hub.watch(first, undefined);
    tellAtLength(HUB_LIMITS.historyLength);
    await flush();
    const id = String(first.events.at(-1)?.id);
    say('a', 1);
    await flush();
    const heard = listener();
    hub.watch(heard, id);
    expect(heard.events.map(({ event }) => event)).toEqual([{ kind: 'errors', count: 1 }]);
  });

  it('shows that it is alive, and needs no timer once nobody comes back', async () => {
    const { clock, feeds, hub } = open();
    expect(clock.pendingTimers).toBe(0);
    const heard = listener();
    const leave = hub.watch(heard, undefined);
    await clock.advance(HEARTBEAT_MS * 2);
    expect(heard.events.map(({ event }) => event.kind)).toEqual(['heartbeat', 'heartbeat']);
    leave();
    leave();
    expect(feeds).toHaveLength(1);
    await clock.advance(HUB_LIMITS.lingerMs);
    expect(feeds).toHaveLength(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells one that comes back too late to read everything again: nobody wrote down what happened', async () => {
    const { clock, hub, say, flush } = open();
    const first = listener();
    const leave = hub.watch(first, undefined);
    say('a', 1);
    await flush();
    leave();
    await clock.advance(HUB_LIMITS.lingerMs);
    const heard = listener();
    hub.watch(heard, String(first.events.at(-1)?.id));
    expect(heard.events.map(({ event }) => event)).toEqual([{ kind: 'resync' }]);
  });

  it('cuts off a watcher that does not read, and goes on for the others', async () => {
    const { hub, say, flush } = open();
    const slow = listener();
    const quick = listener();
    slow.isFull = true;
    hub.watch(slow, undefined);
    hub.watch(quick, undefined);
    say('a', 1);
    await flush();
    say('a', 2);
    await flush();
    expect(slow.isEnded).toBe('cut');
    expect(slow.events).toHaveLength(1);
    expect(quick.events).toHaveLength(2);
  });

  it('gives all watchers the very same bytes, and many of them less often', async () => {
    const { hub, say, flush } = open();
    const all = Array.from({ length: 200 }, () => listener());
    for (const heard of all) hub.watch(heard, undefined);
    say('a', 1);
    say('b', 2);
    await flush();
    expect(all[0]?.events).toEqual([]);
    for (let count = 0; count < 3; count += 1) await flush();
    const [bytes] = all[0]?.bytes ?? [];
    expect(all.every((heard) => heard.bytes.length === 1 && heard.bytes[0] === bytes)).toBe(true);
  });

  it('leaves an event out that can not be built, and goes on', async () => {
    const { feeds, hub, say, flush } = open();
    const heard = listener();
    hub.watch(heard, undefined);
    for (const announce of feeds) announce('x', () => Promise.reject(new Error('not now')));
    say('a', 1);
    await flush();
    expect(heard.events.map(({ event }) => event)).toEqual([{ kind: 'errors', count: 1 }]);
  });

  it('ends with the next heartbeat for somebody who may not hear it any more', async () => {
    const { clock, hub } = open();
    const [heard, other] = [listener(), listener()];
    hub.watch(heard, undefined);
    hub.watch(other, undefined);
    heard.isOut = true;
    await clock.advance(HEARTBEAT_MS);
    expect(heard).toMatchObject({ isEnded: 'ended', events: [] });
    expect(other.events).toHaveLength(1);
  });

  it('has an end for everybody', () => {
    const { clock, hub, say } = open();
    const heard = listener();
    hub.watch(heard, undefined);
    say('a', 1);
    hub.close();
    expect(heard.isEnded).toBe('ended');
    expect(hub.hasRoom).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});
