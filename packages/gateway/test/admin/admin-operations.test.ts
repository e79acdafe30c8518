import { MCPConfigurationError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { openAdminWorld } from '../support/admin-world.ts';

const WHY = { reason: 'a test' };
const PARKING = {
  servers: { up: { tools: [{ name: 'write_it' }] } },
  entries: { up: { seawall: { tools: { write_it: { safety: 'write', park: true } } } } },
} as const;

describe('parked writes over the admin API', () => {
  it('are listed, shown, and discarded by somebody with a reason', async () => {
    await using world = await openAdminWorld(PARKING);
    expect((await world.client.request('listParked')).items).toEqual([]);
    await world.client.request('pauseServer', { parameters: { server: 'up' }, body: WHY });
    await expect(
      world.seawall.callTool({ server: 'up', name: 'write_it', arguments: { n: 1 } }),
    ).resolves.toBeDefined();
    const { items } = await world.client.request('listParked', { query: { states: 'parked', server: 'up' } });
    expect(items).toMatchObject([{ server: 'up', tool: 'write_it', arguments: { n: 1 }, state: 'parked' }]);
    expect((await world.client.request('getOverview')).parkedCalls).toBe(1);
    const parameters = { id: items[0]?.id ?? '' };
    expect(await world.client.request('getParked', { parameters })).toMatchObject({ state: 'parked' });
    const discarded = await world.client.request('discardParked', { parameters, body: WHY });
    expect(discarded).toMatchObject({ state: 'discarded', changedBy: { actor: 'token', reason: 'a test' } });
    const again = await world.ask(`/api/parked/${parameters.id}/replay`, { method: 'POST', body: WHY });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ code: 'TICKET_STATE_CONFLICT' });
    expect((await world.ask('/api/parked/none')).status).toBe(404);
  });

  it('are not told to be none where the log of them can not be opened', async () => {
    const message = 'The log of parked calls can not be opened. It is a folder.';
    const parkedLog = () => Promise.reject(new MCPConfigurationError({ code: 'STORE_UNUSABLE', message }));
    await using world = await openAdminWorld({ ...PARKING, parkedLog });
    for (const path of ['/api/parked', '/api/parked/one', '/api/parked?format=csv']) {
      const answer = await world.ask(path);
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'STORE_UNUSABLE', detail: message }]);
    }
    const { parkedCalls, findings } = await world.client.request('getOverview');
    expect([parkedCalls, findings]).toEqual([0, [`No write is parked: ${message}`]]);
  });
});

describe('the configuration over the admin API', () => {
  it('is told with where each value comes from, secrets hidden', async () => {
    const token = ['hidden', 'token', 'of', 'hosts'].join('-');
    await using world = await openAdminWorld({ settings: { listen: { port: 0 }, auth: { token } } });
    const configuration = await world.client.request('getConfiguration');
    expect(configuration.entries).toContainEqual({ path: 'seawall.prefix', value: 'never', from: expect.any(String) });
    expect(configuration.entries).toContainEqual({ path: 'seawall.drainMs', value: 10_000, from: 'default' });
    expect(JSON.stringify(configuration)).not.toContain(token);
    expect(configuration).not.toHaveProperty('lastReload');
    expect(await world.client.request('reloadConfiguration')).toMatchObject({ outcome: 'applied' });
    const after = await world.client.request('getConfiguration');
    expect(after.lastReload).toMatchObject({ outcome: 'applied', detail: expect.stringContaining('0 servers added') });
  });
});

