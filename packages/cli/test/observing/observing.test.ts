import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS_DEFAULTS } from '@seawall/client';
import { GROUP_DEFAULTS } from '@seawall/telemetry';
import { createScriptedHttpServer, type ScriptedHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { SOON_MS } from '../../src/observing/observing.ts';
import { OBSERVATIONS_FILE } from '../../src/observing/observing-options.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { UNSTARTABLE } from '../scripted-config.ts';
import { openWatchedWorld, type WatchedWorld } from './watched-world.ts';

const WAIT = { timeout: 60_000 };
/** Without the waits that rules have for people's sake. */
const AT_ONCE = { grouping: { waitMs: 0, intervalMs: 1000 }, rules: { 'server-down': { forMs: 0 } } };

function world(folder: ScratchFolder, mcpServers: object, seawall: object = {}): Promise<WatchedWorld> {
  const place = { kind: 'folder', dataDir: folder.path } as const;
  return openWatchedWorld({ place, configuration: { mcpServers, seawall: { alerts: AT_ONCE, ...seawall } } });
}

function startServer(): Promise<ScriptedHttpServer> {
  return createScriptedHttpServer({
    tools: [
      { name: 'well', behaviour: { kind: 'echo' } },
      { name: 'ill', behaviour: { kind: 'tool-error', text: 'Internal server error' } },
    ],
  });
}

const alertsOf = ({ log }: WatchedWorld): readonly string[] =>
  log.flatMap(({ message }) => (/^ALERT/.test(message) ? [message] : []));

/** Lets time pass until the log holds so many lines about alerts. */
async function untilTold(watched: WatchedWorld, count: number): Promise<readonly string[]> {
  await expect
    .poll(async () => {
      await watched.passTime();
      return alertsOf(watched).length;
    }, WAIT)
    .toBeGreaterThanOrEqual(count);
  return alertsOf(watched);
}

describe('what watches a gateway', () => {
  it('opens nothing while all is well and nobody calls', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await using watched = await world(folder, { jira: { url: server.url } });
    await watched.seawall.connect();
    await watched.clock.advance(SOON_MS * 2);
    expect(existsSync(join(folder.path, OBSERVATIONS_FILE))).toBe(false);
    expect(watched.clock.pendingTimers).toBe(0);
  });

  it('opens with the first call that ended, and knows what happened before', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await using watched = await world(folder, { jira: { url: server.url } });
    await watched.seawall.connect();
    await watched.seawall.callTool({ server: 'jira', name: 'well', arguments: { a: 1 } });
    await expect.poll(() => existsSync(join(folder.path, OBSERVATIONS_FILE)), WAIT).toBe(true);
    const { store, tracker, metrics } = await watched.observing.open();
    expect(tracker.server('jira')).toMatchObject({ health: 'healthy', counters: { calls: 1 } });
    expect(tracker.tools('jira').map(({ tool }) => tool)).toEqual(['well', 'ill']);
    await store.flush();
    const { items } = await store.calls({ limit: 10 });
    expect(items).toMatchObject([{ server: 'jira', target: 'well', outcome: 'succeeded' }]);
    expect(items[0]).not.toHaveProperty('argumentsText');
    expect(await metrics.scrape()).toMatch(/^seawall_calls_total\{server="jira",tool="well",.*\} 1$/m);
  });

  it('tells that a server is down without any call, once, also over a restart, and its end at once (A150)', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    {
      await using watched = await world(folder, { jira: UNSTARTABLE });
      watched.seawall.start();
      expect(await untilTold(watched, 1)).toEqual([expect.stringMatching(/^ALERT: .*jira/)]);
    }
    {
      await using watched = await world(folder, { jira: UNSTARTABLE });
      watched.seawall.start();
      const { alerts } = await watched.observing.open();
      for (let step = 0; step < 20; step += 1) await watched.passTime();
      expect(alertsOf(watched)).toEqual([]);
      expect(alerts.active()).toMatchObject([{ alert: { rule: 'server-down', state: 'firing' } }]);
    }
    await using watched = await world(folder, { jira: { url: server.url } });
    await watched.seawall.connect();
    await watched.observing.open();
    const startedMs = watched.clock.monotonicMs();
    expect(await untilTold(watched, 1)).toEqual([expect.stringMatching(/^ALERT RESOLVED: .*jira/)]);
    // It is known to be up: nothing has to be waited for.
    expect(watched.clock.monotonicMs() - startedMs).toBeLessThan(60_000);
  });

  it('tells all who listen to the gateway that an alert fires, and that it is over', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await using watched = await world(folder, { jira: UNSTARTABLE });
    const told: string[] = [];
    watched.events.subscribe((event) => {
      if (event.kind === 'alertFired' || event.kind === 'alertResolved')
        told.push(`${event.kind} ${event.alert.rule} ${event.alert.labels.server}`);
    });
    watched.seawall.start();
    await untilTold(watched, 1);
    await watched.reconfigure({ mcpServers: { jira: { url: server.url } }, seawall: { alerts: AT_ONCE } });
    await untilTold(watched, 2);
    expect(told).toEqual(['alertFired server-down jira', 'alertResolved server-down jira']);
  });

  it('goes on with other rules after a reload, and keeps arguments from then on where that is asked for', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    const mcpServers = { jira: { url: server.url }, gone: UNSTARTABLE };
    await using watched = await world(folder, mcpServers);
    await watched.seawall.connect({ maxAttempts: 1 });
    await untilTold(watched, 1);
    const observed = await watched.observing.open();
    const { alerts } = observed;
    const more = { ...AT_ONCE, rules: { ...AT_ONCE.rules, ill: { when: 'errors', threshold: 1, servers: ['jira'] } } };
    await watched.reconfigure({ mcpServers, seawall: { alerts: more, store: { payloads: 'all' } } });
    await expect.poll(() => observed.alerts, WAIT).not.toBe(alerts);
    await expect(watched.seawall.callTool({ server: 'jira', name: 'ill', arguments: { a: 1 } })).rejects.toThrow();
    const told = await untilTold(watched, 2);
    expect(told).toEqual([expect.stringContaining('gone'), expect.stringMatching(/Rule "ill" holds for .*jira/)]);
    await observed.store.flush();
    const { items } = await observed.store.calls({ limit: 1 });
    expect(items).toMatchObject([{ target: 'ill', argumentsText: '{"a":1}' }]);
  });

  it('groups errors by the same defaults as a tracker in code', () => {
    expect(GROUP_DEFAULTS).toMatchObject(SETTINGS_DEFAULTS.errorGroups);
  });

  it('groups errors as the configuration says, from a reload on by its new rules', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    const mcpServers = { jira: { url: server.url } };
    const rulesFor = (group: string): object => ({ errorGroups: { rules: [{ group, server: 'ji*', target: 'ill' }] } });
    await using watched = await world(folder, mcpServers, rulesFor('Illness'));
    await watched.seawall.connect();
    const { tracker } = await watched.observing.open();
    const fail = (): Promise<unknown> => watched.seawall.callTool({ server: 'jira', name: 'ill', arguments: {} });
    const groups = (): readonly [string, number][] =>
      tracker.groups.list().map(({ title, count }) => [title.replace(/:.*/s, ''), count]);
    await expect(fail()).rejects.toThrow();
    expect(groups()).toEqual([['Illness', 1]]);
    await watched.reconfigure({ mcpServers, seawall: rulesFor('Fever') });
    await expect
      .poll(async () => {
        await fail().catch(() => undefined);
        return groups();
      }, WAIT)
      .toEqual([expect.arrayContaining(['Fever']), ['Illness', expect.any(Number)]]);
  });

  it('goes on in memory where the file can not be used, and says so in the log and as an alert', async () => {
    await using folder = await scratchFolder();
    await using elsewhere = await scratchFolder();
    await symlink(join(elsewhere.path, 'theirs.db'), join(folder.path, OBSERVATIONS_FILE));
    await using watched = await world(folder, {});
    const { store } = await watched.observing.open();
    expect(store.status).toMatchObject({ where: 'memory', trouble: { code: 'STORE_UNUSABLE' } });
    expect(watched.log).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('kept in memory') }),
    );
    expect(await untilTold(watched, 1)).toEqual([expect.stringMatching(/^ALERT: The store lost .* memory only/)]);
    expect(existsSync(join(elsewhere.path, 'theirs.db'))).toBe(false);
  });

  it('keeps what is seen in memory where that is asked for, and finds nothing wrong with that', async () => {
    await using folder = await scratchFolder();
    await using watched = await world(folder, {}, { store: { enabled: false } });
    const { store } = await watched.observing.open();
    expect(store.status).toEqual({ where: 'memory', waiting: 0, written: 0, dropped: 0 });
    expect(existsSync(join(folder.path, OBSERVATIONS_FILE))).toBe(false);
  });

  it('tells only its own log beside a gateway that has the data folder', async () => {
    const alerts = { sinks: { hook: { type: 'webhook', url: 'http://127.0.0.1:9/' } } };
    const configuration = { mcpServers: {}, seawall: { alerts } };
    for (const isSecond of [true, false]) {
      await using watched = await openWatchedWorld({ configuration, place: { kind: 'memory', isSecond } });
      const { sinks } = await watched.observing.open();
      expect(sinks.all.map(({ name }) => name).sort()).toEqual(isSecond ? ['log'] : ['hook', 'log']);
    }
  });

  it('forgets what is more than is to be kept', async () => {
    await using folder = await scratchFolder();
    await using server = await startServer();
    await using watched = await world(folder, { jira: { url: server.url } }, { store: { maxRows: 100 } });
    await watched.seawall.connect();
    await watched.seawall.callTool({ server: 'jira', name: 'well', arguments: {} });
    const { store } = await watched.observing.open();
    await store.flush();
    const [record] = (await store.calls({ limit: 1 })).items;
    if (record === undefined) throw new Error('The call is kept.');
    for (let count = 0; count < 129; count += 1)
      store.append([{ kind: 'call', record: { ...record, id: `call-${count}` } }]);
    await store.flush();
    expect((await store.calls({ limit: 1000 })).items).toHaveLength(130);
    await expect
      .poll(async () => {
        await watched.passTime();
        return (await store.calls({ limit: 1000 })).items.length;
      }, WAIT)
      .toBe(100);
  });

  it('counts the writes that wait for their server, those of an earlier gateway and from before a reload too', async () => {
    await using folder = await scratchFolder();
    const tools = { write: { park: true, safety: 'write' } };
    const mcpServers = { jira: { url: 'http://127.0.0.1:9/mcp', seawall: { tools } } };
    const scrape = async (watched: WatchedWorld): Promise<string> => {
      const { metrics } = await watched.observing.open();
      return metrics.scrape();
    };
    const shown = /^seawall_parked_calls\{server="jira"\} 1$/m;
    {
      await using watched = await world(folder, mcpServers);
      watched.seawall.start();
      await watched.seawall.callTool({ server: 'jira', name: 'write', arguments: { a: 1 } });
      expect(await scrape(watched)).toMatch(shown);
      const { observing } = watched;
      const observed = await observing.open();
      const before = observed.alerts;
      const rules = { slow: { when: 'errors', threshold: 1, windowMs: 3_600_000 } };
      await watched.reconfigure({ mcpServers, seawall: { alerts: { rules } } });
      await expect.poll(() => observed.alerts, WAIT).not.toBe(before);
      expect(await scrape(watched)).toMatch(shown);
    }
    await using watched = await world(folder, mcpServers);
    watched.seawall.start();
    await expect.poll(() => scrape(watched), WAIT).toMatch(shown);
  });

  it('ends with all its timers, and opens no more', async () => {
    await using folder = await scratchFolder();
    await using watched = await world(folder, {});
    await watched.observing.open();
    await watched.observing.close();
    await watched.observing.close();
    expect(watched.clock.pendingTimers).toBe(0);
    await expect(watched.observing.open()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
  });
});
