import { MCPAuthenticationError, MCPConnectionError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { errorOf, openTracked } from '../support/tracked.ts';

const timeout = errorOf('CALL_TIMEOUT', 'No answer within 30 s.', { hint: 'Raise timeoutMs.' });
const refused = new MCPConnectionError({
  code: 'CONNECTION_REFUSED',
  message: 'Server "jira" refused.',
  serverName: 'jira',
  hint: 'Start it.',
});

describe('health of a server', () => {
  it('is that of every server of the configuration, also of one without errors and of one that is not connected (A199, A56)', async () => {
    await using tracked = await openTracked({
      servers: [
        { name: 'jira', tools: ['search', 'create'] },
        { name: 'notion', tools: [] },
      ],
    });
    tracked.ready('jira');
    expect(tracked.tracker.servers()).toMatchObject([
      { name: 'jira', health: 'healthy', counters: { errors: 0 }, connection: { state: 'ready' } },
      { name: 'notion', health: 'unknown', connection: { state: 'unknown' } },
    ]);
    expect(tracked.tracker.tools('jira').map(({ tool, health }) => [tool, health])).toEqual([
      ['search', 'healthy'],
      ['create', 'healthy'],
    ]);
  });

  it.each([
    [0, 'healthy'],
    [1, 'degraded'],
    [4, 'degraded'],
    [5, 'unhealthy'],
  ])('after %i errors in 15 minutes among as many calls is %s (A131, A132, A138)', async (errors, health) => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < errors; count += 1) {
      tracked.call({ errors: [timeout] });
      tracked.call({});
    }
    expect(tracked.tracker.server('jira')?.health).toBe(health);
  });

  it('depends on the share of calls that failed too: five of a thousand are no outage (A138)', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 1000; count += 1) tracked.call(count % 200 === 0 ? { errors: [timeout] } : {});
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });

  it('lets the number of errors decide alone where that is asked for (A138)', async () => {
    await using tracked = await openTracked({ options: { unhealthyErrorRatio: 0, degradedErrorRatio: 0 } });
    tracked.ready('jira');
    for (let count = 0; count < 5; count += 1) {
      for (let well = 0; well < 100; well += 1) tracked.call({});
      tracked.call({ errors: [timeout] });
    }
    expect(tracked.tracker.server('jira')?.health).toBe('unhealthy');
  });

  it('forgets errors that are older than the window (A139)', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 5; count += 1) tracked.call({ errors: [timeout] });
    expect(tracked.tracker.server('jira')?.health).toBe('unhealthy');
    await tracked.clock.advance(15 * 60_000);
    expect(tracked.tracker.server('jira')).toMatchObject({ window: { errors: 0 }, counters: { errors: 5 } });
    await tracked.clock.advance(5000);
    tracked.call({});
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });

  it('says what is the matter, since when, and what to do', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    await tracked.clock.advance(1000);
    const sinceMs = tracked.clock.now();
    tracked.connection('jira', {
      state: 'backoff',
      sinceMs,
      failures: 1,
      lastError: refused,
      retryAtMs: sinceMs + 500,
    });
    await tracked.clock.advance(60_000);
    expect(tracked.tracker.server('jira')).toMatchObject({
      health: 'unhealthy',
      reason: 'The server can not be reached: Server "jira" refused (CONNECTION_REFUSED).',
      advice: 'Start it.',
      sinceMs,
      connection: { state: 'backoff', retryAtMs: sinceMs + 500 },
    });
    expect(tracked.store.all('health').at(-1)).toMatchObject({
      health: 'unhealthy',
      reason: expect.stringMatching(/refused .* Since 2026-01-01T00:00:01.000Z\. Start it\./),
    });
  });

  it('stays unhealthy while a lost connection is made again, and is well with the new one, without a call', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 6; count += 1) tracked.call({ errors: [refused] });
    tracked.connection('jira', { state: 'connecting', sinceMs: 0, failures: 3, lastError: refused }, 'backoff');
    expect(tracked.tracker.server('jira')?.health).toBe('unhealthy');
    tracked.ready('jira');
    expect(tracked.tracker.server('jira')).toMatchObject({ health: 'healthy' });
    expect(tracked.tracker.server('jira')).not.toHaveProperty('advice');
    expect(tracked.tracker.tools('jira')).toMatchObject([{ tool: 'search', health: 'healthy' }]);
  });

  it('calls a connection that comes and goes degraded, and not well each time', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 3; count += 1) {
      const lost = { state: 'backoff', sinceMs: 0, failures: 1, lastError: refused, retryAtMs: 0 } as const;
      tracked.connection('jira', lost, 'ready');
      tracked.ready('jira');
    }
    expect(tracked.tracker.server('jira')).toMatchObject({
      health: 'degraded',
      reason: 'It is connected, but the connection was lost 3 times in the last 15 minutes.',
    });
    await tracked.clock.advance(16 * 60_000);
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });

  it.each([
    'INVALID_ARGUMENTS',
    'ITEM_NOT_FOUND',
    'TOOL_NOT_FOUND',
    'PERMISSION_DENIED',
    'STATE_CONFLICT',
    'CALL_CANCELLED',
    'CIRCUIT_OPEN',
    'BULKHEAD_FULL',
    'RATE_GATE',
  ])('is not harmed by %s', async (code) => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 20; count += 1) tracked.call({ end: errorOf(code) });
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });

  it.each(['RATE_LIMITED', 'QUOTA_EXCEEDED'])('is degraded at most by %s', async (code) => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 20; count += 1) tracked.call({ errors: [errorOf(code)] });
    expect(tracked.tracker.server('jira')).toMatchObject({
      health: 'degraded',
      reason: expect.stringContaining('asked for fewer calls 20 times'),
    });
  });

  it('tells the circuit and not a new fault while calls are refused (A242)', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    tracked.call({ errors: [timeout] });
    const retryAtMs = tracked.clock.now() + 2000;
    tracked.circuit('jira', 'open', { retryAtMs });
    for (let count = 0; count < 50; count += 1) tracked.call({ end: errorOf('CIRCUIT_OPEN') });
    const server = tracked.tracker.server('jira');
    expect(server).toMatchObject({
      health: 'unhealthy',
      reason: expect.stringMatching(/circuit is open .*CALL_TIMEOUT.* tried again at 2026-01-01T00:00:02\.000Z/),
      counters: { calls: 51, errors: 1, refused: 50 },
      lastError: { code: 'CALL_TIMEOUT' },
    });
    expect(tracked.tracker.recentErrors('jira')).toHaveLength(1);
    tracked.circuit('jira', 'half-open');
    expect(tracked.tracker.server('jira')?.health).toBe('degraded');
    tracked.circuit('jira', 'closed');
    for (let count = 0; count < 200; count += 1) tracked.call({});
    await tracked.clock.advance(61_000);
    tracked.call({});
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });

  it('wants other credentials after three calls that failed for them, until one succeeds', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    const wrong = new MCPAuthenticationError({
      code: 'CREDENTIALS_INVALID',
      message: 'Wrong key.',
      hint: 'Set JIRA_KEY.',
    });
    for (let count = 0; count < 3; count += 1) tracked.call({ errors: [wrong] });
    expect(tracked.tracker.server('jira')).toMatchObject({ health: 'auth-required', advice: 'Set JIRA_KEY.' });
    tracked.call({});
    expect(tracked.tracker.server('jira')?.health).toBe('degraded');
  });

  it.each([
    ['connecting', 'connecting', { state: 'connecting', sinceMs: 0, failures: 0 }],
    ['auth-required', 'auth-required', { state: 'auth-required', sinceMs: 0, lastError: refused }],
    ['misconfigured', 'unhealthy', { state: 'misconfigured', sinceMs: 0, lastError: refused }],
    ['crash-loop', 'unhealthy', { state: 'crash-loop', sinceMs: 0, failures: 7, lastError: refused, retryAtMs: 9 }],
    ['stopped', 'disabled', { state: 'stopped', sinceMs: 0, reason: 'turned off' }],
    ['idle', 'unknown', { state: 'idle' }],
  ] as const)('of a connection that is %s is %s, with a reason', async (_state, health, status) => {
    await using tracked = await openTracked();
    tracked.connection('jira', status, 'idle');
    expect(tracked.tracker.server('jira')).toMatchObject({ health, reason: expect.stringMatching(/\.$/) });
    expect(tracked.tracker.tools('jira')).toMatchObject([{ health, reason: expect.stringMatching(/^Its server: /) }]);
  });

  it('tells who is told of every change, once', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 10; count += 1) tracked.call({ errors: [timeout] });
    const health = tracked.changes.flatMap((change) => (change.kind === 'healthChanged' ? [change.to.health] : []));
    expect(health).toEqual(['healthy', 'degraded', 'unhealthy']);
    expect(tracked.store.all('health').map((record) => record.health)).toEqual(health);
  });

  it('becomes healthy before the window is over once ten calls and a minute went well, not sooner', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 5; count += 1) tracked.call({ errors: [timeout] });
    for (let count = 0; count < 10; count += 1) tracked.call({});
    expect(tracked.tracker.server('jira')?.health).toBe('degraded');
    await tracked.clock.advance(65_000);
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
  });
});

