import { describe, expect, it } from 'vitest';
import { errorOf, openTracked } from '../support/tracked.ts';

const timeout = errorOf('CALL_TIMEOUT', 'No answer.');

describe('what a tracker counts', () => {
  it('does not end at a hundred errors, of which the latest are kept (A130, A148)', async () => {
    await using tracked = await openTracked();
    for (let count = 0; count < 250; count += 1) tracked.call({ errors: [errorOf('CALL_TIMEOUT', `Error ${count}`)] });
    expect(tracked.tracker.server('jira')?.counters).toMatchObject({ calls: 250, failures: 250, errors: 250 });
    const recent = tracked.tracker.recentErrors('jira');
    expect(recent).toHaveLength(100);
    expect(recent[0]?.message).toBe('Error 249');
    expect(recent.at(-1)?.message).toBe('Error 150');
  });

  it('sums errors up by server and kind, with the latest; a server without any is left out (A136, A147, A148, A149)', async () => {
    await using tracked = await openTracked({
      servers: [
        { name: 'jira', tools: [] },
        { name: 'quiet', tools: [] },
      ],
    });
    tracked.ready('jira');
    tracked.call({ errors: [timeout] });
    tracked.call({ errors: [errorOf('CREDENTIALS_INVALID', 'Wrong key.')] });
    tracked.call({ errors: [errorOf('RESPONSE_MALFORMED', 'Unexpected token < in JSON')] });
    expect(tracked.tracker.errorSummary()).toEqual({
      jira: {
        status: 'degraded',
        totalErrors: 3,
        errorTypes: { timeout: 1, authentication: 1, protocol: 1 },
        mostRecent: expect.objectContaining({
          kind: 'protocol',
          message: 'Unexpected token < in JSON',
          target: 'search',
        }),
      },
    });
  });

  it('tells errors that a retry made good from those that the caller got (A244, A246)', async () => {
    await using tracked = await openTracked();
    tracked.call({ errors: [timeout, timeout], end: 'upstream' });
    tracked.call({ errors: [timeout], end: 'fallback' });
    tracked.call({ errors: [timeout] });
    expect(tracked.tracker.server('jira')?.counters).toEqual({
      calls: 3,
      failures: 1,
      recovered: 1,
      refused: 0,
      errors: 4,
    });
    expect(tracked.store.all('error').map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ['recovered', 1],
      ['recovered', 2],
      ['fallback', 1],
      ['failed', 1],
    ]);
  });

  it('estimates how long calls take within a tenth or so', async () => {
    await using tracked = await openTracked();
    for (let ms = 1; ms <= 1000; ms += 1) tracked.call({ durationMs: ms });
    const latency = tracked.tracker.server('jira')?.latency;
    expect(latency?.p50Ms).toBeGreaterThan(430);
    expect(latency?.p50Ms).toBeLessThan(570);
    expect(latency?.p95Ms).toBeGreaterThan(830);
    expect(latency?.p99Ms).toBeLessThanOrEqual(1100);
    await tracked.clock.advance(31 * 60_000);
    expect(tracked.tracker.server('jira')).not.toHaveProperty('latency');
  });

  it('stays small under ten thousand names of tools, which share one entry in the end', async () => {
    await using tracked = await openTracked({ options: { maxTools: 100 } });
    for (let count = 0; count < 10_000; count += 1) tracked.call({ tool: `tool-${count}\u001b[31m<script>` });
    const tools = tracked.tracker.tools('jira');
    expect(tools).toHaveLength(101);
    expect(tools.find(({ tool }) => tool === 'other')?.counters.calls).toBe(9901);
    expect(JSON.stringify(tools)).not.toContain('\\u001b');
    await tracked.clock.advance(1000);
    expect(tracked.store.all('minute').length).toBeLessThanOrEqual(101);
  });

  it('leaves servers beyond the limit out, and counts that', async () => {
    await using tracked = await openTracked({ options: { maxServers: 3 } });
    for (let count = 0; count < 10; count += 1) tracked.call({ server: `server-${count}` });
    expect(tracked.tracker.servers()).toHaveLength(3);
    expect(tracked.tracker.status).toEqual({ openCalls: 0, ignoredEvents: 8, unkeptCalls: 0, unkeptErrors: 0 });
  });

  it('forgets a server that left the configuration, and finds one that came', async () => {
    await using tracked = await openTracked();
    tracked.servers = [{ name: 'notion', tools: ['find'] }];
    const outcome = { kind: 'applied', added: ['notion'], removed: ['jira'], changed: [] } as const;
    tracked.bus.emit({ kind: 'configReloaded', atMs: tracked.clock.now(), outcome });
    expect(tracked.tracker.servers().map(({ name }) => name)).toEqual(['notion']);
  });

  it('has one sentence for everything, and what is wrong with each server that is not well (A15)', async () => {
    await using tracked = await openTracked({
      servers: ['a', 'b', 'c', 'd'].map((name) => ({ name, tools: [] })),
    });
    for (const server of ['a', 'b', 'c']) tracked.ready(server);
    for (let count = 0; count < 6; count += 1) tracked.call({ server: 'a', errors: [timeout] });
    tracked.circuit('b', 'open');
    tracked.connection('d', { state: 'connecting', sinceMs: 0, failures: 0 }, 'idle');
    await tracked.clock.settle();
    const overview = tracked.tracker.overview();
    expect(overview.headline).toBe('Of 4 servers, 2 unhealthy, 1 connecting; 1 circuit open; 1 new cause of errors.');
    expect(overview).toMatchObject({ errorsInWindow: 6, callsInWindow: 6, errorRatio: 1, openCircuits: 1 });
    expect(overview.trouble.map(({ server, health }) => [server, health])).toEqual([
      ['a', 'unhealthy'],
      ['b', 'unhealthy'],
      ['d', 'connecting'],
    ]);
    expect(overview.trouble[0]?.reason).toContain('The last 6 calls failed: No answer (CALL_TIMEOUT).');
  });

  it('belongs to one tracker alone: another one knows nothing of it (A181)', async () => {
    await using one = await openTracked();
    await using other = await openTracked();
    one.call({ errors: [timeout] });
    expect(other.tracker.errorSummary()).toEqual({});
  });

  it('refuses options that can not be', async () => {
    await expect(openTracked({ options: { errorThreshold: 0 } })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    await expect(openTracked({ groups: { maxGroups: 0 } })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });

  it('goes on for the others when one who listens throws', async () => {
    await using tracked = await openTracked();
    tracked.tracker.subscribe(() => {
      throw new Error('mine');
    });
    tracked.ready('jira');
    expect(tracked.tracker.server('jira')?.health).toBe('healthy');
    expect(tracked.changes).toHaveLength(1);
  });

  it('sets no timer while there is nothing to do, and none after its end', async () => {
    const tracked = await openTracked();
    tracked.ready('jira');
    expect(tracked.clock.pendingTimers).toBe(0);
    tracked.call({ errors: [timeout] });
    expect(tracked.clock.pendingTimers).toBe(1);
    await tracked.tracker.close();
    expect(tracked.clock.pendingTimers).toBe(0);
    tracked.call({});
    expect(tracked.store.all('call')).toHaveLength(1);
  });
});
