import { MCPError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { createResourceSubscriptions } from '../../src/session/resource-subscriptions.ts';
import { deferred, FakeSeawall, type FakeServer } from '../fake-seawall.ts';
import { createInMemoryContext } from '../front/gateway-context.ts';

const CAN = { resources: { subscribe: true } };
const resource = (uri: string) => ({ uri, name: uri });

function setUp(servers: readonly FakeServer[]) {
  const seawall = new FakeSeawall(servers);
  const { context } = createInMemoryContext(seawall);
  context.firstList.start();
  const updates: string[] = [];
  const host = seawall.addHost({
    capabilities: {},
    onRequest: () => Promise.reject(new Error('not asked')),
    onNotification: ({ server, params }) => subscriptions.onNotification(server, String(params?.uri)),
  });
  const subscriptions = createResourceSubscriptions({
    gateway: context,
    host,
    onUpdated: (publicUri, changedUri) =>
      updates.push(publicUri === changedUri ? publicUri : `${publicUri} > ${changedUri}`),
  });
  const asked: string[] = [];
  const refuse = (...servers: readonly string[]): void => {
    seawall.answerSubscription = async (server, uri) => {
      asked.push(`${server} ${uri}`);
      if (servers.includes(server)) throw new MCPError({ message: `Server "${server}" refused.` });
    };
  };
  refuse();
  return { seawall, subscriptions, updates, asked, refuse };
}

describe('createResourceSubscriptions', () => {
  const LISTED: readonly FakeServer[] = [
    { name: 'a', capabilities: CAN, catalog: { resources: [resource('doc://1')] } },
    { name: 'b', capabilities: CAN, catalog: { resources: [resource('doc://1')] } },
  ];

  it('asks the server that lists the resource, under its own URI', async () => {
    const { subscriptions, seawall } = setUp(LISTED);
    await subscriptions.subscribe('doc://1');
    await subscriptions.subscribe('seawall://b/doc%3A%2F%2F1');
    expect(seawall.subscribed).toEqual(['a doc://1', 'b doc://1']);
  });

  it('tells of an update under the URI that was subscribed to, and of no other', async () => {
    const { subscriptions, seawall, updates } = setUp(LISTED);
    await subscriptions.subscribe('seawall://b/doc%3A%2F%2F1');
    seawall.update('b', 'doc://1');
    seawall.update('a', 'doc://1');
    subscriptions.onNotification('a', 'doc://1');
    subscriptions.onNotification('b', 'doc://2');
    expect(updates).toEqual(['seawall://b/doc%3A%2F%2F1']);
  });

  it('does not ask a second server when the one that lists the resource refuses', async () => {
    const { subscriptions, asked, refuse } = setUp(LISTED);
    refuse('a');
    await expect(subscriptions.subscribe('doc://1')).rejects.toThrow('Server "a" refused.');
    expect(asked).toEqual(['a doc://1']);
    refuse();
    await subscriptions.subscribe('doc://1');
  });

  it('keeps one upstream subscription for a resource with two public URIs until both are taken back', async () => {
    const { subscriptions, seawall, updates } = setUp(LISTED);
    await subscriptions.subscribe('doc://1');
    await subscriptions.subscribe('seawall://a/doc%3A%2F%2F1');
    seawall.hosts[0]?.options.onNotification({ server: 'a', method: 'x', params: { uri: 'doc://1' } });
    expect(updates).toEqual(['doc://1', 'seawall://a/doc%3A%2F%2F1']);
    await subscriptions.unsubscribe('doc://1');
    expect(seawall.subscribed).toContain('a doc://1');
    await subscriptions.unsubscribe('seawall://a/doc%3A%2F%2F1');
    await subscriptions.unsubscribe('seawall://a/doc%3A%2F%2F1');
    expect(seawall.subscribed).not.toContain('a doc://1');
  });

  it('asks the servers with a template first, and takes the first that accepts', async () => {
    const template = { uriTemplate: 'doc://{id}', name: 't' };
    const { subscriptions, asked, refuse, seawall } = setUp([
      { name: 'any', capabilities: CAN },
      { name: 'deaf', capabilities: { resources: {} }, catalog: { resourceTemplates: [template] } },
      { name: 'first', capabilities: CAN, catalog: { resourceTemplates: [template] } },
      { name: 'second', capabilities: CAN, catalog: { resourceTemplates: [template] } },
    ]);
    refuse('first');
    await subscriptions.subscribe('doc://7');
    expect(asked).toEqual(['first doc://7', 'second doc://7']);
    expect(seawall.subscribed).toEqual(['second doc://7']);
  });

  it('asks all servers that take subscriptions when nobody is known to have the resource', async () => {
    const { subscriptions, asked, refuse } = setUp([
      { name: 'deaf', capabilities: { resources: {} } },
      { name: 'one', capabilities: CAN },
      { name: 'two', capabilities: CAN },
    ]);
    refuse('one', 'two');
    await expect(subscriptions.subscribe('odd://x')).rejects.toThrow('Server "two" refused.');
    expect(asked).toEqual(['one odd://x', 'two odd://x']);
  });

  it('says that there is no such resource when no server takes subscriptions', async () => {
    const { subscriptions } = setUp([{ name: 'deaf' }]);
    await expect(subscriptions.subscribe('odd://x')).rejects.toMatchObject({ code: -32_002, data: { uri: 'odd://x' } });
  });

  it('asks once when the same resource is subscribed to twice', async () => {
    const { subscriptions, seawall } = setUp(LISTED);
    await Promise.all([subscriptions.subscribe('doc://1'), subscriptions.subscribe('doc://1')]);
    await subscriptions.subscribe('doc://1');
    expect(seawall.subscribed).toEqual(['a doc://1']);
  });

  it('takes a subscription back that is accepted after it was not wanted any more', async () => {
    const { subscriptions, seawall } = setUp(LISTED);
    const accepted = deferred<void>();
    seawall.answerSubscription = () => accepted.promise;
    const subscribing = subscriptions.subscribe('doc://1');
    await subscriptions.unsubscribe('doc://1');
    accepted.resolve();
    await subscribing;
    expect(seawall.subscribed).toEqual([]);
  });

  it('stops asking when the host gave up', async () => {
    const { subscriptions, seawall } = setUp([
      { name: 'one', capabilities: CAN },
      { name: 'two', capabilities: CAN },
    ]);
    const controller = new AbortController();
    const asked: string[] = [];
    seawall.answerSubscription = async (server) => {
      asked.push(server);
      controller.abort();
      throw new MCPError({ message: 'No.' });
    };
    await expect(subscriptions.subscribe('odd://x', controller.signal)).rejects.toThrow('No.');
    expect(asked).toEqual(['one']);
  });

  it('tells of a part of a resource in the way in which the whole is known', async () => {
    const { subscriptions, seawall, updates } = setUp(LISTED);
    await subscriptions.subscribe('doc://1');
    await subscriptions.subscribe('seawall://b/doc%3A%2F%2F1');
    seawall.update('a', 'doc://1/page', 'doc://1');
    seawall.hosts[0]?.options.onNotification({ server: 'b', method: 'x', params: { uri: 'doc://1/page' } });
    expect(updates).toEqual(['doc://1 > doc://1/page', 'seawall://b/doc%3A%2F%2F1 > seawall://b/doc%3A%2F%2F1%2Fpage']);
  });
});
