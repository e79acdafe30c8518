import { describe, expect, it } from 'vitest';
import { addFakeHost, connectFake, fakeCaller, logLine, patientServer, startCall } from '../support/fake-host.ts';

const levelsSent = (requests: readonly { readonly method: string; readonly params?: unknown }[]): readonly unknown[] =>
  requests.filter(({ method }) => method === 'logging/setLevel').map(({ params }) => params);

describe('a log message', () => {
  it('goes to the call it came with only', async () => {
    const { server, originOf } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall).caller(), addFakeHost(fake.seawall).caller()];
    await startCall(fake, 'a', { caller: one });
    await startCall(fake, 'b', { caller: other });
    fake.connector('jira').last.tell(logLine('info'), { origin: originOf('a') });
    expect([one.notifications, other.notifications]).toEqual([[{ server: 'jira', ...logLine('info') }], []]);
  });

  it('goes once to each host with a call under way, and to no other', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [busy, idle] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    idle.host.setLogLevel('debug');
    const [first, second] = [busy.caller(), busy.caller()];
    await startCall(fake, 'a', { caller: first });
    await startCall(fake, 'b', { caller: second });
    fake.connector('jira').last.tell(logLine('info'));
    expect([first, second, busy, idle].map(({ notifications }) => notifications.length)).toEqual([0, 1, 0, 0]);
  });

  it('goes to all hosts that set a level while none has a call under way', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [verbose, quiet, silent] = [0, 1, 2].map(() => addFakeHost(fake.seawall));
    verbose?.host.setLogLevel('debug');
    quiet?.host.setLogLevel('error');
    fake.connector('jira').last.tell(logLine('info'));
    fake.connector('jira').last.tell(logLine('critical'));
    expect([verbose, quiet, silent].map((host) => host?.notifications.length)).toEqual([2, 1, 0]);
  });

  it('is filtered by the level of the call, else by that of the host', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    host.host.setLogLevel('error');
    const [own, inherited] = [host.caller({ logLevel: 'debug' }), addFakeHost(fake.seawall)];
    inherited.host.setLogLevel('warning');
    const caller = inherited.caller();
    await startCall(fake, 'a', { caller: own });
    await startCall(fake, 'b', { caller });
    fake.connector('jira').last.tell(logLine('info'));
    fake.connector('jira').last.tell(logLine('warning'));
    expect([own.notifications.length, caller.notifications.length]).toEqual([2, 1]);
  });

  it('of a caller without a host comes only if the call says a level', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [asking, silent] = [fakeCaller({ logLevel: 'info' }), fakeCaller()];
    await startCall(fake, 'a', { caller: asking });
    await startCall(fake, 'b', { caller: silent });
    fake.connector('jira').last.tell(logLine('info'));
    expect([asking.notifications.length, silent.notifications.length]).toEqual([1, 0]);
  });

  it('of a server of 2026-07-28 comes only to who said a level', async () => {
    const { server } = patientServer({ era: 'modern' });
    await using fake = await connectFake(server);
    const [asking, silent] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    asking.host.setLogLevel('info');
    const callers = [asking.caller(), silent.caller()];
    for (const caller of callers) await startCall(fake, caller === callers[0] ? 'a' : 'b', { caller });
    fake.connector('jira').last.tell(logLine('info'));
    expect(callers.map(({ notifications }) => notifications.length)).toEqual([1, 0]);
  });

  it('shows no configured secret', async () => {
    const secret = ['another', 'secret', 'value'].join('-');
    const { server } = patientServer({ entry: { env: { API_TOKEN: secret } } });
    await using fake = await connectFake(server);
    const caller = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'a', { caller });
    fake.connector('jira').last.tell(logLine('info', `token=${secret}`));
    expect(caller.notifications).toHaveLength(1);
    expect(JSON.stringify(caller.notifications)).not.toContain(secret);
  });

  it('does not stop anything when a host fails to take it', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    const failing = addFakeHost(fake.seawall).caller({
      onNotification: () => {
        throw new TypeError('a mistake');
      },
    });
    const other = addFakeHost(fake.seawall).caller();
    await startCall(fake, 'a', { caller: other });
    const { outcome } = await startCall(fake, 'b', { caller: failing });
    fake.connector('jira').last.tell(logLine('info'));
    expect(other.notifications).toHaveLength(1);
    expect(fake.logged.some(({ level, message }) => level === 'error' && message.includes('failed to take'))).toBe(
      true,
    );
    finish('b');
    await outcome;
  });
});

