import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createFirstList, QUIET_MS } from '../src/first-list.ts';
import { FakeSeawall, type FakeServer, READY } from './fake-seawall.ts';

const connecting = (name: string): FakeServer => ({
  name,
  settled: false,
  status: { state: 'connecting', sinceMs: 0, failures: 0 },
});
const ready = (name: string): FakeServer => ({ name, settled: true, status: READY });

function setUp(servers: readonly FakeServer[]) {
  const clock = createFakeClock();
  const seawall = new FakeSeawall(servers);
  const firstList = createFirstList({ seawall, clock });
  return { clock, seawall, firstList };
}

describe('createFirstList', () => {
  it('opens at once without servers', () => {
    const { firstList } = setUp([]);
    firstList.start();
    expect(firstList.isOpen).toBe(true);
  });

  it('opens as soon as all servers have settled, ready or not', () => {
    const { firstList, seawall } = setUp([connecting('a'), connecting('b')]);
    firstList.start();
    seawall.change(ready('a'));
    expect(firstList.isOpen).toBe(false);
    seawall.setStatus({ name: 'b', settled: true, status: { state: 'stopped', sinceMs: 0, reason: 'test' } });
    expect(firstList.isOpen).toBe(true);
  });

  it('opens when one is ready and none became ready for a while', async () => {
    const { firstList, seawall, clock } = setUp([connecting('a'), connecting('b'), connecting('c')]);
    firstList.start();
    await clock.advance(1000);
    seawall.change(ready('a'));
    await clock.advance(QUIET_MS - 1);
    seawall.change(ready('b'));
    await clock.advance(QUIET_MS - 1);
    expect(firstList.isOpen).toBe(false);
    await clock.advance(1);
    expect(firstList.isOpen).toBe(true);
  });

  it('waits on while the lists of the only ready server are on their way', async () => {
    const { firstList, seawall, clock } = setUp([connecting('a'), connecting('b')]);
    firstList.start();
    seawall.setStatus({ ...ready('a'), settled: false });
    await clock.advance(QUIET_MS * 2);
    expect(firstList.isOpen).toBe(false);
    seawall.put(ready('a'));
    await clock.advance(QUIET_MS);
    expect(firstList.isOpen).toBe(true);
  });

  it('opens after firstListWaitMs when nothing happens at all', async () => {
    const { firstList, clock } = setUp([connecting('a')]);
    firstList.start();
    await clock.advance(4999);
    expect(firstList.isOpen).toBe(false);
    await clock.advance(1);
    expect(firstList.isOpen).toBe(true);
  });

  it('stays open, and leaves no timer and no subscription behind', async () => {
    const { firstList, clock, seawall } = setUp([connecting('a')]);
    firstList.start();
    firstList.start();
    seawall.setStatus({ ...ready('a'), settled: false });
    firstList.close();
    await firstList.whenOpen();
    expect(firstList.isOpen).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect(seawall.listenerCount).toBe(0);
  });

  it('lets one who needs a single tool go on when it is known, however long the others take', async () => {
    const { firstList, seawall } = setUp([connecting('a'), connecting('b')]);
    firstList.start();
    let isKnown = false;
    const waited = firstList.whenHeardOr(() => isKnown);
    seawall.change(ready('a'));
    isKnown = true;
    seawall.change(ready('a'));
    await waited;
    expect(firstList.isOpen).toBe(false);
    firstList.close();
    await firstList.whenHeardOr(() => false);
  });

  it('lets one who needs the tool of a slow server wait beyond the list, until that server is heard', async () => {
    const { firstList, seawall, clock } = setUp([connecting('quick'), connecting('slow')]);
    firstList.start();
    let isKnown = false;
    const done: string[] = [];
    const waited = firstList.whenHeardOr(() => isKnown).then(() => done.push('found'));
    seawall.change(ready('quick'));
    await clock.advance(QUIET_MS);
    expect(firstList.isOpen).toBe(true);
    expect(done).toEqual([]);
    isKnown = true;
    seawall.change(ready('slow'));
    await waited;
    expect(clock.pendingTimers).toBe(0);
    expect(seawall.listenerCount).toBe(0);
  });

  it('lets nobody wait longer than firstListWaitMs for a server that is never heard', async () => {
    const { firstList, seawall, clock } = setUp([connecting('quick'), connecting('mute')]);
    firstList.start();
    seawall.change(ready('quick'));
    const waited = firstList.whenHeardOr(() => false);
    await clock.advance(5000);
    await waited;
    expect(clock.pendingTimers).toBe(0);
  });
});
