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

  it('is told of one that flapped and stays open, as long as it does, and for ever where that was long', () => {
    const { log, change } = open();
    const told = () => log.list({}).map(({ atMs, kind }) => `${atMs} ${kind}`);
    change(0, 'open');
    change(1, 'closed');
    change(2, 'open');
    change(3, 'half-open');
    change(4, 'open');
    log.add({ atMs: 5, kind: 'reloaded' });
    expect(told()).toEqual(['0 circuitOpened', '1 circuitClosed', '2 circuitOpened', '5 reloaded']);
    change(MOMENT_LIMITS.quietMs + 2, 'closed');
    expect(told().slice(2)).toEqual(['2 circuitOpened', '5 reloaded', `${MOMENT_LIMITS.quietMs + 2} circuitClosed`]);
  });

  it('is forgotten of circuits that opened long ago, where there are too many', () => {
    const { log, change } = open();
    for (let circuit = 0; circuit <= MOMENT_LIMITS.circuits; circuit += 1) change(circuit, 'open', `tool ${circuit}`);
    change(MOMENT_LIMITS.circuits + 1, 'closed', 'tool 0');
    change(MOMENT_LIMITS.circuits + 2, 'closed', 'tool 1');
    expect(log.list({}).flatMap(({ kind, tool }) => (kind === 'circuitClosed' ? [tool] : []))).toEqual(['tool 1']);
  });

  it('is told after the clock was set back too', () => {
    const { log, change } = open();
    const dayMs = 86_400_000;
    change(dayMs, 'open');
    change(dayMs, 'closed');
    change(1, 'open');
    expect(log.list({}).map(({ atMs }) => atMs)).toEqual([1, dayMs, dayMs]);
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
