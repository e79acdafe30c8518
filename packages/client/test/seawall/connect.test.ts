import { MCPAuthenticationError, MCPRateLimitError, MCPTimeoutError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../src/connection/connection.ts';
import { CONNECT_DEFAULTS } from '../../src/seawall/seawall-client.ts';
import { answering, failure, silence, tool } from '../support/fake-connector.ts';
import { openFake } from '../support/fake-seawall.ts';
import { rejectionOf } from '../support/supervised.ts';

const refused = failure('CONNECTION_REFUSED');
const withTools = (...names: readonly string[]) => answering({ 'tools/list': { tools: names.map(tool) } });

describe('connecting', () => {
  it.each([
    ['a refused connection', 'CONNECTION_REFUSED'],
    ['a process that ended', 'PROCESS_EXITED'],
    ['HTTP 503', 'SERVER_UNAVAILABLE'],
    ['a handshake that took too long', 'HANDSHAKE_TIMEOUT'],
    ['a name that is not found', 'HOST_NOT_FOUND'],
  ] as const)('[A20] is tried again, later each time, after %s', async (_what, code) => {
    await using client = await openFake({ jira: { attempts: [failure(code), failure(code), 'ready'] } });
    const connected = client.seawall.connect();
    await client.clock.advance(1000);
    await connected;
    const attempts = client.events.filter(
      (event) => event.kind === 'connectionChanged' && event.status.state === 'connecting',
    );
    expect(attempts).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = attempts.map(({ atMs }) => atMs);
    expect(third - second).toBeGreaterThan(second - first);
    expect(client.seawall.servers()[0]?.status.state).toBe('ready');
  });

  it('[A21] [A186] gives a server up after three attempts, while it goes on being tried', async () => {
    await using client = await openFake({ jira: { attempts: [refused, refused, refused, 'ready'] } });
    let isDone = false;
    const connected = client.seawall.connect().then(() => (isDone = true));
    await client.clock.runUntil(() => isDone);
    await connected;
    expect(client.connector('jira').attempts).toBe(CONNECT_DEFAULTS.maxAttempts);
    expect(client.connector('jira').attempts).toBe(3);
    await client.clock.advance(1000);
    expect(client.seawall.servers()[0]?.status.state).toBe('ready');
  });

  it('[A22] waits half a minute over all attempts', async () => {
    await using client = await openFake({ jira: { attempts: ['hang'] }, notion: {} });
    let isDone = false;
    const connected = client.seawall.connect().then(() => (isDone = true));
    await client.clock.advance(29_999);
    expect(isDone).toBe(false);
    await client.clock.advance(1);
    await connected;
    expect(client.seawall.servers().map(({ status }) => status.state)).toEqual(['connecting', 'ready']);
  });

  it('[A23] without servers warns and goes on', async () => {
    await using client = await openFake({});
    await client.seawall.connect();
    expect(client.logged).toContainEqual({ level: 'warn', message: 'No MCP servers configured', fields: undefined });
    expect(client.seawall.listTools()).toEqual([]);
  });

  it('tells what repeating a call of a tool may do, of tools that nobody knows too', async () => {
    await using client = await openFake({ jira: { answer: withTools('a', 'b') } });
    await client.seawall.connect();
    expect(await client.seawall.safetyOf({ server: 'jira', name: 'a' })).toBe('write');
    expect(await client.seawall.safetyOf({ server: 'jira', name: 'jira_get_issue' })).toBe('read');
    await expect(client.seawall.safetyOf({ server: 'unknown', name: 'a' })).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
    });
  });

  it('[A24] [A188] reaches every server, and gives the tools of all', async () => {
    await using client = await openFake({ jira: { answer: withTools('a', 'b') }, notion: { answer: withTools('c') } });
    await client.seawall.connect();
    expect(client.seawall.listTools().map(({ server, definition }) => [server, definition.name])).toEqual([
      ['jira', 'a'],
      ['jira', 'b'],
      ['notion', 'c'],
    ]);
    expect(client.seawall.servers()).toMatchObject([
      { name: 'jira', toolCount: 2, settled: true },
      { name: 'notion', toolCount: 1, settled: true },
    ]);
  });

  it('[A25] logs how many are connected of how many, and their tools', async () => {
    await using client = await openFake({
      jira: { answer: withTools('a', 'b') },
      notion: { answer: withTools('c') },
      down: { attempts: [refused] },
    });
    await client.seawall.connect({ maxAttempts: 1 });
    expect(client.logged).toContainEqual({
      level: 'info',
      message: 'Connected to 2/3 MCP servers with 3 tools available',
      fields: { connected: 2, total: 3, tools: 3 },
    });
  });

  it('[A26] tells of each failed attempt once, as an event with the error; it is for the log of events to write it', async () => {
    await using client = await openFake({ jira: { attempts: [refused, 'ready'] } });
    const connected = client.seawall.connect();
    await client.clock.advance(1000);
    await connected;
    const failed = client.events.filter(
      (event) => event.kind === 'connectionChanged' && event.status.state === 'backoff',
    );
    expect(failed).toMatchObject([{ server: 'jira', status: { failures: 1, lastError: refused.error } }]);
    expect(client.logged.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });

  it('[A27] says by type that it was time', async () => {
    const error = new MCPTimeoutError({
      code: 'HANDSHAKE_TIMEOUT',
      serverName: 'jira',
      operation: 'connect',
      message: 'It took too long.',
    });
    const slow = new ConnectionFailure({ error, delivery: 'not-sent', effect: 'broken' });
    await using client = await openFake({ jira: { attempts: [slow] } });
    await client.seawall.connect({ maxAttempts: 1 });
    expect(client.seawall.servers()[0]?.status).toMatchObject({ lastError: error });
    expect(await rejectionOf(client.seawall.callTool({ server: 'jira', name: 'x' }))).toMatchObject({
      kind: 'timeout',
      cause: error,
    });
  });

  it('[A28] does not try again by itself what needs a credential, whatever its text says', async () => {
    const error = new MCPAuthenticationError({ serverName: 'jira', message: 'The door is locked.' });
    const locked = new ConnectionFailure({ error, delivery: 'not-sent', effect: 'auth-required' });
    const talks = failure('CONNECTION_RESET', 'broken', { message: 'authentication service restarted' });
    await using client = await openFake({ jira: { attempts: [locked] }, chatty: { attempts: [talks, 'ready'] } });
    const connected = client.seawall.connect();
    await client.clock.advance(600_000);
    await connected;
    expect(client.connector('jira').attempts).toBe(1);
    expect(client.seawall.servers()).toMatchObject([
      { status: { state: 'auth-required' } },
      { status: { state: 'ready' } },
    ]);
    expect(await rejectionOf(client.seawall.callTool({ server: 'jira', name: 'x' }))).toMatchObject({
      kind: 'authentication',
    });
  });

  it('[A29] tells a rate limit by its code', async () => {
    const error = new MCPRateLimitError({ serverName: 'jira', message: 'Slow down.' });
    const limited = new ConnectionFailure({ error, delivery: 'answered', effect: 'broken' });
    await using client = await openFake({ jira: { attempts: [limited] } });
    await client.seawall.connect({ maxAttempts: 1 });
    expect(client.seawall.servers()[0]?.status).toMatchObject({
      lastError: { code: 'RATE_LIMITED', kind: 'rate_limit' },
    });
  });

  it('[A31] loses nothing of the others to a server that fails, hangs, or is described wrongly', async () => {
    await using client = await openFake({
      good: { answer: withTools('a') },
      down: { attempts: [refused] },
      hanging: { attempts: ['hang'] },
      listless: { answer: answering({ 'tools/list': silence }) },
      faulty: { entry: { command: 7 } },
      off: { entry: { disabled: true } },
    });
    const connected = client.seawall.connect({ maxTimeMs: 5000 });
    await client.clock.settle();
    expect(client.seawall.listTools().map(({ server }) => server)).toEqual(['good']);
    expect(await client.seawall.callTool({ server: 'good', name: 'a' })).toEqual({ content: [] });
    await client.clock.advance(5000);
    await connected;
    expect(client.seawall.servers().map(({ name, status }) => [name, status.state])).toEqual([
      ['good', 'ready'],
      ['down', 'backoff'],
      ['hanging', 'connecting'],
      ['listless', 'ready'],
      ['faulty', 'misconfigured'],
      ['off', 'stopped'],
    ]);
  });

  it('tells why a faulty and a disabled server can not be called', async () => {
    await using client = await openFake({ faulty: { entry: { command: 7 } }, off: { entry: { disabled: true } } });
    await client.seawall.connect();
    for (const [server, kind] of [
      ['faulty', 'configuration'],
      ['off', 'configuration'],
    ] as const) {
      expect(await rejectionOf(client.seawall.callTool({ server, name: 'x' }))).toMatchObject({ kind });
      expect(await rejectionOf(client.seawall.reconnect(server))).toMatchObject({ kind });
      expect(client.seawall.catalog(server).state).toBe('none');
    }
  });

  it('is done once the lists of all servers are there, not before', async () => {
    let list: (result: unknown) => void = () => undefined;
    await using client = await openFake({
      jira: { answer: answering({ 'tools/list': () => new Promise((resolve) => (list = resolve)) }) },
    });
    let isDone = false;
    const connected = client.seawall.connect().then(() => (isDone = true));
    await client.clock.settle();
    expect(isDone).toBe(false);
    list({ tools: [tool('a')] });
    await connected;
    expect(client.seawall.listTools()).toHaveLength(1);
  });

  it('[A189] finds one tool by its name, or nothing', async () => {
    await using client = await openFake({ jira: { answer: withTools('a', 'b') }, notion: { answer: withTools('b') } });
    await client.seawall.connect();
    expect(client.seawall.getTool('b')).toMatchObject({ server: 'jira', definition: { name: 'b' } });
    expect(client.seawall.getTool('b', 'notion')).toMatchObject({ server: 'notion' });
    expect(client.seawall.getTool('c')).toBeUndefined();
    expect(client.seawall.getTool('a', 'notion')).toBeUndefined();
  });

  it('keeps the tools of a server that went down, marked', async () => {
    await using client = await openFake({ jira: { attempts: ['ready', refused], answer: withTools('a') } });
    await client.seawall.connect();
    client.connector('jira').last.drop();
    await client.clock.settle();
    expect(client.seawall.catalog('jira')).toMatchObject({ state: 'last-known-good', tools: [{ name: 'a' }] });
    expect(client.seawall.getTool('a')).toBeDefined();
  });

  it('hears what a server announces', async () => {
    let tools = [tool('a')];
    await using client = await openFake({ jira: { answer: answering({ 'tools/list': () => ({ tools }) }) } });
    await client.seawall.connect();
    tools = [tool('b')];
    client.connector('jira').notify('notifications/tools/list_changed');
    await client.clock.advance(50);
    expect(client.seawall.listTools()).toMatchObject([{ definition: { name: 'b' } }]);
    expect(client.events.at(-1)).toMatchObject({ kind: 'catalogChanged', changed: ['tools'] });
  });
});

