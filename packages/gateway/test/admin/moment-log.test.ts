import type { SeawallEvent } from '@seawall/core/base';
import { describe, expect, it } from 'vitest';
import { MOMENT_LIMITS, MomentLog } from '../../src/admin/moment-log.ts';
import { openAdminWorld } from '../support/admin-world.ts';

type CircuitChanged = Extract<SeawallEvent, { kind: 'circuitChanged' }>;

function open() {
  const listeners = new Set<(event: SeawallEvent) => void>();
  const log = new MomentLog((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  const change = (atMs: number, to: CircuitChanged['to'], tool?: string): void => {
    const counts = { calls: 5, failures: 5, failuresInARow: 5 };
    const about = { server: 'jira', ...(tool === undefined ? {} : { tool }) };
    const event: CircuitChanged = {
      kind: 'circuitChanged',
      atMs,
      ...about,
      from: 'closed',
      to,
      generation: 1,
      reason: 'failure-ratio',
      counts,
      failureCode: 'SERVER_UNAVAILABLE',
    };
    for (const listener of listeners) listener(event);
  };
  return { log, change, listeners };
}

describe('what happened to circuits', () => {
  it('is told when one opens and closes, each circuit by itself', () => {
    const { log, change } = open();
    change(1, 'open');
    change(2, 'half-open');
    change(3, 'open');
    change(4, 'isolated', 'search');
    change(5, 'closed');
    change(6, 'closed', 'other');
    expect(log.list({})).toEqual([
      { atMs: 1, kind: 'circuitOpened', server: 'jira', detail: 'SERVER_UNAVAILABLE' },
      { atMs: 4, kind: 'circuitOpened', server: 'jira', tool: 'search', detail: 'SERVER_UNAVAILABLE' },
      { atMs: 5, kind: 'circuitClosed', server: 'jira' },
    ]);
    expect(log.list({ from: 4, to: 5 })).toHaveLength(1);
  });

  it('is told once while one flaps', () => {
    const { log, change } = open();
    change(0, 'open');
    change(1, 'closed');
    change(MOMENT_LIMITS.quietMs - 1, 'open');
    change(MOMENT_LIMITS.quietMs - 1, 'closed');
    change(MOMENT_LIMITS.quietMs, 'open');
    expect(log.list({}).map(({ atMs }) => atMs)).toEqual([0, 1, MOMENT_LIMITS.quietMs]);
  });

  it('is told after the clock was set back too', () => {
    const { log, change } = open();
    const dayMs = 86_400_000;
    change(dayMs, 'open');
    change(dayMs, 'closed');
    change(1, 'open');
    expect(log.list({}).map(({ atMs }) => atMs)).toEqual([dayMs, dayMs, 1]);
  });

  it('is bounded, and ends with the gateway', () => {
    const { log, listeners } = open();
    for (let atMs = 0; atMs <= MOMENT_LIMITS.kept; atMs += 1) log.add({ atMs, kind: 'reloaded' });
    expect(
      log
        .list({})
        .map(({ atMs }) => atMs)
        .slice(0, 1),
    ).toEqual([1]);
    expect(log.list({})).toHaveLength(MOMENT_LIMITS.kept);
    log.close();
    log.close();
    expect(listeners.size).toBe(0);
  });

  it('is told over the admin API, what happened before anybody looked too', async () => {
    await using world = await openAdminWorld();
    const by = { actor: 'a test', reason: 'before' };
    world.seawall.changeCircuit({ server: 'up', tool: 'echo', action: 'isolate', by });
    await world.client.request('restartServer', { parameters: { server: 'up' }, body: { reason: 'a test' } });
    const { items } = await world.client.request('listMoments');
    expect(items.map(({ kind, server, tool }) => [kind, server, tool])).toEqual([
      ['started', undefined, undefined],
      ['circuitOpened', 'up', 'echo'],
      ['restarted', 'up', undefined],
    ]);
    expect((await world.client.request('listMoments', { query: { to: 1 } })).items).toEqual([]);
  });
});
