import { describe, expect, it } from 'vitest';
import { HOST_LIMITS } from '../../src/hosts/host.ts';
import { type FakeConnection, failure } from '../support/fake-connector.ts';
import { addFakeHost, connectFake, patientServer, thinking } from '../support/fake-host.ts';
import { configurationOf, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const URI = 'file:///a';

const updated = (uri: string) => ({ method: 'notifications/resources/updated', params: { uri } });

const told = (connection: FakeConnection): readonly string[] =>
  connection.requests
    .filter(({ method }) => method.startsWith('resources/') && method.endsWith('subscribe'))
    .map(({ method, params }) => `${method.slice('resources/'.length)} ${params?.uri}`);

describe('a subscription', () => {
  it('is asked for with the first host, and taken back with the last', async () => {
    await using fake = await connectFake(patientServer().server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const { last } = fake.connector('jira');
    await Promise.all([one.host.subscribe('jira', URI), other.host.subscribe('jira', URI)]);
    await one.host.subscribe('jira', URI);
    expect(told(last)).toEqual([`subscribe ${URI}`]);
    await one.host.unsubscribe('jira', URI);
    await one.host.unsubscribe('jira', URI);
    expect(told(last)).toEqual([`subscribe ${URI}`]);
    await other.host.unsubscribe('jira', URI);
    expect(told(last)).toEqual([`subscribe ${URI}`, `unsubscribe ${URI}`]);
  });

  it('brings updates to its hosts only', async () => {
    await using fake = await connectFake(patientServer().server);
    const hosts = [0, 1, 2].map(() => addFakeHost(fake.seawall));
    await hosts[0]?.host.subscribe('jira', URI);
    await hosts[1]?.host.subscribe('jira', 'file:///b');
    fake.connector('jira').last.tell(updated(URI));
    expect(hosts.map(({ notifications }) => notifications)).toEqual([[{ server: 'jira', ...updated(URI) }], [], []]);
  });

  it.each([
    ['file:///a/b', 1],
    ['file:///a#part', 1],
    ['file:///a?query', 1],
    ['file:///ab', 0],
    ['file:///', 0],
  ])('to file:///a hears of %s: %i', async (uri, times) => {
    await using fake = await connectFake(patientServer().server);
    const host = addFakeHost(fake.seawall);
    await host.host.subscribe('jira', URI);
    fake.connector('jira').last.tell(updated(uri));
    expect(host.notifications).toHaveLength(times);
  });

  it('is not heard of before it is asked for, nor after it was taken back', async () => {
    await using fake = await connectFake(patientServer().server);
    const host = addFakeHost(fake.seawall);
    fake.connector('jira').last.tell(updated(URI));
    await host.host.subscribe('jira', URI);
    await host.host.unsubscribe('jira', URI);
    fake.connector('jira').last.tell(updated(URI));
    fake.connector('jira').last.tell({ method: 'notifications/resources/updated', params: { uri: 7 } });
    expect(host.notifications).toEqual([]);
  });

  it('is asked for again over a new connection, and each subscriber is told once', async () => {
    await using fake = await connectFake(patientServer().server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    await one.host.subscribe('jira', URI);
    await other.host.subscribe('jira', URI);
    await fake.clock.advance(10_000);
    fake.connector('jira').last.drop();
    await fake.clock.settle();
    expect(fake.connector('jira').connections).toHaveLength(2);
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`]);
    expect([one.notifications, other.notifications]).toEqual([
      [{ server: 'jira', ...updated(URI) }],
      [{ server: 'jira', ...updated(URI) }],
    ]);
  });

  it('is asked for again over the connection after one that refused it, and told both times', async () => {
    let isRefusing = false;
    const { server } = patientServer({
      answer: ({ method }) => {
        if (method === 'resources/subscribe' && isRefusing) throw failure('REQUEST_REJECTED', 'none');
        return undefined;
      },
    });
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    await host.host.subscribe('jira', URI);
    for (const isRefused of [true, false]) {
      isRefusing = isRefused;
      await fake.clock.advance(10_000);
      fake.connector('jira').last.drop();
      await fake.clock.settle();
    }
    expect(host.notifications).toHaveLength(2);
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`]);
  });

  it('survives a change of the entry, and goes with the server', async () => {
    await using fake = await connectFake(patientServer().server);
    const host = addFakeHost(fake.seawall);
    await host.host.subscribe('jira', URI);
    await fake.seawall.reload(await configurationOf({ jira: { entry: { args: ['other'] } } }));
    await fake.clock.settle();
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`]);
    await fake.seawall.reload(await configurationOf({}));
    await fake.seawall.reload(await configurationOf({ jira: {} }));
    await fake.clock.settle();
    expect(fake.made('jira')).toBe(3);
    expect(told(fake.connector('jira').last)).toEqual([]);
  });

  it('rejects with what the server says, and leaves nothing behind', async () => {
    const refusal = failure('RESOURCE_NOT_FOUND', 'none');
    const { server } = patientServer({
      answer: ({ method }) => {
        if (method === 'resources/subscribe') throw refusal;
        return undefined;
      },
    });
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    expect(await rejectionOf(host.host.subscribe('jira', URI))).toBe(refusal.error);
    fake.connector('jira').last.tell(updated(URI));
    expect(host.notifications).toEqual([]);
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`]);
  });

  it('rejects at a server that is down, unknown or disabled', async () => {
    await using fake = await openFake({ jira: { attempts: [failure('CONNECTION_REFUSED')] } });
    fake.seawall.start();
    await fake.clock.settle();
    const { host } = addFakeHost(fake.seawall);
    expect(await rejectionOf(host.subscribe('jira', URI))).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(await rejectionOf(host.subscribe('nobody', URI))).toMatchObject({ code: 'SERVER_NOT_FOUND' });
    await fake.seawall.reload(await configurationOf({ jira: { entry: { disabled: true } } }));
    expect(await rejectionOf(host.subscribe('jira', URI))).toMatchObject({ code: 'SERVER_DISABLED' });
  });

  it('can be given up, and is taken back when the server took it all the same', async () => {
    let take: (result: unknown) => void = () => undefined;
    const { server } = patientServer({
      answer: ({ method }) =>
        method === 'resources/subscribe' ? new Promise((resolve) => (take = resolve)) : undefined,
    });
    await using fake = await connectFake(server);
    const { host } = addFakeHost(fake.seawall);
    const cancel = new AbortController();
    const subscribed = rejectionOf(host.subscribe('jira', URI, { signal: cancel.signal }));
    await fake.clock.settle();
    cancel.abort();
    expect(await subscribed).toMatchObject({ code: 'CALL_CANCELLED' });
    take({});
    await fake.clock.settle();
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`, `unsubscribe ${URI}`]);
  });

  it('ends in time at a server that does not answer', async () => {
    const { server } = patientServer({
      entry: { seawall: { timeoutMs: 1000 } },
      answer: ({ method }) => (method === 'resources/subscribe' ? thinking({ server: 'jira', method }) : undefined),
    });
    await using fake = await connectFake(server);
    const subscribed = rejectionOf(addFakeHost(fake.seawall).host.subscribe('jira', URI));
    await fake.clock.advance(1000);
    expect(await subscribed).toMatchObject({ code: 'CALL_TIMEOUT' });
  });

  it('is limited for each host', async () => {
    await using fake = await connectFake(patientServer().server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    for (let n = 0; n < HOST_LIMITS.subscriptionsPerHost; n += 1) await one.host.subscribe('jira', `file:///${n}`);
    expect(await rejectionOf(one.host.subscribe('jira', URI))).toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    await one.host.subscribe('jira', 'file:///0');
    await other.host.subscribe('jira', URI);
    await one.host.unsubscribe('jira', 'file:///0');
    await one.host.subscribe('jira', URI);
  });

  it('ends with the host', async () => {
    await using fake = await connectFake(patientServer().server);
    const host = addFakeHost(fake.seawall);
    await host.host.subscribe('jira', URI);
    await host.host.close();
    await host.host.close();
    fake.connector('jira').last.tell(updated(URI));
    expect(host.notifications).toEqual([]);
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`, `unsubscribe ${URI}`]);
    expect(await rejectionOf(host.host.subscribe('jira', URI))).toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  it('of a host that is closed while the server is asked ends too', async () => {
    let take: (result: unknown) => void = () => undefined;
    const { server } = patientServer({
      answer: ({ method }) =>
        method === 'resources/subscribe' ? new Promise((resolve) => (take = resolve)) : undefined,
    });
    await using fake = await connectFake(server);
    const { host } = addFakeHost(fake.seawall);
    const subscribed = rejectionOf(host.subscribe('jira', URI));
    await fake.clock.settle();
    const closed = host.close();
    take({});
    await closed;
    expect(await subscribed).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(told(fake.connector('jira').last)).toEqual([`subscribe ${URI}`, `unsubscribe ${URI}`]);
  });

  it('is not taken back when the whole client is closed', async () => {
    const fake = await connectFake(patientServer().server);
    await addFakeHost(fake.seawall).host.subscribe('jira', URI);
    const { last } = fake.connector('jira');
    await fake[Symbol.asyncDispose]();
    expect(told(last)).toEqual([`subscribe ${URI}`]);
  });
});