describe('checking the connections', () => {
  it('[A32] [A33] [A35] [A36] answers for each server by name, also for one that is called "status"', async () => {
    const down = failure('CONNECTION_RESET', 'none');
    await using client = await openFake({
      status: {},
      never: { attempts: [refused] },
      lost: { attempts: ['ready', refused] },
      broken: { answer: answering({ ping: () => Promise.reject(down) }) },
      odd: { answer: answering({ ping: () => Promise.reject(new TypeError('boom')) }) },
    });
    await client.seawall.connect({ maxAttempts: 1 });
    client.connector('lost').last.drop();
    await client.clock.settle();
    expect(await client.seawall.checkConnections()).toMatchObject([
      { server: 'status', result: 'connected', elapsedMs: 0 },
      { server: 'never', result: 'not_connected' },
      { server: 'lost', result: 'no_session' },
      { server: 'broken', result: 'error', error: down.error },
      { server: 'odd', result: 'error', error: { code: 'UNEXPECTED_ERROR' } },
    ]);
    expect(await client.seawall.checkConnections({ servers: ['lost', 'status'] })).toMatchObject([
      { server: 'lost', result: 'no_session' },
      { server: 'status', result: 'connected' },
    ]);
    await expect(client.seawall.checkConnections({ servers: ['unknown'] })).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
    });
    const warnings = client.logged.filter(({ level }) => level === 'warn');
    expect(warnings).toMatchObject([
      {
        message: expect.stringContaining('"broken"'),
        fields: { error: { errorType: 'MCPError', code: 'CONNECTION_RESET' } },
      },
      {
        message: expect.stringContaining('"odd"'),
        fields: { error: { errorType: 'MCPError', code: 'UNEXPECTED_ERROR' } },
      },
    ]);
  });

  it('[A33] tells before the start that nothing was ever connected', async () => {
    await using client = await openFake({ jira: {} });
    expect(await client.seawall.checkConnections()).toEqual([{ server: 'jira', result: 'not_connected' }]);
  });

  it('[A34] pings all at once, within a deadline', async () => {
    await using client = await openFake({
      hanging: { answer: answering({ ping: silence }) },
      good: {},
      slow: { answer: answering({ ping: silence }) },
    });
    await client.seawall.connect();
    const checked = client.seawall.checkConnections({ timeoutMs: 500 });
    await client.clock.advance(500);
    expect(await checked).toMatchObject([
      { server: 'hanging', result: 'error', error: { kind: 'timeout' } },
      { server: 'good', result: 'connected' },
      { server: 'slow', result: 'error' },
    ]);
    expect(client.clock.monotonicMs()).toBe(500);
    expect(client.connector('good').last.requests.at(-1)).toEqual({ method: 'ping' });
  });

  it('opens a connection anew that the check found broken', async () => {
    let isBroken = true;
    const ping = (): unknown => {
      if (isBroken) throw failure('CONNECTION_RESET');
      return {};
    };
    await using client = await openFake({ jira: { answer: answering({ ping }) } });
    await client.seawall.connect();
    await client.seawall.checkConnections();
    isBroken = false;
    await client.clock.settle();
    expect(await client.seawall.checkConnections()).toMatchObject([{ result: 'connected' }]);
    expect(client.connector('jira').connections).toHaveLength(2);
  });
});
