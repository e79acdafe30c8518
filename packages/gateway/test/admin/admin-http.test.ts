import { request as httpRequest } from 'node:http';
import { ADMIN_ROUTES, CSRF_HEADER, PROBLEM_TYPE, type Route } from '@seawall/admin-api';
import { MCPError } from '@seawall/core';
import { createAdminCodes, createGateway, dashboardLink } from '@seawall/gateway';
import { describe, expect, it } from 'vitest';
import { MAX_FAILURES } from '../../src/admin/attempt-limit.ts';
import { MAX_ADMIN_BODY_BYTES } from '../../src/admin/read-request.ts';
import { FakeSeawall } from '../fake-seawall.ts';
import { type AdminWorld, openAdminWorld } from '../support/admin-world.ts';

const ROUTES = Object.entries<Route>(ADMIN_ROUTES);
const PAUSE = { method: 'POST', body: { reason: 'a test' } };

/** A path of the route, with names that are not there. */
function pathOf({ path }: Route): string {
  return path.replaceAll(/\{\w+\}/g, 'none');
}

/** A request with headers that fetch would not send. */
function rawStatus(baseUrl: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(`${baseUrl}${path}`, { headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

async function cookieOf(world: AdminWorld): Promise<string> {
  const { code } = world.codes.create();
  const response = await world.ask('/api/session', { method: 'POST', body: { code }, withToken: false });
  expect(response.status).toBe(200);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function isPaused(world: AdminWorld): boolean {
  return world.seawall.policies('up')?.circuit.state === 'isolated';
}

describe('access to the admin API', () => {
  it('needs the token for every operation, on this machine too', async () => {
    await using world = await openAdminWorld();
    for (const [id, route] of ROUTES) {
      if (id === 'openSession') continue;
      const { method } = route;
      const response = await world.ask(pathOf(route), {
        method,
        withToken: false,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([id, response.status, response.headers.get('content-type')]).toEqual([id, 401, PROBLEM_TYPE]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(world.audit.rows).toEqual([]);
  });

  it('is had with the code of a link, once, and with the cookie that it gives', async () => {
    await using world = await openAdminWorld();
    const cookie = await cookieOf(world);
    const as = (headers: Readonly<Record<string, string>>) => ({ withToken: false, headers: { cookie, ...headers } });
    expect((await world.ask('/api/overview', as({}))).status).toBe(200);
    const forged = await world.ask('/api/servers/up/pause', { ...PAUSE, ...as({}) });
    expect([forged.status, isPaused(world)]).toEqual([403, false]);
    const meant = await world.ask('/api/servers/up/pause', { ...PAUSE, ...as({ [CSRF_HEADER]: '1' }) });
    expect([meant.status, isPaused(world)]).toEqual([200, true]);
    const ended = await world.ask('/api/session/end', { method: 'POST', ...as({ [CSRF_HEADER]: '1' }) });
    expect(ended.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await world.ask('/api/overview', as({}))).status).toBe(401);
    expect(world.audit.lines).toEqual([
      expect.stringMatching(/^browser [0-9a-f]{8} openSession allowed done$/),
      expect.stringMatching(/^browser [0-9a-f]{8} pauseServer allowed accepted$/),
      expect.stringMatching(/^browser [0-9a-f]{8} closeSession allowed accepted$/),
    ]);
  });

  it('is had with a link that somebody with the token has made', async () => {
    await using world = await openAdminWorld();
    const { url } = await world.client.request('createLink');
    const code = url.split('#code=')[1] ?? '';
    expect(url).toBe(dashboardLink(world.baseUrl, { code }));
    const enter = () => world.ask('/api/session', { method: 'POST', body: { code }, withToken: false });
    expect((await enter()).status).toBe(200);
    expect((await enter()).status).toBe(401);
  });

  it('is refused for a while to one who guesses, and the audit tells of it within bounds', async () => {
    await using world = await openAdminWorld();
    const guess = (count: number) =>
      world.ask('/api/servers/up/pause', { ...PAUSE, headers: { authorization: `Bearer guess-${count}` } });
    const statuses = new Set<number>();
    for (let count = 0; count < MAX_FAILURES + 5; count += 1) statuses.add((await guess(count)).status);
    expect([...statuses]).toEqual([401, 429]);
    expect(Number((await guess(0)).headers.get('retry-after'))).toBeGreaterThan(0);
    expect(world.audit.rows).toHaveLength(MAX_FAILURES);
    expect(world.audit.rows[0]).toMatchObject({ actor: 'unknown', decision: 'refused', outcome: 'UNAUTHENTICATED' });
    expect(isPaused(world)).toBe(false);
  });

  it.each([
    ['a name that is not ours', { host: 'evil.example' }],
    ['the page of another site', { origin: 'https://evil.example' }],
    ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page that has no origin', { origin: 'null' }],
    ['what a browser says is another site', { 'sec-fetch-site': 'cross-site' }],
    ['what a browser says is another port', { 'sec-fetch-site': 'same-site' }],
  ])('is refused through %s, whatever the token is', async (_what, headers) => {
    await using world = await openAdminWorld();
    const authorization = `Bearer ${world.token}`;
    const host = new URL(world.baseUrl).host;
    expect(await rawStatus(world.baseUrl, '/api/overview', { host, authorization, ...headers })).toBe(403);
    expect(await rawStatus(world.baseUrl, '/api/overview', { host, authorization, origin: world.baseUrl })).toBe(200);
  });

  it('is refused to pages even where hosts of MCP are let in, and never told to their scripts', async () => {
    await using world = await openAdminWorld({ settings: { listen: { port: 0, allowedOrigins: ['tools.example'] } } });
    const allowed = await world.ask('/api/overview', { headers: { origin: 'https://tools.example' } });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await world.ask('/api/servers/up/pause', {
      method: 'OPTIONS',
      headers: { origin: 'http://127.0.0.1:1', 'access-control-request-method': 'POST' },
      withToken: false,
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([403, null]);
  });

  it('opens nothing before somebody with access asks, and tries again where opening failed', async () => {
    const seawall = new FakeSeawall();
    let opened = 0;
    const open = async (): Promise<never> => {
      opened += 1;
      throw new MCPError({ code: 'STORE_FAILED', message: 'The store does not open.' });
    };
    const token = ['a', 'token', 'of', 'this', 'test'].join('-');
    await using gateway = createGateway({
      seawall,
      version: '1',
      admin: { token: () => token, codes: createAdminCodes(), open },
    });
    const { baseUrl } = await gateway.listen();
    await fetch(`${baseUrl}/api/overview`);
    expect(opened).toBe(0);
    for (let count = 1; count < 3; count += 1) {
      const response = await fetch(`${baseUrl}/api/overview`, { headers: { authorization: `Bearer ${token}` } });
      expect([response.status, opened]).toEqual([503, count]);
      expect(await response.json()).toMatchObject({ code: 'STORE_FAILED', detail: 'The store does not open.' });
    }
  });

  it('does not exist in a gateway without an admin side', async () => {
    await using gateway = createGateway({ seawall: new FakeSeawall(), version: '1' });
    const { baseUrl } = await gateway.listen();
    expect((await fetch(`${baseUrl}/api/overview`)).status).toBe(404);
    expect((await fetch(`${baseUrl}/metrics`)).status).toBe(404);
  });
});

describe('a request of the admin API', () => {
  it('changes nothing with GET, and says how it is reached', async () => {
    await using world = await openAdminWorld();
    for (const [id, route] of ROUTES.filter(([, { method }]) => method !== 'GET')) {
      const response = await world.ask(pathOf(route));
      // A path may also be that of something to read.
      expect([405, 200, 404], id).toContain(response.status);
      if (response.status === 405) expect(response.headers.get('allow')).toBe('POST');
    }
    expect(isPaused(world)).toBe(false);
    expect(world.audit.rows).toEqual([]);
  });

  it('is told every fault that it has, with its place', async () => {
    await using world = await openAdminWorld();
    const response = await world.ask('/api/errors?limit=0&kinds=nonsense&colour=red');
    expect([response.status, response.headers.get('content-type')]).toEqual([400, PROBLEM_TYPE]);
    const pointers = ['/query/limit', '/query/kinds/0', '/query'].map((pointer) =>
      expect.objectContaining({ pointer }),
    );
    expect(await response.json()).toMatchObject({ code: 'INVALID_REQUEST', errors: expect.arrayContaining(pointers) });
    const cursor = await world.ask('/api/errors?cursor=nonsense');
    expect(await cursor.json()).toMatchObject({ status: 400, code: 'PARAMETER_INVALID' });
  });

  it.each([
    ['no JSON', '{"reason":', 'application/json', 400],
    ['a form', 'reason=x', 'application/x-www-form-urlencoded', 400],
    ['too much', `{"reason":"${'x'.repeat(MAX_ADMIN_BODY_BYTES)}"}`, 'application/json', 413],
    ['fields that nobody knows', '{"reason":"x","more":1}', 'application/json', 400],
    ['no reason', '{}', 'application/json', 400],
  ])('with %s as its body is refused', async (_what, body, type, status) => {
    await using world = await openAdminWorld();
    const response = await fetch(`${world.baseUrl}/api/servers/up/pause`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': type },
      body,
    });
    expect([response.status, isPaused(world)]).toEqual([status, false]);
    expect(world.audit.rows).toEqual([]);
  });

  it('that changes something is in the audit before it is done, and is not done where that fails', async () => {
    await using world = await openAdminWorld();
    world.audit.failure = new Error('disk full');
    const refused = await world.ask('/api/servers/up/pause', PAUSE);
    expect([refused.status, isPaused(world)]).toEqual([503, false]);
    expect(await refused.json()).toMatchObject({ code: 'AUDIT_NOT_WRITABLE', hint: expect.stringContaining('disk') });
    const { code } = world.codes.create();
    const session = await world.ask('/api/session', { method: 'POST', body: { code }, withToken: false });
    expect([session.status, session.headers.get('set-cookie')]).toEqual([503, null]);
    expect((await world.ask('/api/overview')).status).toBe(200);
    world.audit.failure = undefined;
    expect((await world.ask('/api/servers/up/pause', PAUSE)).status).toBe(200);
    expect((await world.ask('/api/sinks/none/test', { method: 'POST', body: {} })).status).toBe(404);
    expect(world.audit.rows).toMatchObject([
      { actor: 'token', action: 'pauseServer', server: 'up', reason: 'a test', outcome: 'accepted' },
      { action: 'testSink', target: 'none', outcome: 'accepted' },
      { action: 'testSink', target: 'none', outcome: 'failed: RESOURCE_NOT_FOUND' },
    ]);
    const listed = await world.client.request('listAudit', { query: { action: 'pauseServer' } });
    expect(listed.items).toMatchObject([{ actor: 'token', argumentsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('that only asks leaves no row in the audit', async () => {
    await using world = await openAdminWorld();
    const tested = await world.client.request('testRedaction', { body: { text: `password=${'hunter'}22xyz` } });
    expect(tested.text).not.toContain('hunter');
    expect(tested.rules).toEqual([{ rule: expect.any(String), count: 1 }]);
    await world.client.request('previewSilence', { body: { matchers: [{ label: 'a', operator: '=', value: 'b' }] } });
    expect(world.audit.rows).toEqual([]);
  });
});

describe('metrics', () => {
  it('are open on this machine, and need a token beyond it', async () => {
    await using world = await openAdminWorld();
    await world.seawall.callTool({ server: 'up', name: 'echo' });
    const open = await world.ask('/metrics', { withToken: false });
    expect(open.headers.get('content-type')).toContain('version=0.0.4');
    expect(await open.text()).toContain('mcp_client_operation_duration');
    expect((await world.ask('/metrics', { method: 'POST' })).status).toBe(405);
    const mcpToken = ['for', 'hosts', 'of', 'mcp'].join('-');
    await using wide = await openAdminWorld({
      settings: { listen: { host: '0.0.0.0', port: 0 }, auth: { token: mcpToken } },
    });
    expect((await wide.ask('/metrics', { withToken: false })).status).toBe(401);
    expect((await wide.ask('/metrics')).status).toBe(200);
    expect((await wide.ask('/metrics', { headers: { authorization: `Bearer ${mcpToken}` } })).status).toBe(200);
    // What lets hosts call tools does not let them change the gateway.
    expect((await wide.ask('/api/overview', { headers: { authorization: `Bearer ${mcpToken}` } })).status).toBe(401);
  });
});
