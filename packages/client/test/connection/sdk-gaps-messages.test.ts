// As sdk-gaps.test.ts, for what a server asks and tells.
import { Client, type ConnectOptions, SdkErrorCode } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { ANY, bareHttp, CALL, CLIENT, errorOf, playedClient, playedTransport } from './bare-sdk.ts';

function modern(): NonNullable<ConnectOptions['prior']> {
  return {
    kind: 'modern',
    discover: {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: true } },
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
    },
  };
}

describe('the bare SDK and what a server asks', () => {
  it('counts the time in which the server waits for the answer as silence of the server: RequestClocks', async () => {
    const client = await playedClient((_id, reply) => reply({ jsonrpc: '2.0', id: 'question', method: 'roots/list' }));
    client.fallbackRequestHandler = () => new Promise(() => undefined);
    expect(await errorOf(client.request(CALL, ANY, { timeout: 100 }))).toMatchObject({
      code: SdkErrorCode.RequestTimeout,
    });
    await client.close();
  });

  it('does not tell in whose stream a message of the server came: createStreamOrigins', async () => {
    await using bare = await bareHttp({
      tools: [
        {
          name: 'echo',
          behaviour: { kind: 'log', data: 'x', next: { kind: 'ask', method: 'roots/list', unasked: true } },
        },
      ],
    });
    const told: unknown[][] = [];
    bare.client.fallbackNotificationHandler = async (...all) => {
      told.push(all);
    };
    const contexts: object[] = [];
    bare.client.fallbackRequestHandler = async (_request, context) => {
      contexts.push(context);
      return { roots: [] };
    };
    await bare.client.request(CALL, ANY);
    expect(told).toEqual([[{ jsonrpc: '2.0', method: 'notifications/message', params: expect.any(Object) }]]);
    expect(contexts.map((context) => Object.keys(context))).toEqual([['sessionId', 'mcpReq', 'http']]);
  });

  it('declares what the client can do for every call: paramsForEra', async () => {
    const sent: unknown[] = [];
    const client = new Client(CLIENT, { capabilities: { sampling: {} } });
    await client.connect(
      playedTransport((message, reply) => {
        if (!('method' in message) || !('id' in message)) return;
        sent.push(message.params?._meta);
        reply({ jsonrpc: '2.0', id: message.id, result: { resultType: 'complete', content: [] } });
      }),
      { prior: modern() },
    );
    await client.request(CALL, ANY);
    expect(sent).toMatchObject([{ 'io.modelcontextprotocol/clientCapabilities': { sampling: {} } }]);
    await client.close();
  });
});

describe('the bare SDK and what a server tells', () => {
  it('waits for ever for a server that does not accept a notification: HTTP_LIMITS.acceptMs', async () => {
    await using bare = await bareHttp({});
    const method = 'notifications/any';
    await bare.server.setFault({ kind: 'hang', methods: [method] });
    let hasSettled = false;
    const settled = (): void => {
      hasSettled = true;
    };
    bare.client.notification({ method }).then(settled, settled);
    await bare.server.requestReceived(({ rpcMethod }) => rpcMethod === method);
    await bare.client.request(CALL, ANY);
    expect(hasSettled).toBe(false);
  });

  it('does not open a stream of subscriptions again that ended: ListenStream', async () => {
    const asked: unknown[] = [];
    const transport = playedTransport((message, reply) => {
      if (!('method' in message) || message.method !== 'subscriptions/listen' || !('id' in message)) return;
      asked.push(message.id);
      const _meta = { 'io.modelcontextprotocol/subscriptionId': message.id };
      const params = { notifications: { toolsListChanged: true }, _meta };
      reply({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params });
    });
    const client = new Client(CLIENT);
    await client.connect(transport, { prior: modern() });
    const { closed } = await client.listen({ toolsListChanged: true });
    transport.reply({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: asked[0] } });
    expect(await closed).toBe('remote');
    expect(asked).toHaveLength(1);
    await client.close();
  });

  it('takes an acknowledgement that it can not read for one of nothing: ListenStream goes on with its lists', async () => {
    const client = new Client(CLIENT);
    await client.connect(
      playedTransport((message, reply) => {
        if (!('method' in message) || message.method !== 'subscriptions/listen' || !('id' in message)) return;
        const _meta = { 'io.modelcontextprotocol/subscriptionId': message.id };
        reply({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { _meta } });
      }),
      { prior: modern() },
    );
    const { honoredFilter } = await client.listen({ toolsListChanged: true });
    expect(honoredFilter).toEqual({});
    await client.close();
  });
});