describe('the log level of a server', () => {
  it('is the most verbose that any host asked for, and is told again to each new connection', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const { last } = fake.connector('jira');
    expect(levelsSent(last.requests)).toEqual([]);
    one.host.setLogLevel('error');
    await fake.clock.settle();
    other.host.setLogLevel('debug');
    await fake.clock.settle();
    one.host.setLogLevel('info');
    await fake.clock.settle();
    expect(levelsSent(last.requests)).toEqual([{ level: 'error' }, { level: 'debug' }]);
    await other.host.close();
    await fake.clock.settle();
    expect(levelsSent(last.requests).at(-1)).toEqual({ level: 'info' });
    await fake.clock.advance(10_000);
    last.drop();
    await fake.clock.settle();
    expect(levelsSent(fake.connector('jira').last.requests)).toEqual([{ level: 'info' }]);
  });

  it('ends at what was asked for last, however slow the server is', async () => {
    const answers: (() => void)[] = [];
    const { server } = patientServer({
      answer: ({ method }) =>
        method === 'logging/setLevel' ? new Promise((resolve) => answers.push(() => resolve({}))) : undefined,
    });
    await using fake = await connectFake(server);
    const { host } = addFakeHost(fake.seawall);
    for (const level of ['error', 'info', 'warning'] as const) {
      host.setLogLevel(level);
      await fake.clock.settle();
    }
    expect(levelsSent(fake.connector('jira').last.requests)).toEqual([{ level: 'error' }]);
    answers[0]?.();
    await fake.clock.settle();
    answers[1]?.();
    await fake.clock.settle();
    expect(levelsSent(fake.connector('jira').last.requests)).toEqual([{ level: 'error' }, { level: 'warning' }]);
  });

  it('is raised by a call without a host for the rest of the connection', async () => {
    const { server } = patientServer();
    await using fake = await connectFake(server);
    addFakeHost(fake.seawall).host.setLogLevel('warning');
    await startCall(fake, 'a', { caller: fakeCaller({ capabilities: {}, logLevel: 'info' }) });
    await startCall(fake, 'b', { caller: fakeCaller({ capabilities: {}, logLevel: 'error' }) });
    const { last } = fake.connector('jira');
    expect(levelsSent(last.requests)).toEqual([{ level: 'warning' }, { level: 'info' }]);
    await fake.clock.advance(10_000);
    last.drop();
    await fake.clock.settle();
    expect(levelsSent(fake.connector('jira').last.requests)).toEqual([{ level: 'warning' }]);
  });

  it.each([
    ['has no logging', { capabilities: { tools: {} } }],
    ['is of 2026-07-28', { era: 'modern' as const }],
  ])('is not told to a server that %s', async (_what, over) => {
    const { server } = patientServer(over);
    await using fake = await connectFake(server);
    addFakeHost(fake.seawall).host.setLogLevel('debug');
    await fake.clock.settle();
    expect(levelsSent(fake.connector('jira').last.requests)).toEqual([]);
  });

  it('stands in the envelope of each call to a server of 2026-07-28, with the capabilities', async () => {
    const { server } = patientServer({ era: 'modern' });
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall, { capabilities: { sampling: {} } });
    host.host.setLogLevel('notice');
    await startCall(fake, 'a', { caller: host.caller() });
    await startCall(fake, 'b', { caller: fakeCaller({ capabilities: {} }) });
    await startCall(fake, 'c');
    expect(
      fake
        .connector('jira')
        .last.sent.slice(-3)
        .map(({ envelope }) => envelope),
    ).toEqual([{ capabilities: { sampling: {} }, logLevel: 'notice' }, { capabilities: {} }, undefined]);
  });
});
