import type { Client } from '@modelcontextprotocol/client';
import { MCPError } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createListenStreams } from '../../src/front/http/listen-streams.ts';
import { LISTEN_WAIT_MS, MAX_LISTEN_URIS } from '../../src/front/listen-host.ts';
import { FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, openGateway, openStreams } from './connect.ts';
import { createInMemoryContext } from './gateway-context.ts';
import { ENVELOPE, nextMessage, postModern, readEvents } from './raw-http.ts';

afterEach(closeAll);

const DOCS = {
  name: 'docs',
  capabilities: { resources: { subscribe: true } },
  catalog: { resources: ['doc://1', 'doc://2', 'doc://bad'].map((uri) => ({ uri, name: uri })) },
};

function setUp() {
  const seawall = new FakeSeawall([DOCS]);
  seawall.answerSubscription = async (_server, uri) => {
    if (uri === 'doc://bad') throw new MCPError({ message: 'The server refused.' });
  };
  const clock = createFakeClock();
  return { seawall, clock, gateway: openGateway(seawall, { clock }) };
}

const listenTo = (...resourceSubscriptions: readonly string[]) => ({
  id: 'listen-1',
  method: 'subscriptions/listen',
  params: { notifications: { resourceSubscriptions } },
});
const UPDATED = 'notifications/resources/updated';

describe.each(['http', 'stdio'] as const)('an older host over %s', (way) => {
  it('hears of the resources that it subscribed to until it takes that back', async () => {
    const { gateway, seawall } = setUp();
    const client = await connectClient(gateway, [way, 'legacy']);
    const updates: string[] = [];
    client.setNotificationHandler(UPDATED, ({ params }) => void updates.push(params.uri));
    await client.subscribeResource({ uri: 'doc://1' });
    expect(seawall.subscribed).toEqual(['docs doc://1']);
    seawall.update('docs', 'doc://2');
    seawall.update('docs', 'doc://1');
    await expect.poll(() => updates).toEqual(['doc://1']);
    await client.unsubscribeResource({ uri: 'doc://1' });
    expect(seawall.subscribed).toEqual([]);
  });

  it('is told why it can not subscribe', async () => {
    const { gateway } = setUp();
    const client = await connectClient(gateway, [way, 'legacy']);
    await expect(client.subscribeResource({ uri: 'doc://bad' })).rejects.toThrow('refused');
  });

  it('leaves no subscription behind', async () => {
    const { gateway, seawall } = setUp();
    const client = await connectClient(gateway, [way, 'legacy']);
    await client.subscribeResource({ uri: 'doc://1' });
    if (way === 'http') await fetch((await gateway.listen()).url, { method: 'DELETE', headers: sessionOf(client) });
    else await client.close();
    await expect.poll(() => seawall.openHosts).toEqual([]);
  });
});

describe.each(['http', 'stdio'] as const)('a newer host over %s', (way) => {
  it('hears of the resources that it listens to, and of those that were accepted only', async () => {
    const { gateway, seawall } = setUp();
    const client = await connectClient(gateway, [way, 'modern']);
    const updates: string[] = [];
    client.setNotificationHandler(UPDATED, ({ params }) => void updates.push(params.uri));
    const stream = await client.listen({ resourceSubscriptions: ['doc://1', 'doc://bad', 'doc://2'] });
    expect(stream.honoredFilter).toEqual({ resourceSubscriptions: ['doc://1', 'doc://2'] });
    expect(seawall.subscribed).toEqual(['docs doc://1', 'docs doc://2']);
    seawall.update('docs', 'doc://2');
    seawall.update('docs', 'doc://1/part', 'doc://1');
    await expect.poll(() => updates).toEqual(['doc://2', 'doc://1']);
    await stream.close();
    await expect.poll(() => seawall.openHosts).toEqual([]);
  });

  it('gets each update once for each of its streams that listens to the resource', async () => {
    const { gateway, seawall } = setUp();
    const client = await connectClient(gateway, [way, 'modern']);
    const updates: string[] = [];
    client.setNotificationHandler(UPDATED, ({ params }) => void updates.push(params.uri));
    const first = await client.listen({ resourceSubscriptions: ['doc://1'] });
    const second = await client.listen({ resourceSubscriptions: ['doc://1', 'doc://2'] });
    seawall.update('docs', 'doc://1');
    seawall.update('docs', 'doc://2');
    await expect.poll(() => updates.sort()).toEqual(['doc://1', 'doc://1', 'doc://2']);
    await second.close();
    await expect.poll(() => [...new Set(seawall.subscribed)]).toEqual(['docs doc://1']);
    seawall.update('docs', 'doc://1');
    await expect.poll(() => updates.filter((uri) => uri === 'doc://1')).toHaveLength(3);
    await first.close();
    await expect.poll(() => seawall.openHosts).toEqual([]);
  });

  it('goes on hearing of lists when no resource was accepted', async () => {
    const { gateway } = setUp();
    const client = await connectClient(gateway, [way, 'modern']);
    const stream = await client.listen({ toolsListChanged: true, resourceSubscriptions: ['doc://bad'] });
    expect(stream.honoredFilter).toEqual({ toolsListChanged: true });
  });
});

