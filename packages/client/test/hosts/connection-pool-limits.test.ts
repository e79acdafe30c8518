import { describe, expect, it } from 'vitest';
import { HOST_LIMITS } from '../../src/hosts/host.ts';
import { type AttemptPlan, failure } from '../support/fake-connector.ts';
import { addFakeHost, connectFake, type FakeHost, patientServer, startCall } from '../support/fake-host.ts';
import { type FakeSeawall, openFake } from '../support/fake-seawall.ts';
import { calledOver, connections, openOnes, PER_HOST, separate } from '../support/pooled.ts';
import { rejectionOf } from '../support/supervised.ts';

describe('too many connections of single hosts', () => {
  async function fill(fake: FakeSeawall): Promise<readonly FakeHost[]> {
    const hosts = Array.from({ length: HOST_LIMITS.connectionsPerServer }, () => addFakeHost(fake.seawall));
    for (const [index, host] of hosts.entries()) await startCall(fake, `fill-${index}`, { caller: host.caller() });
    return hosts;
  }

  it('use the shared one while none is idle', async () => {
    const { server } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    await fill(fake);
    await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    expect(calledOver(fake, 'a')).toEqual([0]);
    expect(openOnes(fake)).toHaveLength(1 + HOST_LIMITS.connectionsPerServer);
  });

  it('close the one that was idle for the longest', async () => {
    const { server, finish } = patientServer(PER_HOST);
    await using fake = await connectFake(server);
    await fill(fake);
    for (const tool of ['fill-3', 'fill-1']) {
      finish(tool);
      await fake.clock.advance(1);
    }
    await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    expect(calledOver(fake, 'a')).toEqual([17]);
    expect(connections(fake)[4]?.isClosed).toBe(true);
    expect(openOnes(fake)).toHaveLength(1 + HOST_LIMITS.connectionsPerServer);
  });
});

describe('a connection of a single host that can not be opened', () => {
  /** The first connector is that of the shared connection; the others fail as planned. */
  async function openWith(
    session: string,
    plan: AttemptPlan,
  ): Promise<FakeSeawall & { readonly finish: (tool: string) => void }> {
    const { server, finish } = patientServer({ entry: { seawall: { session } } });
    let made = 0;
    const servers = {
      jira: {
        ...server,
        get attempts() {
          made += 1;
          return made === 1 ? (['ready'] as const) : [plan];
        },
      },
    };
    const fake = await openFake(servers);
    await fake.seawall.connect();
    return Object.assign(fake, { finish });
  }

  it('leaves the host the shared one, and is not tried at every call', async () => {
    await using fake = await openWith('shared', failure('CONNECTION_REFUSED'));
    await separate(fake, fake.finish);
    for (const tool of ['a', 'b', 'c']) {
      const { outcome } = await startCall(fake, tool, { caller: addFakeHost(fake.seawall).caller() });
      fake.finish(tool);
      await outcome;
      expect(calledOver(fake, tool)).toEqual([0]);
    }
    expect(fake.made('jira')).toBe(2);
    await fake.clock.advance(1000);
    await startCall(fake, 'd', { caller: addFakeHost(fake.seawall).caller() });
    expect(fake.made('jira')).toBe(3);
    await fake.clock.advance(1999);
    await startCall(fake, 'e', { caller: addFakeHost(fake.seawall).caller() });
    expect(fake.made('jira')).toBe(3);
  });

  it('fails the call where each host is to have one, and says so at once for a while', async () => {
    await using fake = await openWith('per-host', failure('CONNECTION_REFUSED'));
    for (const tool of ['a', 'b']) {
      const { outcome } = await startCall(fake, tool, { caller: addFakeHost(fake.seawall).caller() });
      expect(await rejectionOf(outcome)).toMatchObject({
        code: 'SERVER_NOT_CONNECTED',
        context: { causeCode: 'CONNECTION_REFUSED' },
      });
    }
    expect(fake.made('jira')).toBe(2);
    expect(await startCall(fake, 'c').then(() => calledOver(fake, 'c'))).toEqual([0]);
  });

  it('ends the call in time while it hangs', async () => {
    await using fake = await openWith('per-host', 'hang');
    const { outcome } = await startCall(fake, 'a', {
      caller: addFakeHost(fake.seawall).caller(),
      timeoutMs: 1000,
    });
    const failed = rejectionOf(outcome);
    await fake.clock.advance(1000);
    expect(await failed).toMatchObject({ code: 'CALL_TIMEOUT' });
    await fake.clock.settle();
    expect(connections(fake)).toHaveLength(1);
  });

  it('is not even tried while the server is down', async () => {
    const { server } = patientServer({ ...PER_HOST, attempts: [failure('CONNECTION_REFUSED')] });
    await using fake = await openFake({ jira: server });
    fake.seawall.start();
    await fake.clock.settle();
    const { outcome } = await startCall(fake, 'a', { caller: addFakeHost(fake.seawall).caller() });
    expect(await rejectionOf(outcome)).toMatchObject({ code: 'SERVER_NOT_CONNECTED' });
    expect(fake.made('jira')).toBe(1);
  });
});
