import type { Client } from '@modelcontextprotocol/client';
import {
  createFakeClock,
  createScriptedHttpServer,
  type HttpFault,
  type ScriptedTool,
  type ServerScenario,
} from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { connectHttp } from '../http/sdk-client.ts';
import { startRaw } from '../stdio/raw-process.ts';
import { textOf } from '../stdio/sdk-client.ts';
import { connectLeg, jsonOf, LEGACY_LEGS, MODERN_LEGS } from './legs.ts';

const announce = (name: string, uri: string, unasked = false): ScriptedTool => ({
  name,
  behaviour: { kind: 'announce', change: { resourceUri: uri }, unasked },
});

const SCENARIO: ServerScenario = {
  resources: [{ uri: 'doc://one' }, { uri: 'doc://two' }],
  tools: [
    announce('touch-one', 'doc://one'),
    announce('touch-two', 'doc://two'),
    announce('shout-two', 'doc://two', true),
    { name: 'state', behaviour: { kind: 'subscriptions' } },
    { name: 'cancellations', behaviour: { kind: 'cancellations' } },
    { name: 'tools', behaviour: { kind: 'announce', change: 'tools' } },
    { name: 'end', behaviour: { kind: 'announce', change: { endListens: 'graceful' } } },
    { name: 'break', behaviour: { kind: 'announce', change: { endListens: 'abrupt' } } },
  ],
};

function updatesOf(client: Client): string[] {
  const updates: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updates.push(params.uri));
  return updates;
}

describe.each(LEGACY_LEGS)('a legacy client over $transport', (leg) => {
  it('is told of the resources that it subscribed to, until it unsubscribes', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const updates = updatesOf(client);
    await client.callTool({ name: 'touch-one' });
    await client.subscribeResource({ uri: 'doc://one' });
    await client.callTool({ name: 'touch-two' });
    await client.callTool({ name: 'touch-one' });
    await vi.waitFor(() => expect(updates).toEqual(['doc://one']), { timeout: 60_000 });
    await client.unsubscribeResource({ uri: 'doc://one' });
    await client.callTool({ name: 'touch-one' });
    await client.callTool({ name: 'shout-two' });
    await vi.waitFor(() => expect(updates).toEqual(['doc://one', 'doc://two']), { timeout: 60_000 });
  });

  it('can be asked what it subscribed to', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    await client.subscribeResource({ uri: 'doc://one' });
    await client.setLoggingLevel('error');
    const own = { resources: ['doc://one'], logLevel: 'error' };
    expect(await jsonOf(client, 'state')).toEqual({ ...own, listens: [], sessions: [own] });
  });

  it('is refused when the server does not offer subscriptions', async () => {
    await using connected = await connectLeg(leg, { ...SCENARIO, capabilities: { tools: {}, resources: {} } });
    const subscribed = connected.client.request({ method: 'resources/subscribe', params: { uri: 'doc://one' } });
    await expect(subscribed).rejects.toMatchObject({ code: -32601 });
  });
});

