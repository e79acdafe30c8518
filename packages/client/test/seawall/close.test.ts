import { describe, expect, it } from 'vitest';
import type { Seawall } from '../../src/seawall/seawall.ts';
import { answering, failure, silence, tool } from '../support/fake-connector.ts';
import { configurationOf, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const call = { server: 'jira', name: 'search' };

describe('closing a client', () => {
  it('[A200] is what leaving its scope does', async () => {
    const client = await openFake({ jira: {} });
    {
      await using seawall: Seawall = client.seawall;
      await seawall.connect();
    }
    expect(client.connector('jira').last.isClosed).toBe(true);
    expect(client.clock.pendingTimers).toBe(0);
    expect(await rejectionOf(client.seawall.callTool(call))).toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  it('[A187] says so in the log, once', async () => {
    const client = await openFake({ jira: {}, notion: {} });
    await client.seawall.connect();
    await Promise.all([client.seawall.close(), client.seawall.close()]);
    await client.seawall.close();
    expect(client.logged.slice(-1)).toEqual([
      { level: 'info', message: 'Disconnected from all MCP servers', fields: undefined },
    ]);
    expect(client.logged.filter(({ message }) => message.startsWith('Disconnected'))).toHaveLength(1);
  });

  it('[A187] logs what goes wrong, without throwing, and ends the others', async () => {
    const client = await openFake({ jira: {}, notion: {} });
    await client.seawall.connect();
    client.connector('jira').last.onClose = () => Promise.reject(new Error('EPERM'));
    await client.seawall.close();
    expect(client.connector('notion').last.isClosed).toBe(true);
    expect(client.logged.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringContaining('Error disconnecting from MCP servers: '),
      fields: { server: 'jira', error: { chain: expect.stringContaining('EPERM') } },
    });
  });

  it('settles the calls that run and those that wait', async () => {
    const client = await openFake({
      jira: { answer: answering({ 'tools/call': silence }) },
      slow: { attempts: ['hang'] },
    });
    const running = rejectionOf(client.seawall.callTool(call));
    const waiting = rejectionOf(client.seawall.callTool({ server: 'slow', name: 'x' }));
    await client.clock.settle();
    await client.seawall.close();
    expect(await running).toMatchObject({ kind: 'outcome_unknown', cause: { kind: 'connection' } });
    expect(await waiting).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(client.clock.pendingTimers).toBe(0);
    expect(client.events.filter(({ kind }) => kind === 'callFinished')).toHaveLength(2);
  });

  it('ends a connect() that waits', async () => {
    const client = await openFake({ jira: { attempts: ['hang'] } });
    const connected = rejectionOf(client.seawall.connect());
    await client.clock.settle();
    await client.seawall.close();
    expect(await connected).toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(client.clock.pendingTimers).toBe(0);
  });

  it('while lists are fetched leaves nothing behind', async () => {
    const client = await openFake({ jira: { answer: answering({ 'tools/list': silence }) } });
    client.seawall.start();
    await client.clock.settle();
    await client.seawall.close();
    expect(client.clock.pendingTimers).toBe(0);
    expect(client.logged.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('may come from a listener', async () => {
    for (const state of ['connecting', 'ready', 'backoff', 'stopped']) {
      const client = await openFake({
        jira: { attempts: [state === 'backoff' ? failure('CONNECTION_REFUSED') : 'ready'] },
        notion: {},
      });
      client.seawall.subscribe((event) => {
        if (event.kind === 'connectionChanged' && event.status.state === state) void client.seawall.close();
      });
      client.seawall.start();
      await client.clock.settle();
      await client.seawall.close();
      expect(client.clock.pendingTimers).toBe(0);
      expect(client.logged.filter(({ level }) => level === 'error')).toEqual([]);
      const stopped = client.events.filter(
        (event) => event.kind === 'connectionChanged' && event.status.state === 'stopped',
      );
      expect(stopped).toHaveLength(2);
    }
  });

  it('refuses everything that needs a server, and goes on telling how it ended', async () => {
    const client = await openFake({ jira: { answer: answering({ 'tools/list': { tools: [tool('a')] } }) } });
    await client.seawall.connect();
    const configuration = await configurationOf({ jira: {} });
    await client.seawall.close();
    const { seawall } = client;
    const closed = { code: 'CLIENT_CLOSED', kind: 'connection', retryable: false };
    expect(() => seawall.start()).toThrow(expect.objectContaining(closed));
    for (const refused of [
      seawall.connect(),
      seawall.callTool(call),
      seawall.request('jira', { method: 'ping' }),
      seawall.checkConnections(),
      seawall.reconnect('jira'),
      seawall.reload(configuration),
    ]) {
      expect(await rejectionOf(refused)).toMatchObject(closed);
    }
    expect(seawall.servers()).toMatchObject([{ name: 'jira', status: { state: 'stopped' } }]);
    expect(seawall.getTool('a')).toBeDefined();
    expect(seawall.catalog('jira').state).toBe('last-known-good');
  });
});
