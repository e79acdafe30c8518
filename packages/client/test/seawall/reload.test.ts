import { redactText } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { answering, silence, tool } from '../support/fake-connector.ts';
import { configurationOf, openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const changed = { entry: { args: ['--changed'] } };

describe('taking over another configuration', () => {
  it('does not touch a server whose entry is the same', async () => {
    await using client = await openFake({ jira: {} });
    await client.seawall.connect();
    const { last } = client.connector('jira');
    await client.seawall.reload(await configurationOf({ jira: {} }));
    expect(client.made('jira')).toBe(1);
    expect(last.isClosed).toBe(false);
    expect(client.events.at(-1)).toMatchObject({
      kind: 'configReloaded',
      outcome: { added: [], removed: [], changed: [] },
    });
  });

  it('starts what is new, ends what is gone and restarts what changed, in the order of the file', async () => {
    await using client = await openFake({ gone: {}, changed: {}, same: {}, fresh: {} });
    await client.seawall.reload(await configurationOf({ gone: {}, changed: {}, same: {} }));
    await client.seawall.connect();
    const gone = client.connector('gone').last;
    const before = client.connector('changed').last;
    await client.seawall.reload(await configurationOf({ fresh: {}, changed, same: {} }));
    await client.clock.settle();
    expect(
      client.events.find(
        (event) =>
          event.kind === 'configReloaded' && event.outcome.kind === 'applied' && event.outcome.changed.length > 0,
      ),
    ).toMatchObject({
      outcome: { kind: 'applied', added: ['fresh'], removed: ['gone'], changed: ['changed'] },
    });
    expect(client.seawall.servers().map(({ name, status }) => [name, status.state])).toEqual([
      ['fresh', 'ready'],
      ['changed', 'ready'],
      ['same', 'ready'],
    ]);
    expect([gone.isClosed, before.isClosed]).toEqual([true, true]);
    expect(client.made('same')).toBe(1);
    expect(await rejectionOf(client.seawall.request('gone', { method: 'ping' }))).toMatchObject({
      code: 'SERVER_NOT_FOUND',
    });
  });

  it('starts a changed server only after its old process has ended', async () => {
    await using client = await openFake({ jira: {} });
    await client.seawall.connect();
    let isGone: () => void = () => undefined;
    client.connector('jira').last.onClose = () => new Promise((resolve) => (isGone = resolve));
    const reloaded = client.seawall.reload(await configurationOf({ jira: changed }));
    await client.clock.settle();
    expect(client.connector('jira').attempts).toBe(0);
    isGone();
    await reloaded;
    await client.clock.settle();
    const states = client.events.flatMap((event) => (event.kind === 'connectionChanged' ? [event.status.state] : []));
    expect(states).toEqual(['connecting', 'ready', 'stopped', 'connecting', 'ready']);
  });

  it('starts nothing before the client is started', async () => {
    await using client = await openFake({ jira: {} });
    await client.seawall.reload(await configurationOf({ jira: changed }));
    expect(client.seawall.servers()).toMatchObject([{ status: { state: 'idle' } }]);
  });

  it('settles the calls in flight on a server that is gone', async () => {
    await using client = await openFake({ jira: { answer: answering({ 'tools/call': silence }) } });
    const running = rejectionOf(client.seawall.callTool({ server: 'jira', name: 'x' }));
    await client.clock.settle();
    await client.seawall.reload(await configurationOf({}));
    expect(await running).toMatchObject({ kind: 'outcome_unknown', cause: { kind: 'connection' } });
    expect(client.seawall.servers()).toEqual([]);
  });

  it('goes on when an old connection can not be ended, and logs it', async () => {
    await using client = await openFake({ jira: {} });
    await client.seawall.connect();
    client.connector('jira').last.onClose = () => Promise.reject(new Error('EPERM'));
    await client.seawall.reload(await configurationOf({ jira: changed }));
    await client.clock.settle();
    expect(client.seawall.servers()).toMatchObject([{ status: { state: 'ready' } }]);
    expect(client.logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ server: 'jira' }) }),
    );
  });

  it('takes over servers that become faulty, disabled and usable again', async () => {
    await using client = await openFake({ jira: { answer: answering({ 'tools/list': { tools: [tool('a')] } }) } });
    await client.seawall.connect();
    await client.seawall.reload(await configurationOf({ jira: { entry: { disabled: true } } }));
    expect(client.seawall.servers()).toMatchObject([{ status: { state: 'stopped' }, toolCount: 0 }]);
    await client.seawall.reload(await configurationOf({ jira: { entry: { command: 7 } } }));
    expect(client.seawall.servers()).toMatchObject([{ status: { state: 'misconfigured' } }]);
    await client.seawall.reload(await configurationOf({ jira: {} }));
    await client.seawall.connect();
    expect(client.seawall.servers()).toMatchObject([{ status: { state: 'ready' }, toolCount: 1 }]);
  });

  it('is done for a close that comes meanwhile', async () => {
    const client = await openFake({ jira: {} });
    await client.seawall.connect();
    const reloaded = client.seawall.reload(await configurationOf({ jira: changed }));
    await client.seawall.close();
    await reloaded;
    await client.clock.settle();
    expect(client.connector('jira').attempts).toBe(0);
    expect(client.clock.pendingTimers).toBe(0);
  });
});

describe('secrets of the configuration', () => {
  const withToken = (value: string) => configurationOf({ jira: { entry: { env: { API_TOKEN: value } } } });
  const first = ['first', 'aB3dE5fG7hJ9kL1'].join('-');
  const second = ['second', 'mN3pQ5rS7tU9vW1'].join('-');

  it('are hidden while the client lives, the value before a rotation included', async () => {
    const client = await openFake({ jira: { entry: { env: { API_TOKEN: first } } } });
    expect(redactText(`it was ${first}.`)).not.toContain(first);
    await client.seawall.reload(await withToken(second));
    expect(redactText(`it was ${first}, now ${second}.`)).not.toMatch(new RegExp(`${first}|${second}`));
    await client.seawall.reload(await withToken(second));
    expect(redactText(`it was ${first}.`)).toContain(first);
    await client.seawall.close();
    expect(redactText(`it was ${second}.`)).toContain(second);
  });
});
