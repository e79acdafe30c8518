import { createSeawall, type Seawall } from '@seawall/client';
import { createSystemId, type MCPError, systemClock } from '@seawall/core';
import { createScriptedHttpServer, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createMetrics, createTracker, type ObservedServer, type Tracker } from '../../src/index.ts';
import { createRecordingStore, type RecordingStore } from '../support/recording-store.ts';

interface Watched extends AsyncDisposable {
  readonly tracker: Tracker;
  readonly store: RecordingStore;
}

/** Watches a client as a program does that has one. */
async function watch(seawall: Seawall): Promise<Watched> {
  const store = createRecordingStore();
  const tracker = createTracker({
    clock: systemClock,
    createId: createSystemId,
    subscribe: (listener) => seawall.subscribe(listener),
    servers: () => observed(seawall),
    store,
  });
  await tracker.ready;
  return { tracker, store, [Symbol.asyncDispose]: () => tracker.close() };
}

function observed(seawall: Seawall): readonly ObservedServer[] {
  const tools = seawall.listTools();
  return seawall.servers().map(({ name, status, info }) => ({
    name,
    status,
    tools: tools.filter(({ server }) => server === name).map(({ definition }) => definition.name),
    ...(info?.serverInfo === undefined ? {} : { version: info.serverInfo.version }),
  }));
}

async function fails(seawall: Seawall, server: string, name: string): Promise<MCPError> {
  return seawall.callTool({ server, name, arguments: {} }).then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: MCPError) => error,
  );
}

