import type { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, type Era, WAYS } from '../front/connect.ts';
import { openWorld, textOf } from './real-world.ts';

afterEach(closeAll);

const scenarioOf = (era: Era) =>
  ({
    era,
    capabilities: { tools: {}, resources: { subscribe: true } },
    resources: ['doc://1', 'doc://2'].map((uri) => ({ uri, name: uri, text: uri })),
    tools: [
      { name: 'change_one', behaviour: { kind: 'announce', change: { resourceUri: 'doc://1' } } },
      { name: 'change_two', behaviour: { kind: 'announce', change: { resourceUri: 'doc://2' } } },
      { name: 'look', behaviour: { kind: 'subscriptions' } },
    ],
  }) as const;

/** Collects the updates that a client hears of. */
function updatesOf(client: Client): readonly string[] {
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updates.push(params.uri));
  return updates;
}

async function subscribe(client: Client, era: Era, uri: string): Promise<() => Promise<unknown>> {
  if (era === 'modern') {
    const stream = await client.listen({ resourceSubscriptions: [uri] });
    expect(stream.honoredFilter).toEqual({ resourceSubscriptions: [uri] });
    return () => stream.close();
  }
  await client.subscribeResource({ uri });
  return () => client.unsubscribeResource({ uri });
}

describe.each(WAYS)('a host over %s in the %s era', (way, era) => {
  it.each(['legacy', 'modern'] as const)(
    'hears of resources of a server of the %s era, and of no others',
    async (upstream) => {
      await using world = await openWorld(scenarioOf(upstream));
      const client = await world.connect([way, era]);
      const updates = updatesOf(client);
      const leave = await subscribe(client, era, 'doc://1');
      await client.callTool({ name: 'change_two' });
      await client.callTool({ name: 'change_one' });
      await expect.poll(() => updates).toEqual(['doc://1']);
      await leave();
      await expect.poll(async () => textOf(await client.callTool({ name: 'look' }))).not.toContain('doc://1');
    },
  );

  it.each(['legacy', 'modern'] as const)(
    'is told that a resource may have changed when a server of the %s era was away',
    async (upstream) => {
      await using world = await openWorld(scenarioOf(upstream));
      const client = await world.connect([way, era]);
      const updates = updatesOf(client);
      await subscribe(client, era, 'doc://1');
      await world.server?.restart();
      // An older server over HTTP that forgot its session is noticed with the next request to it.
      const callAndCount = async (): Promise<number> => {
        await client.callTool({ name: 'look' });
        return updates.length;
      };
      await expect.poll(callAndCount).toBeGreaterThan(0);
      const before = updates.length;
      await client.callTool({ name: 'change_one' });
      await expect.poll(() => updates.length).toBeGreaterThan(before);
      expect(new Set(updates)).toEqual(new Set(['doc://1']));
    },
  );
});
