import { MCPConnectionError, MCPError, MCPRejectedError, MCPValidationError, resolveAlertRules } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { DropWatch } from '../../src/alerts/drop-watch.ts';
import { ParkedWatch } from '../../src/alerts/parked-watch.ts';
import { WindowBook } from '../../src/alerts/window-book.ts';
import { watchForAlerts } from '../../src/index.ts';
import { openTracked, type Tracked } from '../support/tracked.ts';

const MINUTE_MS = 60_000;
const down = (): MCPError => new MCPConnectionError({ message: 'It is away.', code: 'CONNECTION_REFUSED' });

function watch({ clock, bus, tracker, store }: Tracked) {
  return watchForAlerts({ clock, subscribe: bus.subscribe, tracker, store, rules: resolveAlertRules() });
}

describe('what rules for alerts look at', () => {
  it('counts the calls of a server, its failures and those that were recovered', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.call({});
    world.call({ errors: [down()] });
    world.call({ errors: [down()], end: 'upstream' });
    world.call({ errors: [down()], end: 'fallback' });
    expect(signals.window('jira', MINUTE_MS)).toMatchObject({ calls: 4, failures: 1, recovered: 2, errors: 3 });
    expect(signals.window('other', MINUTE_MS)).toEqual({ calls: 0, failures: 0, recovered: 0, errors: 0 });
  });

  it('takes neither wrong arguments nor what a host gave up for a fault of the server', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.call({ errors: [new MCPValidationError({ message: 'No such field.' })] });
    world.call({ errors: [new MCPError({ message: 'Given up.', code: 'CALL_CANCELLED', kind: 'cancelled' })] });
    expect(signals.window('jira', MINUTE_MS)).toMatchObject({ calls: 2, failures: 1, errors: 0 });
  });

  it('forgets what is older than the window', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.call({ errors: [down()] });
    await world.clock.advance(4 * MINUTE_MS);
    world.call({});
    expect(signals.window('jira', 5 * MINUTE_MS)).toMatchObject({ calls: 2, errors: 1 });
    await world.clock.advance(2 * MINUTE_MS);
    expect(signals.window('jira', 5 * MINUTE_MS)).toMatchObject({ calls: 1, errors: 0 });
  });

  it('tells how servers do, and which circuits are open; and leaves out what somebody took out of use', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.ready('jira');
    world.circuit('jira', 'open', { tool: 'search' });
    const [server] = signals.servers();
    expect(server).toMatchObject({ connection: 'ready', circuits: [{ tool: 'search' }] });
    world.circuit('jira', 'open');
    expect(signals.servers()[0]?.circuits).toMatchObject([{ reason: expect.stringMatching(/./) }, { tool: 'search' }]);
    world.circuit('jira', 'isolated');
    expect(signals.servers().map((signal) => signal.server)).not.toContain('jira');
  });

  it('tells of groups that are new', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.call({ errors: [down()] });
    expect(signals.groups()).toMatchObject([{ server: 'jira', state: 'new', title: expect.any(String) }]);
  });

  it('does not tell of groups of what Seawall refused itself: they follow from another cause', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    world.call({ errors: [new MCPRejectedError({ message: 'Refused.', code: 'CIRCUIT_OPEN' })] });
    world.call({ errors: [new MCPRejectedError({ message: 'Refused.', code: 'BULKHEAD_FULL' })] });
    expect(world.tracker.groups.list()).toHaveLength(2);
    expect(signals.groups()).toEqual([]);
  });

  it('goes on with other rules, and counts anew only where it does not count back far enough', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    const [rule] = resolveAlertRules();
    if (rule === undefined) throw new Error('There are rules that are built in.');
    expect(signals.withRules([{ ...rule, windowMs: 15 * MINUTE_MS }])).toBe(signals);
    world.call({});
    const longer = signals.withRules([{ ...rule, windowMs: 16 * MINUTE_MS }]);
    world.call({});
    expect(longer.window('jira', MINUTE_MS).calls).toBe(1);
    expect(signals.window('jira', MINUTE_MS).calls).toBe(1);
  });

  it('knows under other rules which writes were parked before, and tells of nothing lost twice', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    signals.addParked([{ id: 'a', server: 'jira', parkedAtMs: 0 }]);
    expect(signals.storeDrops(MINUTE_MS).lost).toBe(2);
    const longer = signals.withRules(resolveAlertRules().map((rule) => ({ ...rule, windowMs: 60 * MINUTE_MS })));
    expect(longer.parked().waiting).toBe(1);
    expect([...longer.parkedByServer()]).toEqual([['jira', 1]]);
    expect(longer.storeDrops(MINUTE_MS).lost).toBe(0);
  });

  it('listens no more once it is closed', async () => {
    await using world = await openTracked();
    const signals = watch(world);
    signals.close();
    signals.close();
    world.call({ errors: [down()] });
    expect(signals.window('jira', MINUTE_MS).calls).toBe(0);
  });
});

