import { createScriptedHttpServer, type HttpScenario, type ScriptedTool } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import {
  callTool,
  connectorFor,
  failureOf,
  httpLaunch,
  type OpenConnection,
  open,
  PATIENT,
  stdioLaunch,
  textOf,
  until,
} from './open-connection.ts';

const A = 'note://a';
const B = 'note://b';
const SUBSCRIBED: ScriptedTool = { name: 'subscribed', behaviour: { kind: 'subscriptions' } };
const SCENARIO = {
  resources: [{ uri: A }, { uri: B }],
  tools: [
    SUBSCRIBED,
    { name: 'update-a', behaviour: { kind: 'announce', change: { resourceUri: A } } },
    { name: 'update-b', behaviour: { kind: 'announce', change: { resourceUri: B } } },
    { name: 'change-tools', behaviour: { kind: 'announce', change: 'tools' } },
    { name: 'end', behaviour: { kind: 'announce', change: { endListens: 'abrupt' } } },
  ],
} as const satisfies HttpScenario;

async function openHttp(scenario: HttpScenario) {
  const server = await createScriptedHttpServer({ ...SCENARIO, ...scenario });
  const opened = await open(connectorFor(httpLaunch(server)));
  if (opened.connection.info.era === 'legacy') await server.requestReceived(({ method }) => method === 'GET');
  return {
    ...opened,
    server,
    [Symbol.asyncDispose]: async () => {
      await opened.connection.close();
      await server.close();
    },
  };
}

function updatesIn({ notifications }: OpenConnection): unknown[] {
  return notifications.filter(({ method }) => method === 'notifications/resources/updated').map(({ params }) => params);
}

async function resourcesOf(opened: OpenConnection): Promise<unknown> {
  const { resources, listens } = textOf(await callTool(opened.connection, 'subscribed')) as {
    resources: string[];
    listens: { notifications: { resourceSubscriptions?: string[] } }[];
  };
  if (opened.connection.info.era === 'legacy') return resources;
  return listens.map(({ notifications }) => notifications.resourceSubscriptions ?? []);
}

describe('subscriptions to a legacy server', () => {
  it.each(['stdio', 'http'] as const)('are made and taken back over %s', async (kind) => {
    await using opened = kind === 'http' ? await openHttp({}) : await open(connectorFor(stdioLaunch(SCENARIO)));
    await opened.connection.subscribe(A, PATIENT);
    await callTool(opened.connection, 'update-b');
    await callTool(opened.connection, 'update-a');
    await until(() => updatesIn(opened).length > 0);
    expect(updatesIn(opened)).toEqual([{ uri: A }]);
    await opened.connection.unsubscribe(A, PATIENT);
    expect(await resourcesOf(opened)).toEqual([]);
  });
});

describe('subscriptions to a modern server', () => {
  it('are made in the stream for changes, without its mark', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.connection.subscribe(A, PATIENT);
    await callTool(opened.connection, 'update-b');
    await callTool(opened.connection, 'update-a');
    await callTool(opened.connection, 'change-tools');
    await until(() => opened.notifications.length > 1);
    expect(opened.notifications).toEqual([
      { method: 'notifications/resources/updated', params: { uri: A } },
      { method: 'notifications/tools/list_changed' },
    ]);
  });

  it('work over stdio', async () => {
    const connector = connectorFor(stdioLaunch({ ...SCENARIO, era: 'modern' }));
    await using opened = await open(connector);
    await opened.connection.subscribe(A, PATIENT);
    await callTool(opened.connection, 'update-a');
    await until(() => updatesIn(opened).length > 0);
  });

  it('are opened together when they come together, and the stream before is closed', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await Promise.all([A, B, A].map((uri) => opened.connection.subscribe(uri, PATIENT)));
    await until(async () => JSON.stringify(await resourcesOf(opened)) === JSON.stringify([[A, B]]));
    const listens = opened.server.requests.filter(({ rpcMethod }) => rpcMethod === 'subscriptions/listen');
    expect(listens.length).toBeLessThanOrEqual(2);
  });

  it('go on in a new stream when one is taken back', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.connection.subscribe(A, PATIENT);
    await opened.connection.subscribe(B, PATIENT);
    await opened.connection.unsubscribe(A, PATIENT);
    await until(async () => JSON.stringify(await resourcesOf(opened)) === JSON.stringify([[B]]));
    expect(updatesIn(opened)).toEqual([]);
  });

  it('lose no update while the stream is replaced', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.connection.subscribe(A, PATIENT);
    const uris = Array.from({ length: 8 }, (_, number) => `note://${number}`);
    for (const uri of uris) {
      const before = updatesIn(opened).length;
      const subscribing = opened.connection.subscribe(uri, PATIENT);
      await callTool(opened.connection, 'update-a');
      await subscribing;
      await until(() => updatesIn(opened).length > before);
    }
  });

  it('open a lost stream again, and then everything counts as changed', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.connection.subscribe(A, PATIENT);
    await callTool(opened.connection, 'end');
    await until(() => opened.notifications.length >= 3);
    expect(opened.notifications).toEqual([
      { method: 'notifications/tools/list_changed' },
      { method: 'notifications/resources/list_changed' },
      { method: 'notifications/resources/updated', params: { uri: A } },
    ]);
    expect(await resourcesOf(opened)).toEqual([[A]]);
  });

  it('reject in time when the server does not acknowledge, or the caller gives up', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.server.requestReceived(({ rpcMethod }) => rpcMethod === 'subscriptions/listen');
    await opened.server.setFault({ kind: 'hang', methods: ['subscriptions/listen'] });
    const limits = { timeoutMs: 50, maxTotalTimeoutMs: 50 };
    expect(await failureOf(opened.connection.subscribe(A, limits))).toMatchObject({ error: { code: 'CALL_TIMEOUT' } });
    const abort = new AbortController();
    const waiting = failureOf(opened.connection.subscribe(B, { ...PATIENT, signal: abort.signal }));
    abort.abort();
    expect(await waiting).toMatchObject({ error: { code: 'CALL_CANCELLED' } });
  });

  it('reject when the connection is closed while they wait, and after', async () => {
    await using opened = await openHttp({ era: 'modern' });
    await opened.server.setFault({ kind: 'hang', methods: ['subscriptions/listen'] });
    const waiting = failureOf(opened.connection.subscribe(A, PATIENT));
    await opened.connection.close();
    expect(await waiting).toMatchObject({ error: { code: 'CONNECTION_CLOSED' } });
    expect(await failureOf(opened.connection.subscribe(A, PATIENT))).toMatchObject({
      error: { code: 'CONNECTION_CLOSED' },
    });
  });
});

describe('a server that does not tell of resources', () => {
  it.each(['legacy', 'modern'] as const)('is not asked to, %s', async (era) => {
    await using opened = await openHttp({ era, capabilities: { tools: {}, resources: {} } });
    for (const ask of ['subscribe', 'unsubscribe'] as const) {
      expect(await failureOf(opened.connection[ask](A, PATIENT))).toMatchObject({
        delivery: 'not-sent',
        effect: 'none',
        error: { code: 'METHOD_NOT_FOUND', message: 'Server "x" does not tell when its resources change.' },
      });
    }
    expect(opened.server.requests.map(({ rpcMethod }) => rpcMethod)).not.toContain('resources/subscribe');
  });
});
