import { describe, expect, it } from 'vitest';
import { createAlertWorld, HOUR, MINUTE } from './alert-world.ts';

const DOWN = { only: ['server-down'] };

describe('a restart', () => {
  it('neither tells again nor forgets the end', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(10 * MINUTE);
    world.signals.set('jira', 'connecting');
    await world.restart();
    await world.clock.advance(MINUTE);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
    await world.restart();
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
    await world.restart();
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toHaveLength(2);
  });

  it('says in plain words why it is not known yet whether an alert goes on', async () => {
    await using world = await createAlertWorld({ only: ['server-unhealthy', 'server-down'] });
    world.signals.set('jira', 'ready', 'The last 5 calls failed.');
    world.signals.windows.set('jira', { calls: 9, failures: 6, recovered: 0, errors: 6 });
    world.signals.set('wiki', 'backoff');
    await world.clock.advance(10 * MINUTE);
    world.signals.windows.clear();
    world.signals.watchedMs = 2 * MINUTE;
    world.signals.set('wiki', 'connecting');
    await world.restart();
    await world.clock.advance(MINUTE);
    const noteOf = (server: string) =>
      world.engine.active().find(({ alert }) => alert.labels.server === server)?.alert.annotations.note;
    expect(noteOf('jira')).toBe('Calls are watched since 2 min; whether this goes on is known after 15 min.');
    expect(noteOf('wiki')).toBe('It is being connected; whether this goes on is known after that.');
    world.signals.set('wiki', 'backoff');
    world.signals.watchedMs = HOUR;
    await world.clock.advance(MINUTE);
    expect([noteOf('jira'), noteOf('wiki')]).toEqual([undefined, undefined]);
  });

  it('ends an alert of a server that is gone from the configuration', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(10 * MINUTE);
    world.signals.state.clear();
    await world.restart();
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing', 'resolved server-down:resolved']);
  });

  it('sends a notice again with the same key when nobody knows how it ended', async () => {
    await using world = await createAlertWorld(DOWN);
    world.sink.answer = () => new Promise(() => undefined);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    world.sink.answer = () => Promise.resolve({ kind: 'delivered' });
    await world.restart();
    await world.clock.advance(HOUR);
    expect(world.sink.notices.map(({ key }) => key)).toEqual([world.sink.notices[0]?.key, world.sink.notices[0]?.key]);
  });

  it('goes on with what was pending', async () => {
    await using world = await createAlertWorld({ rules: { 'server-down': { forMs: 10 * MINUTE } }, ...DOWN });
    world.signals.set('jira', 'backoff');
    await world.clock.advance(8 * MINUTE);
    await world.restart();
    await world.clock.advance(3 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
  });
});

describe('the engine', () => {
  it('has no timer without rules, and none when it is closed', async () => {
    const idle = await createAlertWorld({ only: [] });
    expect(idle.clock.pendingTimers).toBe(0);
    await idle.engine.close();
    const world = await createAlertWorld(DOWN);
    expect(world.clock.pendingTimers).toBe(1);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(10 * MINUTE);
    expect(world.clock.pendingTimers).toBe(1);
    await world.engine.close();
    await world.engine.close();
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('tells of alerts although the store takes nothing, says so once, and writes them later', async () => {
    await using world = await createAlertWorld(DOWN);
    world.store.fails = true;
    world.signals.set('jira', 'backoff');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
    expect(world.logged).toEqual(['The state of the alerts can not be kept; a restart may tell of them again.']);
    world.store.fails = false;
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.store.all()).toMatchObject([{ state: 'resolved' }]);
  });

  it('writes nothing while nothing changes', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    const before = world.store.writes;
    await world.clock.advance(3 * HOUR);
    expect(world.store.writes).toBe(before);
  });

  it('leaves alerts as they are while a rule can not be evaluated, and says so once', async () => {
    await using world = await createAlertWorld(DOWN);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(2 * MINUTE);
    const servers = world.signals.servers.bind(world.signals);
    world.signals.servers = () => {
      throw new Error('no tracker');
    };
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toHaveLength(1);
    expect(world.logged).toEqual(['The alert rule "server-down" could not be evaluated.']);
    world.signals.servers = servers;
    world.signals.set('jira', 'ready');
    await world.clock.advance(10 * MINUTE);
    expect(world.sink.lines).toHaveLength(2);
  });
});
