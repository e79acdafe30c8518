import type { LookupFunction } from 'node:net';
import { createScriptedHttpServer, type HttpFault } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { ExaminedServer } from '../../src/doctor/doctor-report.ts';
import { checkDns } from '../../src/doctor/http/check-network.ts';
import { examine, outcomes, stepOf } from './examine.ts';
import { freePort, serveTcp } from './sockets.ts';

async function examineFault(fault: HttpFault, entry: object = {}): Promise<ExaminedServer> {
  await using server = await createScriptedHttpServer({}, { fault });
  return await examine({ url: server.url, ...entry });
}

/** A JSON web token that is no one's: its parts are made at run time. */
function jsonWebToken(expiresAtMs: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256' }), part({ exp: Math.floor(expiresAtMs / 1000) }), 'c2lnbmF0dXJl'].join('.');
}

describe('a server over HTTP that is well', () => {
  it('passes every check, in the order in which they are made (B83)', async () => {
    await using http = await createScriptedHttpServer({});
    const server = await examine({ url: http.url.replace('127.0.0.1', 'localhost') });
    expect(outcomes(server).filter((outcome) => !outcome.startsWith('tcp:'))).toEqual([
      'configuration:passed',
      'headers:passed',
      'url:passed',
      'proxy:skipped',
      'dns:passed',
      'tls:skipped',
      'response:passed',
      'auth:passed',
      'endpoint:passed',
      'era:passed',
      'session:passed',
      'tools:passed',
      'prompts:skipped',
      'resources:skipped',
      'names:passed',
      'schemas:passed',
    ]);
    expect(stepOf(server, 'session').detail).toContain('keeps a session');
    expect(server.info).toMatchObject({ transport: 'http', tools: 1 });
  });

  it('may speak the era without sessions', async () => {
    await using http = await createScriptedHttpServer({ era: 'modern' });
    const server = await examine({ url: http.url });
    expect(server.outcome).toBe('passed');
    expect(server.info?.era).toBe('modern');
    expect(stepOf(server, 'session').detail).toContain('needs no session');
  });

  it('that only knows HTTP+SSE is told to be that', async () => {
    await using http = await createScriptedHttpServer({});
    const server = await examine({ url: http.sseUrl });
    expect(server.failure).toBeUndefined();
    expect(stepOf(server, 'endpoint')).toMatchObject({
      outcome: 'warning',
      detail: expect.stringContaining('HTTP+SSE'),
    });
  });
});

describe('the way to a server', () => {
  it.each([
    ['http://0.0.0.0:1/mcp', 'address to listen on'],
    ['http://127.0.0.1:1/mcp",', 'hardly belongs'],
    ['http://127.0.0.1:1', 'has no path'],
    ['http://127.0.0.1:1/a//mcp', 'two slashes'],
    ['http://127.0.0.1:1/mcp#part', 'never sent'],
  ])('is doubtful with the URL %s (B81)', async (url, what) => {
    expect(stepOf(await examine({ url }), 'url')).toMatchObject({
      outcome: 'warning',
      detail: expect.stringContaining(what),
    });
  });

  it('fails when the host is not known (B81)', async () => {
    const { failure } = await examine({ url: 'http://seawall-test.invalid/mcp' });
    expect(failure).toMatchObject({ id: 'dns', code: 'HOST_NOT_FOUND' });
  });

  it('fails when the address check refuses the host, as a connection would', async () => {
    const inside: LookupFunction = (_host, _options, callback) => callback(null, [{ address: '10.0.0.7', family: 4 }]);
    const check = checkDns(new URL('http://intern.test/mcp'), 'x', 'strict', inside);
    await expect(check).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    const allowed = await checkDns(new URL('http://intern.test/mcp'), 'x', 'moderate', inside);
    expect(allowed.value).toEqual(['10.0.0.7']);
  });

  it('fails when nobody listens, for each address that was tried (B81, B94)', async () => {
    const port = await freePort();
    const { failure } = await examine({ url: `http://127.0.0.1:${port}/mcp` });
    expect(failure).toMatchObject({
      id: 'tcp',
      code: 'CONNECTION_REFUSED',
      lines: [`127.0.0.1 port ${port}: ECONNREFUSED.`],
      fix: expect.stringContaining('Start the server'),
    });
  });

  it('fails when the server breaks the connection or says nothing', async () => {
    await using broken = await serveTcp((socket) => socket.destroy());
    const reset = await examine({ url: `http://127.0.0.1:${broken.port}/mcp` });
    expect(reset.failure).toMatchObject({ id: 'response', code: 'CONNECTION_RESET' });
    await using mute = await serveTcp((socket) => socket.resume());
    const silent = await examine({ url: `http://127.0.0.1:${mute.port}/mcp`, seawall: { connectTimeoutMs: 800 } });
    expect(silent.failure).toMatchObject({ id: 'response', code: 'HANDSHAKE_TIMEOUT' });
  });
});

