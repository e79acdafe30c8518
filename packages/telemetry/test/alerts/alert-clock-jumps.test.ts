import { describe, expect, it } from 'vitest';
import { type AlertWorld, createAlertWorld, HOUR, MINUTE } from './alert-world.ts';

const YEAR = 365 * 24 * HOUR;

function silence({ engine, clock }: AlertWorld, server: string) {
  const matchers = [{ label: 'server', operator: '=' as const, value: server }];
  return engine.silence({ matchers, endsAtMs: clock.now() + 12 * HOUR, createdBy: 'ada', reason: 'moving' });
}

describe('a wall clock that jumps', () => {
  it('takes no silence away when it is ahead for a moment', async () => {
    await using world = await createAlertWorld({ only: ['server-down'] });
    const { id } = await silence(world, 'jira');
    world.clock.jumpWallClock(YEAR);
    expect(world.engine.silences()).toEqual([]);
    await world.engine.evaluate();
    world.clock.jumpWallClock(-YEAR);
    expect(world.engine.silences()).toMatchObject([{ id }]);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual([]);
  });

  it('brings no silence back that somebody ended', async () => {
    await using world = await createAlertWorld({ only: ['server-down'] });
    const { id } = await silence(world, 'jira');
    const ended = await world.engine.endSilence(id);
    world.clock.jumpWallClock(-2 * HOUR);
    expect(world.engine.silences()).toEqual([]);
    world.signals.set('jira', 'backoff');
    await world.clock.advance(HOUR);
    expect(world.sink.lines).toEqual(['firing server-down:firing']);
    world.clock.jumpWallClock(YEAR);
    expect((await world.engine.endSilence(id)).endsAtMs).toBe(ended.endsAtMs);
  });

  it('gives the place of a silence that is over to another one', async () => {
    await using world = await createAlertWorld({ only: ['server-down'] });
    for (let count = 0; count < 1000; count += 1) await silence(world, `server-${count}`);
    await expect(silence(world, 'jira')).rejects.toThrow('There are 1000 silences already.');
    await world.clock.advance(12 * HOUR);
    await silence(world, 'jira');
    expect(world.engine.silences()).toHaveLength(1);
  });

  it.each([YEAR, -HOUR])('moves neither the begin nor the end of an alert: %i ms', async (jumpMs) => {
    await using world = await createAlertWorld({ only: ['server-down'] });
    world.signals.set('jira', 'backoff');
    const firesAfter = async (): Promise<number> => {
      const fromMs = world.clock.monotonicMs();
      const before = world.sink.notices.length;
      await world.clock.runUntil(() => world.sink.notices.length > before, { limitMs: HOUR });
      return world.clock.monotonicMs() - fromMs;
    };
    const steadyMs = await firesAfter();
    world.signals.set('jira', 'ready');
    await world.clock.runUntil(() => world.engine.active().length === 0, { limitMs: HOUR });
    await world.clock.advance(HOUR);
    world.signals.set('jira', 'backoff');
    await world.engine.evaluate();
    world.clock.jumpWallClock(jumpMs);
    const jumpedMs = await firesAfter();
    expect(Math.abs(jumpedMs - steadyMs)).toBeLessThanOrEqual(MINUTE / 2);
  });
});