describe('what is kept', () => {
  it('is forgotten on demand; the audit stays', async () => {
    await using world = await openAdminWorld();
    await world.seawall.callTool({ server: 'up', name: 'echo' });
    await world.settle();
    const purged = await world.client.request('purge', { body: { ...WHY, what: 'calls' } });
    expect(purged.removed).toBeGreaterThan(0);
    expect((await world.client.request('listCalls')).items).toEqual([]);
    expect(world.audit.lines).toEqual(['token purge allowed accepted']);
  });

  it('is forgotten by the gateway that runs, too', async () => {
    const tools = [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Service Unavailable' } }] as const;
    await using world = await openAdminWorld({ servers: { shaky: { tools } } });
    await expect(world.seawall.callTool({ server: 'shaky', name: 'fails' })).rejects.toThrow();
    expect(world.sources.tracker.groups.list()).toHaveLength(1);
    await world.client.request('purge', { body: { ...WHY, what: 'errors' } });
    expect(world.sources.tracker.groups.list()).toEqual([]);
    expect(world.sources.tracker.recentErrors('shaky')).toEqual([]);
  });

  it('goes into one bundle, without secrets', async () => {
    const secret = ['secret', 'of', 'a', 'header'].join('-');
    await using world = await openAdminWorld({ entries: { up: { headers: { 'x-api-key': secret } } } });
    await expect(world.seawall.callTool({ server: 'up', name: secret })).rejects.toThrow();
    await world.settle();
    const response = await world.ask('/api/bundle');
    expect(response.headers.get('content-disposition')).toContain('seawall-bundle.json');
    const text = await response.text();
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      gateway: { version: '1.2.3' },
      servers: [{ name: 'up' }],
      errors: { items: [{ server: 'up' }] },
      metrics: expect.stringContaining('# HELP'),
      platform: { node: process.version },
    });
  });

  it('is bounded for each server: its latest hundred errors (A130)', async () => {
    await using world = await openAdminWorld({
      servers: { up: { tools: [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Issue Does Not Exist' } }] } },
    });
    for (let count = 0; count < 105; count += 1)
      await world.seawall.callTool({ server: 'up', name: 'fails' }).catch(() => undefined);
    const detail = await world.client.request('getServer', { parameters: { server: 'up' } });
    expect(detail.recentErrors).toHaveLength(100);
    expect(detail.lifetime.errors).toBe(105);
  });
});

describe('tokens over the admin API', () => {
  it('are made, told once, used, and revoked, each with a row in the audit', async () => {
    await using world = await openAdminWorld();
    const made = await world.client.request('createToken', { body: { ...WHY, name: 'deploys' } });
    const asDeploys = { headers: { authorization: `Bearer ${made.secret}` }, withToken: false };
    expect((await world.ask('/api/overview', asDeploys)).status).toBe(200);
    const listed = await (await world.ask('/api/tokens', asDeploys)).text();
    expect(JSON.parse(listed)).toMatchObject({ items: [{ id: made.id, name: 'deploys', createdBy: 'token' }] });
    expect(listed).not.toContain(made.secret);
    const stream = await world.ask('/api/events', asDeploys);
    const body = { ...WHY, what: 'payloads' };
    expect((await world.ask('/api/purge', { ...asDeploys, method: 'POST', body })).status).toBe(200);
    expect(await world.client.request('revokeToken', { parameters: { id: made.id }, body: WHY })).toEqual(
      expect.objectContaining({ id: made.id, name: 'deploys' }),
    );
    expect((await world.ask('/api/overview', asDeploys)).status).toBe(401);
    // The stream that it opened ends with it.
    await stream.text();
    expect(world.audit.rows).toMatchObject([
      { actor: 'token', action: 'createToken', target: 'deploys', reason: WHY.reason, outcome: 'accepted' },
      { actor: 'token deploys', action: 'purge' },
      { actor: 'token', action: 'revokeToken', target: made.id, outcome: 'accepted' },
    ]);
  });

  it('are refused with a name that no audit could show, and where the name is taken', async () => {
    await using world = await openAdminWorld();
    for (const name of ['', ' ', 'two\nlines', 'x'.repeat(61)])
      expect((await world.ask('/api/tokens', { method: 'POST', body: { ...WHY, name } })).status).toBe(400);
    await world.client.request('createToken', { body: { ...WHY, name: 'one' } });
    const again = await world.ask('/api/tokens', { method: 'POST', body: { ...WHY, name: 'one' } });
    expect(again.status).toBe(409);
    const missing = await world.ask('/api/tokens/none/revoke', { method: 'POST', body: WHY });
    expect(missing.status).toBe(404);
  });
});
