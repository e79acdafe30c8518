import { type Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { ServerScenario } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred, FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, type Era, openGateway, WAYS, type Way } from '../front/connect.ts';
import { CAN_ALL, openWorld, textOf } from './real-world.ts';

afterEach(closeAll);

const LEVEL_KEY = 'io.modelcontextprotocol/logLevel';
const SCENARIO: ServerScenario = {
  capabilities: { tools: {}, logging: {} },
  tools: [
    {
      name: 'chat',
      behaviour: {
        kind: 'log',
        lines: [
          { level: 'debug', data: 'fine' },
          { level: 'warning', data: 'careful' },
        ],
        next: { kind: 'text', text: 'done' },
      },
    },
    { name: 'look', behaviour: { kind: 'inspect' } },
    { name: 'state', behaviour: { kind: 'subscriptions' } },
    { name: 'heard', behaviour: { kind: 'notifications' } },
    { name: 'roots', behaviour: { kind: 'ask', method: 'roots/list' } },
  ],
};

function hear(client: Client): unknown[] {
  const heard: unknown[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params.data));
  return heard;
}

const UPSTREAM: readonly Era[] = ['legacy', 'modern'];
const PAIRINGS = WAYS.flatMap(([way, era]) => UPSTREAM.map((upstream) => [way, era, upstream] as const));

describe.each(PAIRINGS)('a host over %s in the %s era, a server of the %s era', (way, era, upstream) => {
  /** Calls with a level, in the way of the host's era. */
  async function chat(client: Client, level: 'debug' | 'warning'): Promise<void> {
    if (era === 'legacy') await client.setLoggingLevel(level);
    const meta = era === 'legacy' ? {} : { _meta: { [LEVEL_KEY]: level } };
    await client.callTool({ name: 'chat', ...meta });
  }

  it('gets the log messages of its calls at its level', async () => {
    await using world = await openWorld({ ...SCENARIO, era: upstream });
    const client = await world.connect([way, era]);
    const heard = hear(client);
    await chat(client, 'warning');
    await expect.poll(() => heard).toEqual(['careful']);
    await chat(client, 'debug');
    await expect.poll(() => heard).toEqual(['careful', 'fine', 'careful']);
  });

  it('declares to a server of 2026-07-28 what it can itself', async () => {
    await using world = await openWorld({ ...SCENARIO, era: upstream });
    const client = await world.connect([way, era], { capabilities: { sampling: {}, elicitation: { form: {} } } });
    const seen = JSON.parse(textOf(await client.callTool({ name: 'look', _meta: { 'x/y': 1 } })));
    expect(seen.meta).toMatchObject({ 'x/y': 1 });
    if (upstream === 'modern') {
      expect(seen.clientCapabilities).toMatchObject({ sampling: {}, elicitation: { form: {} } });
      expect(seen.clientCapabilities.elicitation.url).toBeUndefined();
    } else {
      expect(Object.keys(seen.meta).filter((key) => key.startsWith('io.modelcontextprotocol/'))).toEqual([]);
    }
  });
});

describe.each(PAIRINGS.filter(([, era]) => era === 'modern'))(
  'a host over %s in the %s era that names no level, a server of the %s era',
  (way, era, upstream) => {
    it('gets no log messages', async () => {
      await using world = await openWorld({ ...SCENARIO, era: upstream });
      const client = await world.connect([way, era]);
      const heard = hear(client);
      await client.callTool({ name: 'chat' });
      await client.callTool({ name: 'chat', _meta: { [LEVEL_KEY]: 'warning' } });
      await expect.poll(() => heard).toEqual(['careful']);
    });
  },
);