describe('subscriptions/listen over HTTP', () => {
  it('is answered without the servers that do not accept in time', async () => {
    const { gateway, seawall, clock } = setUp();
    const { url } = await gateway.listen();
    seawall.answerSubscription = (_server, uri, signal) =>
      uri === 'doc://1'
        ? Promise.resolve()
        : new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('late'))));
    const answering = postModern(url, listenTo('doc://1', 'doc://2'));
    await expect.poll(() => seawall.subscribed).toEqual(['docs doc://1']);
    await clock.advance(LISTEN_WAIT_MS);
    const events = readEvents(await answering);
    expect((await nextMessage(events)).message).toMatchObject({
      params: { notifications: { resourceSubscriptions: ['doc://1'] } },
    });
    await events.return(undefined);
    await expect.poll(() => seawall.openHosts).toEqual([]);
  });

  it('tells what changed between the subscription and the start of the stream', async () => {
    const { gateway, seawall } = setUp();
    const { url } = await gateway.listen();
    seawall.answerSubscription = async (_server, uri) => {
      const params = { uri: 'doc://1' };
      if (uri === 'doc://2') seawall.openHosts[0]?.options.onNotification({ server: 'docs', method: UPDATED, params });
    };
    const events = readEvents(await postModern(url, listenTo('doc://1', 'doc://2')));
    expect((await nextMessage(events)).message).toMatchObject({ method: 'notifications/subscriptions/acknowledged' });
    expect((await nextMessage(events)).message).toMatchObject({ method: UPDATED, params: { uri: 'doc://1' } });
    await events.return(undefined);
  });

  it('ends in order when the gateway does', async () => {
    const { gateway, seawall } = setUp();
    const { url } = await gateway.listen();
    const events = readEvents(await postModern(url, listenTo('doc://1')));
    await nextMessage(events);
    await gateway.close();
    expect((await nextMessage(events)).message).toMatchObject({ id: 'listen-1', result: {} });
    expect(seawall.openHosts).toEqual([]);
  });

  it('subscribes to nothing when it is refused', async () => {
    const { gateway, seawall } = setUp();
    const { url } = await gateway.listen();
    const wrong = await postModern(url, listenTo('doc://1'), { headers: { 'mcp-method': 'tools/list' } });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: { code: -32_020 } }]);
    const many = Array.from({ length: MAX_LISTEN_URIS + 1 }, (_, index) => `doc://${index}`);
    const tooMany = await postModern(url, listenTo(...many));
    expect([tooMany.status, await tooMany.json()]).toMatchObject([400, { id: 'listen-1', error: { code: -32_602 } }]);
    const params = { notifications: { resourceSubscriptions: [7] } };
    const noTexts = await postModern(url, { ...listenTo(), params });
    expect(await noTexts.json()).toMatchObject({ error: { code: -32_602 } });
    expect(seawall.hosts).toEqual([]);
  });

  it('is refused when all streams are in use', async () => {
    const { context } = createInMemoryContext(new FakeSeawall([DOCS]));
    const streams = createListenStreams(context, 0);
    const { ServerResponse, IncomingMessage } = await import('node:http');
    const { Socket } = await import('node:net');
    const response = await streams.open({
      request: new Request('http://localhost/mcp', { method: 'POST' }),
      outgoing: new ServerResponse(new IncomingMessage(new Socket())),
      body: { jsonrpc: '2.0', ...listenTo('doc://1') },
    });
    expect([response.status, await response.json()]).toMatchObject([503, { id: 'listen-1' }]);
  });
});

describe('subscriptions/listen over stdio', () => {
  const listenLine = (id: number, uris: readonly unknown[]) => ({
    jsonrpc: '2.0',
    id,
    method: 'subscriptions/listen',
    params: { notifications: { resourceSubscriptions: uris }, _meta: ENVELOPE },
  });
  const cancelLine = (requestId: number) => ({
    jsonrpc: '2.0',
    method: 'notifications/cancelled',
    params: { requestId },
  });

  it('may be the first that a host says, and ends with the host', async () => {
    const { gateway, seawall } = setUp();
    const { input, nextLine } = await openStreams(gateway);
    input.write(`${JSON.stringify(listenLine(1, ['doc://1', 'doc://bad']))}\n`);
    expect(await nextLine()).toMatchObject({ params: { notifications: { resourceSubscriptions: ['doc://1'] } } });
    seawall.update('docs', 'doc://1');
    expect(await nextLine()).toMatchObject({ method: UPDATED, params: { uri: 'doc://1' } });
    input.end();
    await expect.poll(() => seawall.openHosts).toEqual([]);
  });

  it('is not answered when it was cancelled while it waited for a server', async () => {
    const { gateway, seawall } = setUp();
    const { input, nextLine } = await openStreams(gateway);
    seawall.answerSubscription = (_server, _uri, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('late'))));
    const ping = { jsonrpc: '2.0', id: 9, method: 'tools/list', params: { _meta: ENVELOPE } };
    for (const line of [listenLine(1, ['doc://1']), cancelLine(1), ping]) input.write(`${JSON.stringify(line)}\n`);
    expect(await nextLine()).toMatchObject({ id: 9 });
    expect(seawall.openHosts).toEqual([]);
  });

  it('keeps nothing of a listen that is refused', async () => {
    const { gateway, seawall } = setUp();
    const { input, nextLine } = await openStreams(gateway);
    const broken = { ...listenLine(1, ['doc://1']), params: { notifications: { resourceSubscriptions: ['doc://1'] } } };
    input.write(`${JSON.stringify(broken)}\n`);
    expect(await nextLine()).toMatchObject({ id: 1, error: {} });
    expect(seawall.openHosts).toEqual([]);
  });
});

function sessionOf({ transport }: Pick<Client, 'transport'>): Record<string, string> {
  return { 'mcp-session-id': transport?.sessionId ?? '' };
}
