import { describe, expect, it } from 'vitest';
import { REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import type { CircuitChanged } from '../../../src/policies/breaker/events.ts';
import { type BreakerOptions, breakerSettings, TOOL_BREAKER_DEFAULTS } from '../../../src/policies/breaker/options.ts';
import { ToolBreakers } from '../../../src/policies/breaker/tool-breakers.ts';

function createTools(maxTools?: number, options: BreakerOptions = {}) {
  const changes: CircuitChanged[] = [];
  const tools = new ToolBreakers({
    server: 'jira',
    options: breakerSettings(options, TOOL_BREAKER_DEFAULTS),
    random: () => 0.5,
    atMs: () => 0,
    onChange: (change) => changes.push(change),
    ...(maxTools === undefined ? {} : { maxTools }),
  });
  const fail = (tool: string, times = 1) => {
    for (let call = 0; call < times; call += 1) {
      const permit = tools.tryGet(tool)?.tryAcquire('read', 0) ?? REFUSED;
      tools.record(tool, permit, 'failure', 0, 'CALL_TIMEOUT');
    }
  };
  return { tools, changes, fail };
}

describe('ToolBreakers', () => {
  it('has no breaker for a tool that never failed', () => {
    const { tools } = createTools();
    tools.record('search', REFUSED, 'success', 0);
    tools.record('search', REFUSED, 'neutral', 0);
    expect(tools.tryGet('search')).toBeUndefined();
    expect(tools.snapshots(0)).toEqual([]);
  });

  it('opens the circuit of the tool that fails, and of no other (A175)', () => {
    const { tools, changes, fail } = createTools();
    fail('create_issue');
    fail('search', 5);
    expect(tools.tryGet('search')?.state).toBe('open');
    expect(tools.tryGet('create_issue')?.state).toBe('closed');
    expect(changes).toEqual([expect.objectContaining({ server: 'jira', tool: 'search', to: 'open' })]);
    expect(tools.snapshots(0).map(({ tool, state }) => [tool, state])).toEqual([
      ['create_issue', 'closed'],
      ['search', 'open'],
    ]);
  });

  it('opens a circuit after so many failures in a row, though none of a tool leaves no doubt', () => {
    const { tools, fail } = createTools(undefined, { consecutiveFailures: 2 });
    fail('search');
    expect(tools.tryGet('search')?.state).toBe('closed');
    fail('search');
    expect(tools.tryGet('search')?.state).toBe('open');
  });

  it('counts a timeout under its code (A177)', () => {
    const { tools, fail } = createTools();
    fail('search');
    expect(tools.snapshots(0)[0]).toMatchObject({ failureCode: 'CALL_TIMEOUT', counts: { calls: 1, failures: 1 } });
  });

  it('counts calls that began before there was a breaker, until that changed', () => {
    const { tools } = createTools();
    for (let call = 0; call < 5; call += 1) tools.record('search', REFUSED, 'failure', 0);
    const breaker = tools.tryGet('search');
    expect(breaker?.state).toBe('open');
    breaker?.tryAcquire('read', 10_000);
    tools.record('search', REFUSED, 'success', 10_000);
    tools.record('search', REFUSED, 'failure', 10_000);
    expect(breaker?.state).toBe('half-open');
  });

  it('counts a success that began before there was a breaker, and none of an older generation', () => {
    const { tools, fail } = createTools();
    fail('search');
    tools.record('search', REFUSED, 'success', 0);
    const breaker = tools.tryGet('search');
    expect(breaker?.snapshot(0).counts).toMatchObject({ calls: 2, failures: 1 });
    breaker?.reset({ actor: 'alice', reason: 'test' }, 0);
    const permit = breaker?.tryAcquire('read', 0) ?? REFUSED;
    tools.record('search', permit, 'success', 0);
    tools.record('search', permit, 'failure', 0);
    expect(breaker?.snapshot(0).counts).toMatchObject({ calls: 2, failures: 1 });
    tools.record('search', REFUSED, 'success', 0);
    tools.record('search', REFUSED, 'failure', 0);
    expect(breaker?.snapshot(0).counts).toMatchObject({ calls: 2, failures: 1 });
  });

  it('gives up the closed breaker whose tool failed longest ago', () => {
    const { tools, fail } = createTools(3);
    fail('open', 5);
    fail('a');
    fail('b');
    fail('a');
    fail('c');
    expect(tools.snapshots(0).map(({ tool }) => tool)).toEqual(['open', 'a', 'c']);
  });

  it('never gives up one that refuses calls, and leaves a further tool without', () => {
    const { tools, fail } = createTools(2);
    fail('a', 5);
    tools.get('b', 0)?.isolate({ actor: 'alice', reason: 'broken' }, 0);
    fail('c', 100);
    expect(tools.tryGet('c')).toBeUndefined();
    expect(tools.get('c', 0)).toBeUndefined();
    expect([...tools.all()].map(({ state }) => state)).toEqual(['open', 'isolated']);
  });

  it('ignores what comes of a call whose breaker was given up', () => {
    const { tools, fail } = createTools();
    fail('a');
    const permit = tools.tryGet('a')?.tryAcquire('read', 0) ?? REFUSED;
    tools.forget('a');
    tools.record('a', permit, 'failure', 0);
    expect(tools.tryGet('a')).toBeUndefined();
  });

  it('has room for 1000 tools', () => {
    const { tools, fail } = createTools();
    for (let tool = 0; tool < 1_500; tool += 1) fail(`tool-${tool}`);
    expect(tools.snapshots(0)).toHaveLength(1_000);
    expect(tools.tryGet('tool-499')).toBeUndefined();
    expect(tools.tryGet('tool-500')).toBeDefined();
  });
});