describe('an older host', () => {
  it.each<Way>(['http', 'stdio'])('over %s is refused a level that is none', async (way) => {
    const client = await connectClient(openGateway(new FakeSeawall()), [way, 'legacy']);
    // The level is wrong on purpose.
    await expect(client.setLoggingLevel('loud' as 'debug')).rejects.toMatchObject({ code: -32_602 });
  });

  it('is the one whose roots a server gets, and tells of their change, where it is the only host', async () => {
    await using world = await openWorld(SCENARIO, { over: 'stdio', singleHost: true });
    const client = await world.connect(['stdio', 'legacy'], { capabilities: CAN_ALL });
    client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///here', name: 'here' }] }));
    expect(textOf(await client.callTool({ name: 'roots' }))).toContain('file:///here');
    await client.sendRootsListChanged();
    const heard = async () => textOf(await client.callTool({ name: 'heard' }));
    await expect.poll(heard).toContain('notifications/roots/list_changed');
  });

  it.each<Way>(['http', 'stdio'])(
    'over %s is made known once initialized, and closed with its session',
    async (way) => {
      const seawall = new FakeSeawall([{ name: 'up' }]);
      const gateway = openGateway(seawall);
      const client = await connectClient(gateway, [way, 'legacy'], { capabilities: CAN_ALL });
      await client.setLoggingLevel('error');
      expect(seawall.hosts).toMatchObject([{ logLevel: 'error', isClosed: false }]);
      expect(seawall.hosts[0]?.capabilities).toMatchObject(CAN_ALL);
      await gateway.close();
      expect(seawall.hosts).toMatchObject([{ isClosed: true }]);
    },
  );

  it.each<Way>(['http', 'stdio'])('over %s hears outside of calls what is meant for it', async (way) => {
    const seawall = new FakeSeawall([{ name: 'up' }]);
    const client = await connectClient(openGateway(seawall), [way, 'legacy'], { capabilities: CAN_ALL });
    const heard: unknown[] = [];
    client.fallbackNotificationHandler = async ({ method, params }) => void heard.push([method, params]);
    client.setRequestHandler('elicitation/create', ({ params }) => ({
      action: 'accept',
      content: { said: params.message },
    }));
    await client.listTools();
    // Over HTTP it is heard on the stream that the client opens for itself.
    await expect.poll(() => seawall.hosts.length).toBe(1);
    const host = seawall.hosts[0]?.options;
    const complete = { method: 'notifications/elicitation/complete', params: { elicitationId: 'e1' } };
    const unknown = { method: 'notifications/later', params: { deep: { a: 1 } } };
    await expect
      .poll(() => {
        host?.onNotification({ server: 'up', ...complete });
        host?.onNotification({ server: 'up', ...unknown });
        return heard;
      })
      .toEqual(
        expect.arrayContaining([
          [complete.method, complete.params],
          [unknown.method, unknown.params],
        ]),
      );
    const question = { server: 'up', method: 'elicitation/create', params: { message: 'Hm?', requestedSchema: {} } };
    const answer = await host?.onRequest(
      { ...question, params: { mode: 'form', message: 'Hm?', requestedSchema: { type: 'object', properties: {} } } },
      { signal: new AbortController().signal },
    );
    expect(answer).toMatchObject({ action: 'accept', content: { said: 'Hm?' } });
  });

  it('gives a server the error of its host as it is', async () => {
    await using world = await openWorld(SCENARIO, { over: 'stdio', singleHost: true });
    const client = await world.connect(['stdio', 'legacy'], { capabilities: CAN_ALL });
    client.setRequestHandler('roots/list', () => {
      throw Object.assign(new Error('not today'), { code: -32_099, data: { why: 'closed' } });
    });
    const text = textOf(await client.callTool({ name: 'roots' }));
    expect(text).toContain('-32099');
    expect(text).toContain('not today');
  });
});

describe('two hosts at once', () => {
  const PLACE = {
    mode: 'form' as const,
    message: 'Where?',
    requestedSchema: { type: 'object' as const, properties: {} },
  };
  const asks: ServerScenario = {
    tools: [{ name: 'ask', behaviour: { kind: 'ask', method: 'elicitation/create', params: PLACE } }],
  };

  it.each<Era>(['legacy', 'modern'])('of the %s era each get their own questions only', async (era) => {
    await using world = await openWorld(asks, { over: 'stdio' });
    const arrived = { one: deferred<void>(), two: deferred<void>() };
    const connect = async (name: 'one' | 'two') => {
      const client = await world.connect(['http', era], { capabilities: CAN_ALL });
      client.setRequestHandler('elicitation/create', async () => {
        arrived[name].resolve();
        // While both are asked, neither can be served by a connection that they share.
        await Promise.all([arrived.one.promise, arrived.two.promise]);
        return { action: 'accept', content: { name } };
      });
      return client;
    };
    const clients = { one: await connect('one'), two: await connect('two') };
    const ask = async (name: 'one' | 'two') => {
      // On the shared connection the question may be declined once; from then on each has a connection of its own.
      for (let attempt = 1; ; attempt += 1) {
        const text = textOf(await clients[name].callTool({ name: 'ask' }));
        if (attempt === 3 || text.includes('accept')) return text;
      }
    };
    const [one, two] = await Promise.all([ask('one'), ask('two')]);
    expect(one).toContain('"name":"one"');
    expect(two).toContain('"name":"two"');
  });
});

describe('a session that ends while its host is asked', () => {
  it.each<Way>(['http', 'stdio'])('over %s leaves no call, no question and no host', async (way) => {
    const seawall = new FakeSeawall([{ name: 'up', catalog: { tools: [{ name: 'ask' }] } }]);
    const refused = deferred<unknown>();
    seawall.answer = async ({ options }) => {
      const params = { mode: 'form', message: 'Hm?', requestedSchema: { type: 'object', properties: {} } };
      const question = { server: 'up', method: 'elicitation/create', params };
      const signal = new AbortController().signal;
      refused.resolve(await options.caller?.onRequest(question, { signal }).catch((error: unknown) => error));
      return { content: [] };
    };
    const gateway = openGateway(seawall);
    const client = await connectClient(gateway, [way, 'legacy'], { capabilities: CAN_ALL });
    const asked = deferred<void>();
    client.setRequestHandler('elicitation/create', () => {
      asked.resolve();
      return new Promise(() => undefined);
    });
    client.callTool({ name: 'up__ask' }).catch(() => undefined);
    await asked.promise;
    if (client.transport instanceof StreamableHTTPClientTransport) await client.transport.terminateSession();
    else await client.close();
    expect(await refused.promise).toBeInstanceOf(Error);
    await expect.poll(() => gateway.runningCalls).toBe(0);
    expect(seawall.seen[0]?.options.signal?.aborted).toBe(true);
    expect(seawall.hosts).toMatchObject([{ isClosed: true }]);
  });
});

describe('the capabilities of the gateway', () => {
  it.each(WAYS)('are told to a host over %s in the %s era', async (...way) => {
    const client = await connectClient(openGateway(new FakeSeawall()), way);
    const tasks = { list: {}, cancel: {}, requests: { tools: { call: {} } } };
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      logging: {},
      completions: {},
      ...(way[1] === 'legacy' ? { tasks } : {}),
    });
  });
});