describe('health of a tool', () => {
  it.each([
    [0, 'healthy'],
    [1, 'degraded'],
    [2, 'degraded'],
    [3, 'unhealthy'],
  ])('after %i failures in a row is %s (A40, A48, A54, A55)', async (failures, health) => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < failures; count += 1) tracked.call({ errors: [timeout] });
    expect(tracked.tracker.tools('jira')).toMatchObject([{ tool: 'search', health, failuresInARow: failures }]);
  });

  it('is mended by one success (A47)', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    for (let count = 0; count < 4; count += 1) tracked.call({ errors: [timeout] });
    tracked.call({});
    expect(tracked.tracker.tools('jira')).toMatchObject([{ health: 'healthy', failuresInARow: 0 }]);
  });

  it('comes with its last error, without secrets (A41, A48)', async () => {
    await using tracked = await openTracked();
    tracked.ready('jira');
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    tracked.call({ errors: [errorOf('SERVER_ERROR', `Refused: token ${secret}.`)] });
    const [tool] = tracked.tracker.tools('jira');
    expect(tool?.lastError).toMatchObject({ code: 'SERVER_ERROR', message: expect.stringContaining('Refused: token') });
    expect(JSON.stringify([tool, tracked.store.observations])).not.toContain(secret);
  });

  it('does not spread to the other tools of its server', async () => {
    await using tracked = await openTracked({ servers: [{ name: 'jira', tools: ['search', 'create'] }] });
    tracked.ready('jira');
    tracked.circuit('jira', 'open', { tool: 'search' });
    expect(tracked.tracker.tools('jira')).toMatchObject([
      { tool: 'search', health: 'unhealthy', circuit: { state: 'open' } },
      { tool: 'create', health: 'healthy' },
    ]);
    expect(tracked.tracker.server('jira')).toMatchObject({ health: 'degraded', openTools: ['search'] });
  });
});
