import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { COALESCE_MS, createListChanges, type ListKind } from '../../src/session/list-changes.ts';
import { FakeSeawall } from '../fake-seawall.ts';

function setUp(isListKnown = () => true) {
  const clock = createFakeClock();
  const seawall = new FakeSeawall([{ name: 'a' }]);
  const changes = createListChanges({ seawall, clock, isListKnown });
  const heard: ListKind[] = [];
  const unsubscribe = changes.subscribe((kind) => void heard.push(kind));
  return { clock, seawall, changes, heard, unsubscribe };
}

describe('createListChanges', () => {
  it('tells many changes of one list once, at the end of the window', async () => {
    const { clock, seawall, heard } = setUp();
    for (let count = 0; count < 10; count += 1) seawall.change({ name: 'a' }, ['tools']);
    seawall.change({ name: 'a' }, ['tools', 'prompts']);
    await clock.advance(COALESCE_MS - 1);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toEqual(['tools', 'prompts']);
  });

  it('tells nothing while no host can have a list', async () => {
    const { clock, seawall, heard } = setUp(() => false);
    seawall.change({ name: 'a' }, ['tools']);
    await clock.advance(COALESCE_MS);
    expect(heard).toEqual([]);
  });

  it('tells nothing when only the state of a catalog changed', async () => {
    const { clock, seawall, heard } = setUp();
    seawall.change({ name: 'a' }, []);
    await clock.advance(COALESCE_MS);
    expect(heard).toEqual([]);
  });

  it('tells all lists after a reload', async () => {
    const { clock, seawall, heard } = setUp();
    seawall.emit({
      kind: 'configReloaded',
      atMs: 0,
      outcome: { kind: 'applied', added: [], removed: [], changed: [] },
    });
    await clock.advance(COALESCE_MS);
    expect(heard).toEqual(['tools', 'prompts', 'resources']);
  });

  it('leaves no timer and no subscription behind', async () => {
    const { clock, seawall, changes, heard, unsubscribe } = setUp();
    seawall.change({ name: 'a' }, ['tools']);
    unsubscribe();
    changes.close();
    expect(clock.pendingTimers).toBe(0);
    expect(seawall.listenerCount).toBe(0);
    expect(heard).toEqual([]);
  });
});
