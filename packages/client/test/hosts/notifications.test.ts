import { describe, expect, it } from 'vitest';
import { failure } from '../support/fake-connector.ts';
import { addFakeHost, connectFake, fakeCaller, logLine, patientServer, startCall } from '../support/fake-host.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('the end of an elicitation', () => {
  const complete = (elicitationId: string) => ({
    method: 'notifications/elicitation/complete',
    params: { elicitationId },
  });
  const byUrl = { method: 'elicitation/create', params: { mode: 'url', elicitationId: 'e1', url: 'https://x.test/' } };

  it('is told to the host that was asked, also after the call', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const [asked, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const { outcome } = await startCall(fake, 'a', { caller: asked.caller() });
    const { last } = fake.connector('jira');
    await last.ask(byUrl);
    finish('a');
    await outcome;
    last.tell(complete('e1'));
    last.tell(complete('unknown'));
    expect([asked.notifications, other.notifications]).toEqual([[{ server: 'jira', ...complete('e1') }], []]);
  });

  it('is told to a host whose call was refused until it opened a URL', async () => {
    const data = { elicitations: [{ mode: 'url', elicitationId: 'e2', url: 'https://x.test/' }] };
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const asked = addFakeHost(fake.seawall);
    const refusal = failure('REQUEST_REJECTED', 'none', {
      context: { jsonRpcError: { code: -32042, message: 'x', data } },
    });
    const { outcome } = await startCall(fake, 'a', { caller: asked.caller() });
    finish('a', Promise.reject(refusal));
    await rejectionOf(outcome);
    fake.connector('jira').last.tell(complete('e2'));
    expect(asked.notifications).toHaveLength(1);
  });

  it('is told to a caller without a host during its call', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [asked, other] = [fakeCaller(), fakeCaller()];
    await startCall(fake, 'a', { caller: asked });
    await fake.connector('jira').last.ask(byUrl);
    await startCall(fake, 'b', { caller: other });
    fake.connector('jira').last.tell(complete('e1'));
    expect([asked.notifications.length, other.notifications.length]).toEqual([1, 0]);
  });

  it('is not told to a host that was never asked, because it did not declare it', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall, { capabilities: { elicitation: {} } });
    await startCall(fake, 'a', { caller: host.caller() });
    await rejectionOf(fake.connector('jira').last.ask(byUrl));
    fake.connector('jira').last.tell(complete('e1'));
    expect(host.notifications).toEqual([]);
  });
});

describe('the status of a task', () => {
  const status = (taskId: string) => ({ method: 'notifications/tasks/status', params: { taskId, status: 'working' } });

  it('is told to the host whose call created it', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const request = { method: 'tools/call', params: { name: 'a', arguments: {}, task: {} } };
    const created = fake.seawall.request('jira', request, { caller: one.caller() });
    await fake.clock.settle();
    finish('a', { task: { taskId: 't1', status: 'working' } });
    await created;
    const { last } = fake.connector('jira');
    last.tell(status('t1'));
    last.tell(status('unknown'));
    expect([one.notifications, other.notifications]).toEqual([[{ server: 'jira', ...status('t1') }], []]);
    await one.host.close();
    last.tell(status('t1'));
    expect(one.notifications).toHaveLength(1);
  });

  it('goes to the call it came with while the task is not known', async () => {
    const { server, originOf } = patientServer();
    await using fake = await connectFake(server);
    const caller = fakeCaller();
    await startCall(fake, 'a', { caller });
    fake.connector('jira').last.tell(status('t1'), { origin: originOf('a') });
    expect(caller.notifications).toHaveLength(1);
  });
});

describe('a notification that nobody knows', () => {
  const unknown = { method: 'notifications/example', params: { n: 1 } };

  it('goes to hosts with a call under way, else nowhere', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const caller = host.caller();
    const { outcome } = await startCall(fake, 'a', { caller });
    fake.connector('jira').last.tell(unknown);
    finish('a');
    await outcome;
    fake.connector('jira').last.tell(unknown);
    expect([caller.notifications, host.notifications]).toEqual([[{ server: 'jira', ...unknown }], []]);
  });

  it('goes to the single host outside of calls', async () => {
    await using fake = await connectFake({}, { singleHost: true });
    const host = addFakeHost(fake.seawall);
    fake.connector('jira').last.tell(unknown);
    expect(host.notifications).toEqual([{ server: 'jira', ...unknown }]);
  });

  it('reaches no host that is closed', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    const caller = host.caller();
    await startCall(fake, 'a', { caller });
    await host.host.close();
    fake.connector('jira').last.tell(unknown);
    fake.connector('jira').last.tell(logLine('emergency'));
    expect([...caller.notifications, ...host.notifications]).toEqual([]);
  });

  it('about lists is for the catalog, and no host', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const caller = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'a', { caller });
    const before = fake.connector('jira').last.requests.length;
    fake.connector('jira').last.tell({ method: 'notifications/tools/list_changed' });
    await fake.clock.advance(1000);
    expect(caller.notifications).toEqual([]);
    expect(
      fake
        .connector('jira')
        .last.requests.slice(before)
        .map(({ method }) => method)
        .filter((method) => method !== 'ping'),
    ).toEqual(['tools/list']);
  });
});
