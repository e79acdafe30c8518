import { MCPError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../src/connection/connection.ts';
import { HOST_LIMITS } from '../../src/hosts/host.ts';
import { type AttemptPlan, failure } from '../support/fake-connector.ts';
import {
  addFakeHost,
  connectFake,
  ELICITATION,
  fakeCaller,
  logLine,
  patientServer,
  startCall,
  thinking,
} from '../support/fake-host.ts';
import { openFake } from '../support/fake-seawall.ts';
import { calledOver, connections, openOnes, PER_HOST, separate } from '../support/pooled.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('connections of single hosts', () => {
  it('are opened from the first call of a host where that is configured', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const capabilities = { roots: { listChanged: true }, sampling: { tools: {} }, tasks: {} };
    const [one, other] = [addFakeHost(fake.seawall, { capabilities }), addFakeHost(fake.seawall)];
    const { outcome } = await startCall(fake, 'a', { caller: one.caller() });
    await startCall(fake, 'b', { caller: other.caller() });
    finish('a');
    await outcome;
    await startCall(fake, 'c', { caller: one.caller() });
    await startCall(fake, 'd');
    expect(['a', 'b', 'c', 'd'].map((tool) => calledOver(fake, tool))).toEqual([[1], [2], [1], [0]]);
    expect(connections(fake)[1]?.declared).toEqual({ roots: { listChanged: true }, sampling: { tools: {} } });
  });

  it('are opened once a question could belong to several hosts, and said so once', async () => {
    const { server, finish } = patientServer();
    await using fake = await connectFake(server);
    await separate(fake, finish);
    const hosts = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const callers = hosts.map((host) => host.caller());
    for (const [index, caller] of callers.entries()) await startCall(fake, `${index}`, { caller });
    for (const connection of connections(fake).slice(1)) await connection.ask(ELICITATION);
    expect(callers.map(({ requests }) => requests.length)).toEqual([1, 1]);
    expect(fake.logged.filter(({ level, message }) => level === 'info' && message.includes('of its own'))).toHaveLength(
      1,
    );
  });

  it('are not needed by servers of 2026-07-28', async () => {
    const { server } = patientServer({ ...PER_HOST, era: 'modern' });
    await using fake = await connectFake(server);
    await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    expect(fake.made('jira')).toBe(1);
  });

  it('ask the host outside of calls, and tell it what is not about a call', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    for (const host of [one, other]) host.host.setLogLevel('info');
    const { outcome } = await startCall(fake, 'a', { caller: one.caller() });
    finish('a');
    await outcome;
    const own = connections(fake)[1];
    expect(await own?.ask({ method: 'roots/list' })).toEqual({ action: 'accept' });
    own?.tell(logLine('info'));
    own?.tell({ method: 'notifications/example' });
    expect(one.notifications.map(({ method }) => method)).toEqual(['notifications/message', 'notifications/example']);
    expect([other.requests, other.notifications]).toEqual([[], []]);
  });

  it('get the log level of their host, and hear of its roots', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    one.host.setLogLevel('error');
    other.host.setLogLevel('debug');
    const { outcome } = await startCall(fake, 'a', { caller: one.caller() });
    finish('a');
    await outcome;
    one.host.setLogLevel('warning');
    one.host.announceRoots();
    other.host.announceRoots();
    await fake.clock.settle();
    const own = connections(fake)[1];
    const levels = own?.requests.filter(({ method }) => method === 'logging/setLevel').map(({ params }) => params);
    expect(levels).toEqual([{ level: 'error' }, { level: 'warning' }]);
    expect(own?.notified).toEqual([{ method: 'notifications/roots/list_changed' }]);
    expect(connections(fake)[0]?.notified).toEqual([]);
  });

  it('close when they were idle, and open again', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    for (const tool of ['a', 'b']) {
      const { outcome } = await startCall(fake, tool, { caller: host.caller() });
      expect(openOnes(fake)).toHaveLength(2);
      finish(tool);
      await outcome;
      await fake.clock.advance(HOST_LIMITS.connectionIdleMs - 1);
      expect(openOnes(fake)).toHaveLength(2);
      await fake.clock.advance(1);
      expect(openOnes(fake)).toHaveLength(1);
    }
  });

  it('do not close under a call, however long it takes', async () => {
    const { server, finish } = patientServer({ entry: { seawall: { session: 'per-host', timeoutMs: 3_000_000 } } });
    await using fake = await connectFake(server);
    const { outcome } = await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    await fake.clock.advance(2 * HOST_LIMITS.connectionIdleMs);
    finish('a');
    expect(await outcome).toEqual({ content: [] });
  });

  it('of callers without a host are not used again while the server may go on with a call that was given up', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const caller = () => fakeCaller({ capabilities: { elicitation: {} } });
    for (const [tool, delivery] of [
      ['a', 'answered'],
      ['b', 'unknown'],
    ] as const) {
      const { outcome } = await startCall(fake, tool, { caller: caller() });
      const error = new MCPError({ message: 'Given up.' });
      finish(tool, Promise.reject(new ConnectionFailure({ error, delivery, effect: 'none' })));
      await rejectionOf(outcome);
      await fake.clock.settle();
    }
    expect(openOnes(fake)).toHaveLength(1);
    await startCall(fake, 'c', { caller: caller() });
    expect(['a', 'b', 'c'].flatMap((tool) => calledOver(fake, tool))).toEqual([1, 1, 2]);
  });

  it('end with the host, its calls and their questions included', async () => {
    const { server } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const host = addFakeHost(fake.seawall, { answer: thinking });
    const { outcome } = await startCall(fake, 'a', { caller: host.caller() });
    const asked = rejectionOf(connections(fake)[1]?.ask(ELICITATION) ?? Promise.resolve());
    await fake.clock.settle();
    await host.host.close();
    expect(openOnes(fake)).toHaveLength(1);
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: { code: 'CONNECTION_CLOSED' } });
    expect(await asked).toMatchObject({ code: -32603 });
    await startCall(fake, 'b', { caller: host.caller() });
    expect(calledOver(fake, 'b')).toEqual([0]);
  });

  it('end with the client, the server and a reconnection', async () => {
    const { server } = patientServer(PER_HOST);
    const fake = await connectFake(server);
    const host = addFakeHost(fake.seawall);
    await startCall(fake, 'a', { caller: host.caller() });
    await fake.seawall.reconnect('jira');
    expect(openOnes(fake)).toHaveLength(1);
    await startCall(fake, 'b', { caller: host.caller() });
    expect(openOnes(fake)).toHaveLength(2);
    await fake[Symbol.asyncDispose]();
    expect(openOnes(fake)).toHaveLength(0);
  });

  it('that do not end well are told by the close of the client', async () => {
    const { server } = patientServer(PER_HOST);
    const fake = await connectFake(server);
    await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    const own = connections(fake)[1];
    if (own !== undefined) own.onClose = () => Promise.reject(new Error('it does not end'));
    await fake[Symbol.asyncDispose]();
    expect(fake.logged.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { server: 'jira' } }]);
  });
});