describe('the answer of a server', () => {
  it('fails for a status of a server that can not serve (B83, B88)', async () => {
    const { failure } = await examineFault({ kind: 'status', status: 503 });
    expect(failure).toMatchObject({ id: 'response', code: 'SERVER_UNAVAILABLE' });
    const internal = await examineFault({ kind: 'status', status: 500, body: 'oops' });
    expect(internal.failure).toMatchObject({ id: 'response', code: 'SERVER_ERROR' });
    expect(internal.failure).toMatchObject({ detail: expect.stringContaining('HTTP 500'), lines: ['Its words: oops'] });
  });

  it('fails for a redirect to another host, and names it', async () => {
    const { failure } = await examineFault({
      kind: 'redirect',
      to: 'cross-origin',
      location: 'https://login.test/sso?x=1',
    });
    expect(failure).toMatchObject({ code: 'REDIRECT_REFUSED', detail: expect.stringContaining('https://login.test') });
  });

  it('fails for a path that is not there, with paths that are common (B83)', async () => {
    const { failure } = await examineFault({ kind: 'status', status: 404, body: 'Cannot POST /mcp' });
    expect(failure).toMatchObject({
      id: 'endpoint',
      code: 'ENDPOINT_NOT_MCP',
      fix: expect.stringContaining('/mcp, /sse'),
      lines: ['Its words: Cannot POST /mcp'],
    });
  });

  it.each([405, 406, 410])('fails at the endpoint for HTTP %i', async (status) => {
    expect((await examineFault({ kind: 'status', status })).failure).toMatchObject({ id: 'endpoint' });
  });

  it('fails for a web page and for JSON that is no JSON-RPC', async () => {
    expect((await examineFault({ kind: 'html' })).failure).toMatchObject({ id: 'endpoint', code: 'ENDPOINT_NOT_MCP' });
    expect((await examineFault({ kind: 'not-json-rpc' })).failure).toMatchObject({ id: 'endpoint' });
  });

  it('fails for a version that nobody knows', async () => {
    await using http = await createScriptedHttpServer({ answerProtocolVersion: '1999-01-01' });
    expect((await examine({ url: http.url })).failure).toMatchObject({ id: 'era', code: 'VERSION_UNSUPPORTED' });
  });

  it('fails for a session that is lost at once', async () => {
    const { failure } = await examineFault({ kind: 'session-lost', methods: ['ping'] });
    expect(failure).toMatchObject({ id: 'session', code: 'SESSION_LOST' });
  });
});

describe('authentication', () => {
  const challenge =
    'Bearer realm="x", resource_metadata="https://auth.test/.well-known/oauth?q=1", scope="read write", error="invalid_token"';

  it('fails with what the server asks for, when nothing is configured (B81)', async () => {
    const { failure } = await examineFault({ kind: 'status', status: 401, headers: { 'www-authenticate': challenge } });
    expect(failure).toMatchObject({
      id: 'auth',
      code: 'AUTHENTICATION_REQUIRED',
      fix: expect.stringContaining('login by OAuth'),
      lines: [
        'It asks for Bearer credentials.',
        'Scope: read write',
        'OAuth metadata: https://auth.test/.well-known/oauth?…',
        'Its words: invalid_token',
        'No headers are configured.',
      ],
    });
  });

  it('fails with the names of the headers, when they are not accepted', async () => {
    const headers = { Authorization: ['Bearer', 'not-the-right-one'].join(' '), 'X-Team': 'lighthouse' };
    const { failure } = await examineFault({ kind: 'status', status: 401 }, { headers });
    expect(failure?.detail).toContain('does not accept the configured credentials');
    expect(failure?.lines).toContain('Configured headers: Authorization, X-Team.');
    expect(JSON.stringify(failure)).not.toMatch(/not-the-right-one|lighthouse/);
  });

  it('knows a token that has expired by its own words', async () => {
    const headers = { Authorization: `Bearer ${jsonWebToken(Date.UTC(2020, 0, 1))}` };
    const { failure } = await examineFault({ kind: 'status', status: 401 }, { headers });
    expect(failure).toMatchObject({ id: 'auth', fix: expect.stringContaining('has expired') });
    expect(failure?.lines?.join('\n')).toContain('expired at 2020-01-01T00:00:00.000Z');
  });

  it('fails for what the credentials may not do', async () => {
    const { failure } = await examineFault({ kind: 'status', status: 403 });
    expect(failure).toMatchObject({ id: 'auth', code: 'PERMISSION_DENIED' });
  });

  it('is doubtful where a header has no scheme, or two', async () => {
    await using http = await createScriptedHttpServer({});
    const look = async (value: string): Promise<string> =>
      stepOf(await examine({ url: http.url, headers: { Authorization: value } }), 'headers').detail;
    expect(await look('abcdefghij')).toContain('no scheme');
    expect(await look('Bearer Bearer abcdefghij')).toContain('scheme twice');
  });
});