describe('the counts of a window', () => {
  it.each([
    [[5, 5, 5, 5], 0, 10],
    [[30, 30, 30, 900], 500, 1000],
    [[400_000, 400_000], 300_000, 300_000],
  ])('place the 95th percentile of %j in its bucket', (durations, least, most) => {
    const book = new WindowBook({ keepMs: MINUTE_MS });
    for (const durationMs of durations) book.noteCall('x', { durationMs, isFailed: false, isRecovered: false }, 0);
    const { p95Ms } = book.read('x', MINUTE_MS, 0);
    expect(p95Ms).toBeGreaterThanOrEqual(least);
    expect(p95Ms).toBeLessThanOrEqual(most);
  });

  it('take no more room than so many servers need', () => {
    const book = new WindowBook({ keepMs: MINUTE_MS });
    for (let server = 0; server < 1500; server += 1) book.noteError(`server ${server}`, 0);
    expect(book.read('server 999', MINUTE_MS, 0).errors).toBe(1);
    expect(book.read('server 1000', MINUTE_MS, 0).errors).toBe(0);
  });
});

describe('parked writes that wait', () => {
  const at = (ms: number) => ({ wallMs: ms, steadyMs: ms });
  const change = (ticket: string, to: 'leased' | 'done' | 'parked') =>
    ({
      kind: 'parkedChanged',
      atMs: 500,
      ticket,
      principal: { id: 'anonymous' },
      server: 'jira',
      tool: 'create',
      from: 'parked',
      to,
    }) as const;

  it('are counted with the age of the oldest, those of an earlier process too', () => {
    const watched = new ParkedWatch();
    expect(watched.read(1000)).toEqual({ waiting: 0, oldestAgeMs: 0 });
    watched.add([{ id: 'a', server: 'wiki', parkedAtMs: 100 }], at(1000));
    watched.onEvent(change('b', 'parked'), at(1000));
    expect([...watched.byServer()]).toEqual([
      ['wiki', 1],
      ['jira', 1],
    ]);
    expect(watched.read(1000)).toEqual({ waiting: 2, oldestAgeMs: 900 });
    watched.onEvent(change('a', 'leased'), at(1000));
    expect(watched.read(1000)).toEqual({ waiting: 2, oldestAgeMs: 900 });
    watched.onEvent(change('a', 'done'), at(1000));
    expect(watched.read(1000)).toEqual({ waiting: 1, oldestAgeMs: 500 });
  });

  it('do not come back when one ends while the list of an earlier process is read', () => {
    const watched = new ParkedWatch();
    watched.onEvent(change('a', 'done'), at(1000));
    watched.add([{ id: 'a', server: 'jira', parkedAtMs: 100 }], at(1000));
    expect(watched.read(1000)).toEqual({ waiting: 0, oldestAgeMs: 0 });
  });

  it.each([24, -24])('do not age with a wall clock that jumps by %d hours', async (hours) => {
    await using world = await openTracked();
    const signals = watch(world);
    signals.addParked([{ id: 'a', server: 'jira', parkedAtMs: world.clock.now() - MINUTE_MS }]);
    world.clock.jumpWallClock(hours * 60 * MINUTE_MS);
    await world.clock.advance(MINUTE_MS);
    expect(signals.parked()).toEqual({ waiting: 1, oldestAgeMs: 2 * MINUTE_MS });
  });
});

describe('records that a store lost', () => {
  it('are those of the window', () => {
    let dropped = 0;
    const watched = new DropWatch({ dropped: () => dropped, keepMs: 1000 });
    expect(watched.lost(100, 0)).toBe(0);
    dropped = 5;
    expect(watched.lost(100, 50)).toBe(5);
    expect(watched.lost(100, 120)).toBe(5);
    expect(watched.lost(100, 160)).toBe(0);
    dropped = 7;
    expect(watched.lost(100, 3000)).toBe(2);
    expect(watched.lost(100, 3200)).toBe(0);
  });
});