describe('a tracker over a client with real servers', () => {
  it('lists all servers and tools, also those that were never called (A56, A199)', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'well' }, { name: 'unused' }] });
    const local = scriptedStdioServer({ tools: [{ name: 'local' }] });
    await using seawall = await createSeawall({ mcpServers: { remote: { url: server.url }, local } });
    await using watched = await watch(seawall);
    await seawall.connect();
    await seawall.callTool({ server: 'remote', name: 'well', arguments: {} });
    expect(watched.tracker.servers()).toMatchObject([
      { name: 'remote', health: 'healthy', toolCount: 2 },
      { name: 'local', health: 'healthy', toolCount: 1 },
    ]);
    expect(watched.tracker.tools('remote')).toMatchObject([
      { tool: 'well', health: 'healthy', counters: { calls: 1 } },
      { tool: 'unused', health: 'healthy', counters: { calls: 0 } },
    ]);
    expect(watched.tracker.overview().headline).toBe('All 2 servers are healthy.');
  });

  it('groups what a tool says again and again, and holds nothing of it against the server (A244)', async () => {
    const steps = ['PROJ-1', 'PROJ-22', 'OPS-333'].map(
      (key) => ({ kind: 'tool-error', text: `Issue ${key} does not exist` }) as const,
    );
    await using server = await createScriptedHttpServer({
      tools: [{ name: 'look', behaviour: { kind: 'sequence', steps } }],
    });
    await using seawall = await createSeawall({ mcpServers: { tracker: { url: server.url } } });
    await using watched = await watch(seawall);
    await seawall.connect();
    for (const _step of steps) await fails(seawall, 'tracker', 'look');
    const groups = watched.tracker.groups.list();
    expect(groups).toMatchObject([{ count: 3, target: 'look', kind: 'not_found', recoveredCount: 0 }]);
    expect(watched.tracker.server('tracker')).toMatchObject({ health: 'healthy', counters: { errors: 3 } });
    expect(watched.store.all('error')).toHaveLength(3);
  });

  it('files what failed under the server that was called, where several have a tool of this name (A192)', async () => {
    const behaviour = { kind: 'tool-error', text: 'Internal server error' } as const;
    await using server = await createScriptedHttpServer({ tools: [{ name: 'look', behaviour }] });
    await using seawall = await createSeawall({ mcpServers: { one: { url: server.url }, two: { url: server.url } } });
    await using watched = await watch(seawall);
    await seawall.connect();
    await fails(seawall, 'two', 'look');
    expect(watched.store.all('error')).toMatchObject([{ server: 'two', target: 'look' }]);
    expect(watched.tracker.recentErrors('two')).toHaveLength(1);
    expect(watched.tracker.recentErrors('one')).toEqual([]);
    expect(watched.tracker.servers().map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('tells why a server is down, and that it is back', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'well' }] });
    const entry = { url: server.url, seawall: { tools: { well: { safety: 'read', maxAttempts: 1 } } } };
    await using seawall = await createSeawall({ mcpServers: { docs: entry } });
    await using watched = await watch(seawall);
    const { tracker } = watched;
    await seawall.connect();
    await server.setFault({ kind: 'status', status: 503 });
    for (let count = 0; count < 5; count += 1) await fails(seawall, 'docs', 'well');
    await expect.poll(() => tracker.server('docs')?.health).toBe('unhealthy');
    expect(tracker.server('docs')?.reason).toMatch(/503|SERVER_UNAVAILABLE|circuit is open|not be reached/);
    await server.setFault(null);
    await expect
      .poll(async () => {
        await seawall.callTool({ server: 'docs', name: 'well', arguments: {} }).catch(() => undefined);
        return tracker.server('docs')?.health;
      })
      .not.toBe('unhealthy');
    expect(tracker.tools('docs')).toMatchObject([{ tool: 'well', health: 'healthy' }]);
  });

  it.each([
    {
      service: 'tavily',
      tool: 'tavily_search',
      text: 'Tavily API error: {"error":"This request exceeds your plan\'s set usage limit."}',
      told: { kind: 'quota', code: 'TAVILY_PLAN_LIMIT', advice: /plan/i },
    },
    {
      service: 'jira',
      tool: 'jira_create_issue',
      text: 'Error calling tool \'create_issue\': {"errorMessages":[],"errors":{"priority":"Priority is required."}}',
      told: { kind: 'validation', code: 'JIRA_FIELD_REQUIRED', advice: /field/i },
    },
    {
      service: 'confluence',
      tool: 'confluence_get_page',
      text: 'Error retrieving page: Confluence API Error: Unauthorized; scope does not match (Status: 401)',
      told: { kind: 'permission', code: 'CONFLUENCE_SCOPE_MISSING', advice: /scope/i },
    },
  ])(
    'tells what people can act on of services that it knows, with no word of theirs as advice: $service (A241, A245)',
    async ({ service, tool, text, told }) => {
      await using server = await createScriptedHttpServer({
        tools: [{ name: tool, behaviour: { kind: 'tool-error', text } }],
      });
      await using seawall = await createSeawall({ mcpServers: { [service]: { url: server.url } } });
      await using watched = await watch(seawall);
      await seawall.connect();
      const error = await fails(seawall, service, tool);
      const { kind, code, advice } = told;
      expect(error).toMatchObject({ kind, code, hint: expect.stringMatching(advice) });
      expect(error.hint).not.toContain(text);
      expect(watched.tracker.server(service)).toMatchObject({ lastError: { kind, code } });
    },
  );

  it('is told in metrics too', async () => {
    await using server = await createScriptedHttpServer({ tools: [{ name: 'well' }] });
    await using seawall = await createSeawall({ mcpServers: { docs: { url: server.url } } });
    await using watched = await watch(seawall);
    const metrics = createMetrics({ subscribe: (listener) => seawall.subscribe(listener), ...watched });
    await seawall.connect();
    await seawall.callTool({ server: 'docs', name: 'well', arguments: {} });
    const text = await metrics.scrape();
    metrics.close();
    expect(text).toContain('seawall_server_up{server="docs"} 1\n');
    expect(text).toContain('seawall_server_health{server="docs",health="healthy"} 1\n');
    expect(text).toContain(
      'seawall_calls_total{server="docs",tool="well",outcome="succeeded",served_by="upstream"} 1\n',
    );
  });
});