describe.each(MODERN_LEGS)('a modern client over $transport', (leg) => {
  it('is told what each of its listens asked for', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const updates = updatesOf(client);
    const changed = vi.fn();
    client.setNotificationHandler('notifications/tools/list_changed', changed);
    const one = await client.listen({ resourceSubscriptions: ['doc://one'] });
    const two = await client.listen({ resourceSubscriptions: ['doc://two'], toolsListChanged: true });
    expect(one.honoredFilter).toEqual({ resourceSubscriptions: ['doc://one'] });
    expect(two.honoredFilter).toEqual({ resourceSubscriptions: ['doc://two'], toolsListChanged: true });
    expect(await jsonOf(client, 'state')).toMatchObject({
      listens: [{ notifications: one.honoredFilter }, { notifications: two.honoredFilter }],
    });
    await client.callTool({ name: 'touch-one' });
    await client.callTool({ name: 'touch-two' });
    await client.callTool({ name: 'tools' });
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce(), { timeout: 60_000 });
    await vi.waitFor(() => expect(updates.sort()).toEqual(['doc://one', 'doc://two']), { timeout: 60_000 });
    await two.close();
    await vi.waitFor(async () => expect(await jsonOf(client, 'state')).toMatchObject({ listens: [{}] }), {
      timeout: 20_000,
    });
    expect(JSON.stringify(await jsonOf(client, 'cancellations'))).toContain('subscriptions/listen');
    await client.callTool({ name: 'touch-two' });
    await client.callTool({ name: 'shout-two' });
    await vi.waitFor(() => expect(updates.sort()).toEqual(['doc://one', 'doc://two', 'doc://two']), {
      timeout: 20_000,
    });
  });

  it('is promised no more than the server offers', async () => {
    await using connected = await connectLeg(leg, { ...SCENARIO, capabilities: { tools: { listChanged: true } } });
    const listening = await connected.client.listen({ toolsListChanged: true, resourceSubscriptions: ['doc://one'] });
    expect(listening.honoredFilter).toEqual({ toolsListChanged: true });
  });

  it('sees a listen end that has nothing left', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const listening = await connected.client.listen({ promptsListChanged: true });
    expect(listening.honoredFilter).toEqual({});
    expect(await listening.closed).toBe('graceful');
  });

  it.each([
    { tool: 'end', closed: 'graceful' },
    { tool: 'break', closed: 'remote' },
  ])('sees its listens end by $tool as $closed', async ({ tool, closed }) => {
    await using connected = await connectLeg(leg, SCENARIO);
    const listens = [
      await connected.client.listen({ toolsListChanged: true }),
      await connected.client.listen({ resourceSubscriptions: ['doc://one'] }),
    ];
    await connected.client.callTool({ name: tool });
    expect(await Promise.all(listens.map((listening) => listening.closed))).toEqual([closed, closed]);
    expect(await jsonOf(connected.client, 'state')).toMatchObject({ listens: [] });
  });

  it('is no session, and asks for logs call by call', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const _meta = { 'io.modelcontextprotocol/logLevel': 'error' };
    const state = JSON.parse(textOf(await connected.client.callTool({ name: 'state', _meta })));
    expect(state).toEqual({ resources: [], logLevel: 'error', listens: [], sessions: [] });
  });
});

it('announces at its times, on the clock of the server', async () => {
  const clock = createFakeClock();
  const scenario: ServerScenario = {
    ...SCENARIO,
    announcements: [
      { atMs: 1_000, change: { resourceUri: 'doc://one' } },
      { atMs: 2_000, change: { resourceUri: 'doc://two' }, unasked: true },
      { atMs: 3_000, change: { log: { data: 'outside' } } },
    ],
  };
  await using server = await createScriptedHttpServer(scenario, { clock });
  await using connected = await connectHttp(server);
  const { client } = connected;
  const updates = updatesOf(client);
  const logs: unknown[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params.data));
  await server.requestReceived(({ method }) => method === 'GET');
  await clock.advance(3_000);
  await vi.waitFor(() => expect(logs).toEqual(['outside']), { timeout: 60_000 });
  expect(updates).toEqual(['doc://two']);
});

it.each([
  { fault: { kind: 'sse-end', executes: false }, outcome: 'ends' },
  { fault: { kind: 'status', status: 503 }, outcome: 'is refused' },
] satisfies { fault: HttpFault; outcome: string }[])('$outcome by the fault $fault.kind', async ({ fault }) => {
  await using server = await createScriptedHttpServer({ ...SCENARIO, era: 'modern' });
  await using connected = await connectHttp(server, { versionNegotiation: { mode: 'auto' } });
  await server.setFault({ ...fault, methods: ['subscriptions/listen'], times: 1 });
  await expect(connected.client.listen({ toolsListChanged: true })).rejects.toThrow();
  expect((await connected.client.listen({ toolsListChanged: true })).honoredFilter).toEqual({ toolsListChanged: true });
});

it('keeps the methods of one era out of the other', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  await using running = startRaw({ era: 'both', resources: [{ uri: 'doc://one' }] });
  const uri = 'doc://one';
  const notifications = { toolsListChanged: true };
  const modern = ['ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe', 'initialize'];
  for (const [id, method] of modern.entries()) {
    running.send({ jsonrpc: '2.0', id, method, params: { uri, _meta: meta } });
    expect(await running.message((message) => message.id === id)).toMatchObject({ error: { code: -32601 } });
  }
  running.send({ jsonrpc: '2.0', id: 'legacy', method: 'subscriptions/listen', params: { notifications } });
  expect(await running.message(({ id }) => id === 'legacy')).toMatchObject({ error: { code: -32601 } });
});