describe('the loss of the shared connection', () => {
  it('does not touch hosts that have one of their own, but opens no other', async () => {
    const { server, finish } = patientServer(PER_HOST);
    let made = 0;
    await using fake = await openFake({
      jira: {
        ...server,
        get attempts(): readonly AttemptPlan[] {
          made += 1;
          return made === 1 ? ['ready', failure('CONNECTION_REFUSED')] : ['ready'];
        },
      },
    });
    await fake.seawall.connect();
    const host = addFakeHost(fake.seawall);
    const { outcome } = await startCall(fake, 'a', { caller: host.caller() });
    connections(fake)[0]?.drop();
    await fake.clock.settle();
    finish('a');
    expect(await outcome).toEqual({ content: [] });
    await startCall(fake, 'b', { caller: host.caller() });
    expect(calledOver(fake, 'b')).toEqual([1]);
    const other = await startCall(fake, 'c', { caller: addFakeHost(fake.seawall).caller() });
    expect(await rejectionOf(other.outcome)).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(fake.made('jira')).toBe(2);
  });
});

describe('the crash of one of them', () => {
  it('touches nobody else, and is not noticed by the server', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const [one, other] = [addFakeHost(fake.seawall), addFakeHost(fake.seawall)];
    const crashed = await startCall(fake, 'a', { caller: one.caller() });
    const spared = await startCall(fake, 'b', { caller: other.caller() });
    const shared = await startCall(fake, 'c');
    const before = fake.events.length;
    connections(fake)[1]?.drop(failure('PROCESS_EXITED'));
    expect(await rejectionOf(crashed.outcome)).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: { code: 'PROCESS_EXITED' },
    });
    for (const tool of ['b', 'c']) finish(tool);
    expect(await Promise.all([spared.outcome, shared.outcome])).toEqual([{ content: [] }, { content: [] }]);
    expect(fake.events.slice(before).filter(({ kind }) => kind === 'connectionChanged')).toEqual([]);
    await startCall(fake, 'd', { caller: one.caller() });
    expect(calledOver(fake, 'd')).toHaveLength(1);
    expect(calledOver(fake, 'd')).not.toContain(0);
  });

  it('is not followed by another connection while nobody needs one', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const { outcome } = await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    finish('a');
    await outcome;
    connections(fake)[1]?.drop(failure('PROCESS_EXITED'));
    await fake.clock.advance(60_000);
    expect(connections(fake)).toHaveLength(2);
  });
});

describe('callers without a host', () => {
  it('get a connection of which nobody else has the use meanwhile', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const [one, other] = [fakeCaller(), fakeCaller()];
    const first = await startCall(fake, 'a', { caller: one });
    await startCall(fake, 'b', { caller: other });
    expect([calledOver(fake, 'a'), calledOver(fake, 'b')]).toEqual([[1], [2]]);
    await connections(fake)[2]?.ask(ELICITATION);
    expect([one.requests.length, other.requests.length]).toEqual([0, 1]);
    finish('a');
    await first.outcome;
    await startCall(fake, 'c', { caller: fakeCaller() });
    expect(calledOver(fake, 'c')).toEqual([1]);
  });

  it('never get one that was opened for other capabilities, or another principal', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    const { outcome } = await startCall(fake, 'a', { caller: fakeCaller({ capabilities: { sampling: {} } }) });
    finish('a');
    await outcome;
    const second = await startCall(fake, 'b', { caller: fakeCaller({ capabilities: { roots: {} } }) });
    finish('b');
    await second.outcome;
    const caller = fakeCaller({ capabilities: { roots: {} } });
    await startCall(fake, 'c', { caller, principal: { id: 'somebody' } });
    expect([calledOver(fake, 'b'), calledOver(fake, 'c')]).toEqual([[2], [3]]);
  });
});
