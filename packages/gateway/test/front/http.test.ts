import { createServer, request as httpRequest } from 'node:http';
import { MCPError } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeSeawall, pendingAnswer } from '../fake-seawall.ts';
import { closeAll, connectClient, openGateway } from './connect.ts';
import { postModern } from './raw-http.ts';

afterEach(closeAll);

const GIT = { name: 'git', catalog: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

type Overrides = { headers?: Record<string, string>; method?: string };

function post(url: string, body: unknown, { headers = {}, method = 'POST' }: Overrides = {}): Promise<Response> {
  return fetch(url, {
    method,
    headers: { ...JSON_HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** `fetch` does not let a caller choose its Host. */
function getWithHost(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const asking = httpRequest({ hostname, port, path: pathname, headers: { host } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asking.on('error', reject).end();
  });
}

async function sseMessage(response: Response): Promise<unknown> {
  const data = (await response.text())
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .at(-1);
  return JSON.parse(data?.slice('data: '.length) ?? 'null');
}

async function openSession(url: string): Promise<Record<string, string>> {
  const response = await post(url, INITIALIZE);
  await response.text();
  const headers = { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' };
  await (await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, { headers })).text();
  return headers;
}

async function setUp(seawall = new FakeSeawall([GIT])) {
  const gateway = openGateway(seawall);
  return { seawall, gateway, ...(await gateway.listen()) };
}

describe('the HTTP front, given bad input', () => {
  it('answers invalid JSON with 400 and -32700', async () => {
    const { url } = await setUp();
    const response = await post(url, '{"jsonrpc":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: null, error: { code: -32_700 } });
  });

  it('answers what is no JSON-RPC with 400', async () => {
    const { url } = await setUp();
    expect((await post(url, '[1]')).status).toBe(400);
    expect((await post(url, '"text"')).status).toBe(400);
    expect((await post(url, '')).status).toBe(400);
  });

  it('answers a newer host that takes no form of an answer with 406', async () => {
    const { url } = await setUp();
    const list = { id: 1, method: 'tools/list' };
    expect((await postModern(url, list, { headers: { accept: 'text/html' } })).status).toBe(406);
    for (const accept of ['*/*', 'application/json', 'text/event-stream;q=0.5'])
      expect((await postModern(url, list, { headers: { accept } })).status, accept).toBe(200);
  });

  it('answers another media type with 415', async () => {
    const { url } = await setUp();
    expect((await post(url, '{}', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await post(url, '{}', { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });

  it('refuses a body that says it is too large', async () => {
    const { url } = await setUp();
    const response = await post(url, JSON.stringify({ x: 'y'.repeat(2_000_000) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('seawall.listen.maxBodyBytes') },
    });
  });

  it('gives up a streamed body of 100 MB long before its end', async () => {
    const { url, seawall } = await setUp();
    const chunk = Buffer.alloc(65_536, 0x20);
    let sent = 0;
    const { hostname, port, pathname } = new URL(url);
    const status = await new Promise<number>((resolve, reject) => {
      const asking = httpRequest(
        { hostname, port, path: pathname, method: 'POST', headers: JSON_HEADERS },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
          asking.destroy();
        },
      );
      asking.on('error', reject);
      const write = (): void => {
        while (sent < 100 * 1024 * 1024 && !asking.destroyed) {
          sent += chunk.length;
          if (!asking.write(chunk)) {
            asking.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(50 * 1024 * 1024);
    expect(seawall.seen).toEqual([]);
  });

  it('answers a protocol version that it does not know', async () => {
    const { url } = await setUp();
    const headers = { ...(await openSession(url)), 'mcp-protocol-version': '1999-01-01' };
    const legacy = await post(url, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, { headers });
    expect(legacy.status).toBe(400);
    expect(JSON.stringify(await legacy.json())).toContain('Unsupported protocol version');
    const modern = await post(
      url,
      {
        jsonrpc: '2.0',
        id: 3,
        method: 'tools/list',
        params: { _meta: { ...ENVELOPE, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } },
      },
      { headers: { 'mcp-protocol-version': '2099-01-01', 'mcp-method': 'tools/list' } },
    );
    expect(modern.status).toBe(400);
    expect(await modern.json()).toMatchObject({ id: 3, error: { code: -32_022, data: { supported: ['2026-07-28'] } } });
  });

  it('says what to do when a session is missing or over', async () => {
    const { url } = await setUp();
    const body = { jsonrpc: '2.0', id: 7, method: 'tools/list' };
    const missing = await post(url, body);
    expect([missing.status, await missing.json()]).toMatchObject([
      400,
      { id: 7, error: { message: expect.stringContaining('initialize') } },
    ]);
    const unknown = await post(url, body, { headers: { 'mcp-session-id': 'gone' } });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { id: 7, error: { code: -32_001 } }]);
  });

  it('answers an unknown path and an unknown method', async () => {
    const { url, baseUrl } = await setUp();
    expect((await fetch(`${baseUrl}/nothing`)).status).toBe(404);
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
  });
});

describe('the HTTP front, asked from elsewhere', () => {
  it('refuses a name of somebody else', async () => {
    const { baseUrl } = await setUp();
    expect(await getWithHost(`${baseUrl}/healthz`, 'evil.example')).toBe(403);
    expect(await getWithHost(`${baseUrl}/healthz`, 'localhost@evil.example')).not.toBe(200);
    expect(await getWithHost(`${baseUrl}/healthz`, '192.168.1.7')).toBe(403);
    expect(await getWithHost(`${baseUrl}/healthz`, 'localhost:1234')).toBe(200);
    expect(await getWithHost(`${baseUrl}/healthz`, '[::1]')).toBe(200);
  });

  it('lets in the names of the configuration', async () => {
    const seawall = new FakeSeawall([GIT]);
    seawall.settings = {
      ...seawall.settings,
      listen: { ...seawall.settings.listen, allowedHosts: ['seawall.internal'], allowedOrigins: ['app.example'] },
    };
    const { baseUrl, url } = await setUp(seawall);
    expect(await getWithHost(`${baseUrl}/healthz`, 'SEAWALL.internal:80')).toBe(200);
    const response = await post(url, INITIALIZE, { headers: { origin: 'https://app.example' } });
    await response.text();
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://app.example',
    ]);
  });

  it('refuses the origin of a web page, and lets in one of this machine', async () => {
    const { url } = await setUp();
    for (const origin of ['https://evil.example', 'null', 'file://', 'https://localhost.evil.example']) {
      expect((await post(url, INITIALIZE, { headers: { origin } })).status).toBe(403);
    }
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'http://localhost:5173',
    ]);
  });

  it('needs the token when one is configured, and tells nothing without it', async () => {
    const token = 'token-0123456789';
    const { url, baseUrl } = await setUp(new FakeSeawall([GIT], { auth: { token } }));
    for (const authorization of ['', 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`]) {
      const response = await post(url, INITIALIZE, authorization === '' ? {} : { headers: { authorization } });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    const authorization = `Bearer ${token}`;
    const allowed = await post(url, INITIALIZE, { headers: { authorization } });
    await allowed.text();
    expect(allowed.status).toBe(200);
    expect(await (await fetch(`${baseUrl}/readyz`)).json()).toEqual({ name: 'seawall', status: 'ready' });
    expect(await (await fetch(`${baseUrl}/readyz`, { headers: { authorization } })).json()).toHaveProperty('servers');
  });

  it('does not listen beyond this machine without a token', async () => {
    const seawall = new FakeSeawall([GIT]);
    seawall.settings = { ...seawall.settings, listen: { ...seawall.settings.listen, host: '0.0.0.0' } };
    await expect(openGateway(seawall).listen()).rejects.toMatchObject({ code: 'LISTEN_TOKEN_REQUIRED' });
    seawall.settings = { ...seawall.settings, auth: { token: 'token-0123456789' } };
    const { url, baseUrl } = await openGateway(seawall).listen();
    expect(await getWithHost(`${baseUrl}/healthz`, '192.168.1.7')).toBe(200);
    expect((await post(url, INITIALIZE)).status).toBe(401);
  });

  it('sends no credential of a host upstream', async () => {
    const { url, seawall } = await setUp();
    const headers = { ...(await openSession(url)), authorization: 'Bearer host-secret-1234' };
    await (
      await post(url, { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'git__echo' } }, { headers })
    ).text();
    expect(JSON.stringify(seawall.seen)).not.toContain('host-secret-1234');
  });
});

describe('the HTTP front and its port', () => {
  it('says which process has the port', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) =>
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port)),
    );
    try {
      const seawall = new FakeSeawall([GIT]);
      seawall.settings = { ...seawall.settings, listen: { ...seawall.settings.listen, port } };
      const failure = openGateway(seawall).listen();
      await expect(failure).rejects.toMatchObject({ code: 'PORT_IN_USE' });
      if (process.platform === 'linux') await expect(failure).rejects.toThrow(`process ${process.pid}`);
    } finally {
      holder.closeAllConnections();
      holder.close();
    }
  });

  it('says when it is another gateway, and opens when that is gone', async () => {
    const first = openGateway(new FakeSeawall([GIT]));
    const { port } = await first.listen();
    const seawall = new FakeSeawall([GIT]);
    seawall.settings = { ...seawall.settings, listen: { ...seawall.settings.listen, port } };
    const second = openGateway(seawall);
    await expect(second.listen()).rejects.toThrow(`another Seawall gateway (process ${process.pid})`);
    await first.close();
    expect((await second.listen()).port).toBe(port);
  });

  it('says that an address can not be used', async () => {
    const seawall = new FakeSeawall([GIT], { auth: { token: 'token-0123456789' } });
    seawall.settings = { ...seawall.settings, listen: { ...seawall.settings.listen, host: '192.0.2.1' } };
    await expect(openGateway(seawall).listen()).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: expect.stringContaining('EADDRNOTAVAIL'),
    });
  });

  it('gives the same address to everyone who asks, and ends twice without harm', async () => {
    const { gateway, url } = await setUp();
    expect((await gateway.listen()).url).toBe(url);
    await gateway.close();
    await gateway.close();
    await expect(fetch(url)).rejects.toThrow();
    await expect(gateway.listen()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('/healthz and /readyz', () => {
  it('tell that it is up, and whether lists can be answered', async () => {
    const clock = createFakeClock();
    const seawall = new FakeSeawall([
      { name: 'git', settled: false, status: { state: 'connecting', sinceMs: 0, failures: 0 } },
    ]);
    const gateway = openGateway(seawall, { clock });
    const { baseUrl } = await gateway.listen();
    const health = await fetch(`${baseUrl}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { name: 'seawall', status: 'up', version: '1.2.3', pid: process.pid, uptimeMs: 0 },
    ]);
    const starting = await fetch(`${baseUrl}/readyz`);
    expect([starting.status, await starting.json()]).toMatchObject([503, { status: 'starting' }]);
    await clock.advance(5000);
    await gateway.whenReady();
    const ready = await fetch(`${baseUrl}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'ready', servers: [{ name: 'git', state: 'connecting', isUp: false }] },
    ]);
    await gateway.drain();
    const draining = await fetch(`${baseUrl}/readyz`);
    expect([draining.status, await draining.json()]).toMatchObject([503, { status: 'draining' }]);
    expect((await fetch(`${baseUrl}/healthz`)).status).toBe(200);
  });
});

describe('sessions of older hosts', () => {
  it('end with DELETE', async () => {
    const { url } = await setUp();
    const headers = await openSession(url);
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
    expect((await post(url, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, { headers })).status).toBe(404);
  });

  it('end after half an hour without a sign of their host, and not while it listens', async () => {
    const clock = createFakeClock();
    const gateway = openGateway(new FakeSeawall([GIT]), { clock });
    const { url } = await gateway.listen();
    const silent = await openSession(url);
    const listening = await openSession(url);
    const stream = await fetch(url, { headers: { ...listening, accept: 'text/event-stream' } });
    await clock.advance(31 * 60_000);
    const body = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    expect((await post(url, body, { headers: silent })).status).toBe(404);
    const alive = await post(url, body, { headers: listening });
    await alive.text();
    expect(alive.status).toBe(200);
    await stream.body?.cancel();
  });

  it.each([
    ['-32002', { code: -32_002, message: 'Resource not found' }],
    ['-32602 and the URI', { code: -32_602, message: 'Resource not found', data: { uri: 'doc://1' } }],
  ])(
    'get the code for a missing resource that their era knows, when the server says %s',
    async (_how, jsonRpcError) => {
      const { url, seawall } = await setUp();
      seawall.answer = () => {
        throw new MCPError({ message: 'No.', context: { jsonRpcError } });
      };
      const headers = await openSession(url);
      const read = { jsonrpc: '2.0', id: 2, method: 'resources/read', params: { uri: 'doc://1' } };
      // When this fails because the SDK keeps -32002 by itself, keep-error-code.ts can go.
      expect(await sseMessage(await post(url, read, { headers }))).toMatchObject({
        error: { code: -32_002, message: 'Resource not found', data: { uri: 'doc://1' } },
      });
      const params = { uri: 'doc://1', _meta: ENVELOPE };
      const modern = await post(
        url,
        { ...read, params },
        { headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'resources/read', 'mcp-name': 'doc://1' } },
      );
      expect(await modern.json()).toMatchObject({ error: { code: -32_602, data: { uri: 'doc://1' } } });
    },
  );

  it('get content that nobody knows as it is, progress included', async () => {
    const { url, seawall } = await setUp();
    const result = {
      content: [
        { type: 'hologram', deep: { a: 1 } },
        { type: 'text', text: 'x', extra: 1 },
      ],
      odd: [1],
    };
    seawall.answer = ({ options }) => {
      options.onProgress?.({ progress: 1, note: 'n' });
      return result;
    };
    const call = {
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'git__echo', _meta: { progressToken: 'tok' } },
    };
    const legacy = await (await post(url, call, { headers: await openSession(url) })).text();
    expect(legacy).toContain('"params":{"progress":1,"note":"n","progressToken":"tok"}');
    expect(legacy).toContain(JSON.stringify(result));
    const params = { ...call.params, _meta: { ...ENVELOPE } };
    const modern = await post(
      url,
      { ...call, params },
      { headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'git__echo' } },
    );
    expect(await modern.json()).toMatchObject({ result: { ...result, resultType: 'complete' } });
  });

  it('lose their call when their connection is cut', async () => {
    const { url, seawall } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const controller = new AbortController();
    const headers = { ...JSON_HEADERS, ...(await openSession(url)) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'git__echo' } });
    const lost = expect(
      fetch(url, { method: 'POST', headers, body, signal: controller.signal }).then((answer) => answer.text()),
    ).rejects.toThrow();
    await pending.started;
    controller.abort();
    await pending.aborted;
    await lost;
  });

  it('close the stream of a call that the host cancelled', async () => {
    const { url, seawall } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const headers = await openSession(url);
    const call = await post(
      url,
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'git__echo' } },
      { headers },
    );
    await pending.started;
    await post(url, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } }, { headers });
    expect(await call.text()).toBe('');
    await pending.aborted;
  });
});

describe('multi-round-trip requests', () => {
  it('pass the question to the host and its answer to the server', async () => {
    const { gateway, seawall } = await setUp(new FakeSeawall([{ ...GIT, era: 'modern' }]));
    const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
    seawall.answer = ({ params }) =>
      params?.inputResponses === undefined
        ? {
            resultType: 'input_required',
            requestState: 'opaque',
            inputRequests: {
              who: { method: 'elicitation/create', params: { mode: 'form', message: 'Who?', requestedSchema } },
            },
          }
        : { content: [{ type: 'text', text: JSON.stringify([params.inputResponses, params.requestState]) }] };
    for (const era of ['legacy', 'modern'] as const) {
      const client = await connectClient(gateway, ['http', era], { capabilities: { elicitation: { form: {} } } });
      client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: era } }));
      const result = await client.callTool({ name: 'git__echo' });
      expect(result.content).toEqual([
        { type: 'text', text: JSON.stringify([{ who: { action: 'accept', content: { name: era } } }, 'opaque']) },
      ]);
    }
    expect(seawall.seen.at(-1)?.options.caller?.capabilities).toEqual({ elicitation: { form: {} } });
  });
});
