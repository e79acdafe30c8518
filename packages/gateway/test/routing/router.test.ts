import { type Logger, silentLogger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src/routing/router.ts';
import { FakeSeawall } from '../fake-seawall.ts';

const tools = [{ name: 't' }];

function setUp(seawall: FakeSeawall, logger: Logger = silentLogger) {
  return createRouter({ seawall, clock: createFakeClock(), logger });
}

describe('createRouter', () => {
  it('builds the table anew only after a list or the configuration changed', () => {
    const seawall = new FakeSeawall([{ name: 'a', catalog: { tools } }]);
    const router = setUp(seawall);
    const first = router.table();
    seawall.change({ name: 'a', catalog: { tools, state: 'last-known-good' } }, []);
    expect(router.table()).toBe(first);
    seawall.change({ name: 'a', catalog: { tools: [{ name: 'u' }] } });
    const second = router.table();
    expect(second.findTool('a__u')).toBeDefined();
    seawall.emit({
      kind: 'configReloaded',
      atMs: 0,
      outcome: { kind: 'applied', added: [], removed: [], changed: [] },
    });
    expect(router.table()).not.toBe(second);
  });

  it('keeps the tools of a server that is down', () => {
    const router = setUp(
      new FakeSeawall([{ name: 'a', catalog: { tools, state: 'last-known-good', fetchedAtMs: 0 } }]),
    );
    expect(router.table().tools).toEqual([{ name: 'a__t' }]);
    expect(router.freshness()).toMatchObject({ state: 'last-known-good', servers: ['a'] });
  });

  it('lists the others when of one nothing is known', () => {
    const router = setUp(
      new FakeSeawall([
        { name: 'a', catalog: { tools } },
        { name: 'faulty', catalog: { state: 'none' } },
      ]),
    );
    expect(router.table().tools).toHaveLength(1);
    expect(router.unheardServers()).toEqual(['faulty']);
  });

  it('reports what "never" leaves out, once', () => {
    const seawall = new FakeSeawall(
      [
        { name: 'a', catalog: { tools } },
        { name: 'b', catalog: { tools } },
      ],
      { prefix: 'never' },
    );
    const messages: string[] = [];
    const router = setUp(seawall, { log: (_level, message) => void messages.push(message) });
    router.table();
    seawall.change({ name: 'b', catalog: { tools } });
    router.table();
    expect(messages).toEqual([expect.stringContaining('tool "t" of "b"')]);
  });
});
