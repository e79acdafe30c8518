import type { SeawallEvent } from '@seawall/core';
import { afterEach, describe, expect, it } from 'vitest';
import { sessionName } from '../../src/session/session-name.ts';
import { closeAll, WAYS } from '../front/connect.ts';
import { openWorld } from './real-world.ts';

afterEach(closeAll);

describe('the name of a session', () => {
  it.each(WAYS)('tells who asked, and no id of the protocol: over %s in the %s era', async (...way) => {
    await using world = await openWorld({ tools: [{ name: 'echo' }], era: 'both' });
    const started: Extract<SeawallEvent, { kind: 'callStarted' }>[] = [];
    world.seawall.subscribe((event) => {
      if (event.kind === 'callStarted' && event.call.target === 'echo') started.push(event);
    });
    const [one, other] = [await world.connect(way), await world.connect(way)];
    for (const client of [one, one, other]) await client.callTool({ name: 'echo', arguments: { text: 'hello' } });
    const sessions = started.map(({ call }) => call.session);
    const stays = !(way[0] === 'http' && way[1] === 'modern');
    for (const session of sessions) expect(session).toMatch(stays ? /^test-host #[0-9a-f]{8}$/ : /^test-host$/);
    expect(new Set(sessions).size).toBe(stays ? 2 : 1);
    expect(started[0]?.request.params).toMatchObject({ name: 'echo', arguments: { text: 'hello' } });
  });

  it('is bounded, and there for a host that gives itself none', () => {
    expect(sessionName('x'.repeat(1000), undefined)).toHaveLength(64);
    expect(sessionName(undefined, '1a2b3c4d')).toBe('unnamed host #1a2b3c4d');
    expect(sessionName({ not: 'a text' }, undefined)).toBe('unnamed host');
  });
});
