import {
  ADMIN_ROUTES,
  type AdminClient,
  createAdminClient,
  EXPORT_FORMATS,
  type Route,
  type RouteId,
} from '@seawall/admin-api';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway } from './support/gateway-process.ts';
import { connectHost } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const TOKEN = ['admin', 'token', 'of', 'this', 'test'].join('-');
const SECRET = ['planted', 'value', 'of', 'a', 'variable'].join('-');

function configuration(): object {
  const up = scriptedStdioServer({
    tools: [{ name: 'look' }, { name: 'fails', behaviour: { kind: 'tool-error', text: `Bad key ${SECRET}` } }],
  });
  return {
    mcpServers: {
      up: { ...up, env: { ...up.env, SERVICE_API_KEY: SECRET }, seawall: { tools: { look: { safety: 'read' } } } },
      down: { url: 'http://127.0.0.1:9/mcp' },
    },
    seawall: { auth: { adminToken: TOKEN }, store: { payloads: 'all' } },
  };
}

async function start(folder: TemporaryFolder): Promise<GatewayProcess & { readonly client: AdminClient }> {
  const gateway = await startGateway({ folder, config: configuration() });
  await serversUp(gateway, 'up');
  const headers = { authorization: `Bearer ${TOKEN}` };
  return Object.assign(gateway, { client: createAdminClient({ baseUrl: gateway.origin, fetch, headers }) });
}

function get(gateway: GatewayProcess, path: string): Promise<Response> {
  return fetch(`${gateway.origin}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
}

/** Calls both tools, and waits until the store tells of it. */
async function makeHistory({ client, url }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await using host = await connectHost('v2 auto', { kind: 'http', url });
  await host.call('up__look', { text: 'again' });
  await host.call('up__fails', { text: SECRET });
  await until(
    async () => {
      const { items } = await client.request('listGroups');
      return items.some(({ server }) => server === 'up') && (await client.request('listCalls')).items.length >= 2;
    },
    { what: 'the store has both calls and the group' },
  );
}

const READS = Object.entries<Route>(ADMIN_ROUTES).filter(
  ([, { method, path, answers }]) => method === 'GET' && answers !== 'stream' && !path.includes('{'),
);
const NOW = { from: '0', to: '3600000', by: 'server' };

describe('the admin API of a gateway that runs', () => {
  it('answers every operation that reads as the contract says, over the real store, and shows no secret', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await start(folder);
    await makeHistory(gateway);
    for (const [id, route] of READS) {
      const wanted = Object.entries(NOW).filter(
        ([name]) => id === 'getSeries' || (id === 'countErrors' && name === 'by'),
      );
      const response = await get(gateway, `${route.path}?${new URLSearchParams(wanted)}`);
      const text = await response.text();
      expect([id, response.status, text.slice(0, 300)]).toEqual([id, 200, text.slice(0, 300)]);
      expect(route.answer.safeParse(JSON.parse(text)).error, id).toBeUndefined();
      expect(text, id).not.toContain(SECRET);
      expect(text, id).not.toContain(TOKEN);
    }
    for (const [id, route] of READS.filter(([, { answers }]) => answers === 'list')) {
      for (const format of EXPORT_FORMATS) {
        const response = await get(gateway, `${route.path}?format=${format}`);
        expect([id, response.status]).toEqual([id, 200]);
        expect(await response.text(), id).not.toContain(SECRET);
      }
    }
    expect((await get(gateway, '/metrics')).status).toBe(200);
  });

  it('does what it is asked for, writes it down, and still knows it after a restart', async () => {
    await using folder = await temporaryFolder();
    const body = { reason: 'a test' };
    await using first = await start(folder);
    await makeHistory(first);
    const { items } = await first.client.request('listCalls', { query: { target: 'look' } });
    const replay = await first.client.request('replayCall', { parameters: { id: items[0]?.id ?? '' }, body });
    expect(replay).toMatchObject({ outcome: 'succeeded', resultText: expect.stringContaining('again') });
    const groups = await first.client.request('listGroups', { query: { servers: 'up' } });
    const parameters = { id: groups.items[0]?.id ?? '' };
    expect(await first.client.request('resolveGroup', { parameters, body })).toMatchObject({ state: 'resolved' });
    expect(await first.client.request('checkServer', { parameters: { server: 'up' } })).toMatchObject({
      result: 'connected',
    });
    await first.client.request('restartServer', { parameters: { server: 'up' }, body });
    expect(await first.client.request('reloadConfiguration')).toMatchObject({ outcome: 'applied' });
    await first[Symbol.asyncDispose]();
    await using second = await start(folder);
    const known = await second.client.request('getGroup', { parameters });
    expect(known.state).toBe('resolved');
    const rows = await second.client.request('listAudit', { query: { actor: 'token' } });
    const actions: RouteId[] = ['reloadConfiguration', 'restartServer', 'checkServer', 'resolveGroup', 'replayCall'];
    expect(rows.items.map(({ action }) => action)).toEqual(actions);
  });
});
