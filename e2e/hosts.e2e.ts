import { request } from 'node:http';
import { connect } from 'node:net';
import { scriptedStdioServer } from '@seawall/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway, stdioGateway } from './support/gateway-process.ts';
import { connectHost, type Host } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { type StartedProcess, startProcess } from './support/processes.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const CONFIG = {
  mcpServers: {
    scripted: scriptedStdioServer({
      tools: [
        { name: 'echo' },
        { name: 'wait', behaviour: { kind: 'silent' } },
        { name: 'cancellations', behaviour: { kind: 'cancellations' } },
      ],
    }),
  },
};
const TOKEN = 'e2e-token-5829374';
const CHUNK = Buffer.alloc(1024 * 1024, 0x61);
const HUNDRED = 100;

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bad-host', version: '1' } },
};
const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bad-host', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** How many cancellations the scripted server has received. */
async function cancellations(host: Host): Promise<number> {
  const received: unknown = JSON.parse((await host.call('scripted__cancellations')).text);
  return Array.isArray(received) ? received.length : 0;
}

describe('the HTTP front', () => {
  let folder: TemporaryFolder;
  let gateway: GatewayProcess;
  let neighbour: Host;

  beforeAll(async () => {
    folder = await temporaryFolder();
    gateway = await startGateway({ folder, config: CONFIG });
    await serversUp(gateway, 'scripted');
    neighbour = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
  });

  afterAll(async () => {
    await neighbour?.[Symbol.asyncDispose]();
    await gateway?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function expectOthersServed(): Promise<void> {
    expect(await neighbour.call('scripted__echo', { still: 'here' })).toMatchObject({ isError: false });
    await using fresh = await connectHost('v1', { kind: 'http', url: gateway.url });
    expect(await fresh.call('scripted__echo', { just: 'came' })).toMatchObject({ isError: false });
  }

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(gateway.url, { method: 'POST', body, headers: { ...JSON_HEADERS, ...headers } });

  it.each([
    ['that is no JSON', '{"jsonrpc": ', 400],
    ['that is no JSON-RPC', '{"hello":1}', 400],
    ['that is empty', '', 400],
    ['that is deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
  ])('refuses a body %s', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } });
    await expectOthersServed();
  });

  it('refuses a body of another type', async () => {
    expect((await post(JSON.stringify(INITIALIZE), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(JSON.stringify(INITIALIZE), { 'content-encoding': 'gzip' })).status).toBe(415);
    await expectOthersServed();
  });

  it('refuses a protocol version that does not exist, and goes on', async () => {
    const meta = { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' };
    const body = { jsonrpc: '2.0', id: 7, method: 'tools/list', params: { _meta: meta } };
    const response = await post(JSON.stringify(body), {
      'mcp-protocol-version': '2099-01-01',
      'mcp-method': 'tools/list',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(Number) } });
    const offered = await post(
      JSON.stringify({ ...INITIALIZE, params: { ...INITIALIZE.params, protocolVersion: '1999-01-01' } }),
    );
    expect(offered.status).toBe(200);
    expect(await offered.text()).toContain('"protocolVersion":"2025-11-25"');
    await expectOthersServed();
  });

  it('refuses a session that it does not know with 404', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    expect((await post(body, { 'mcp-session-id': 'nobody', 'mcp-protocol-version': '2025-11-25' })).status).toBe(404);
    await expectOthersServed();
  });

  it('refuses a body that is announced as 100 MB before it comes', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { ...JSON_HEADERS, 'content-length': String(HUNDRED * CHUNK.length) };
      const sent = request(gateway.url, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
    await expectOthersServed();
  });

  it.each([
    ['told beforehand', { 'content-length': String(HUNDRED * CHUNK.length) }],
    ['not told beforehand', { 'transfer-encoding': 'chunked' }],
  ])('outlives a host that pushes 100 MB, %s', async (_how, headers) => {
    // Who goes on sending may find the connection closed before it reads the answer.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(await pushHundred(gateway, headers));
    await expectOthersServed();
  });

  it.each([
    ['Host', { host: 'evil.example' }],
    ['Origin', { origin: 'https://evil.example' }],
    ['Origin', { origin: 'null' }],
  ])('refuses a foreign %s with 403', async (_name, headers) => {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(gateway.url, { method: 'POST', headers: { ...JSON_HEADERS, ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject).end(JSON.stringify(INITIALIZE));
    });
    expect(status).toBe(403);
    await expectOthersServed();
  });

  it('ends a call at its server when the host disconnects', async () => {
    const before = await cancellations(neighbour);
    const body = {
      jsonrpc: '2.0',
      id: 3,
      method: 'tools/call',
      params: { name: 'scripted__wait', arguments: {}, _meta: MODERN_META },
    };
    const headers = {
      ...JSON_HEADERS,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'scripted__wait',
    };
    const hanging = request(gateway.url, { method: 'POST', headers });
    hanging.on('error', () => undefined).end(JSON.stringify(body));
    await until(async () => (await runningCalls(gateway)) === 1, { what: 'the call runs' });
    hanging.destroy();
    await until(async () => (await cancellations(neighbour)) > before, { what: 'the call is cancelled' });
    expect(await runningCalls(gateway)).toBe(0);
    await expectOthersServed();
  });

  it('outlives hosts that end in the middle of a request or send what is no HTTP', async () => {
    const { port } = new URL(gateway.url);
    for (const text of [
      'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"json',
      'POST /mcp HT',
      '\u0016\u0003\u0001\u0000 no http at all\r\n\r\n',
    ]) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, () => socket.destroy()));
        socket.on('error', reject).on('close', () => resolve());
      });
    }
    await expectOthersServed();
  });
});

describe('the HTTP front with a token', () => {
  it('answers only who has it', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startGateway({ folder, config: { ...CONFIG, seawall: { auth: { token: TOKEN } } } });
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(gateway.url, {
        method: 'POST',
        body: JSON.stringify(INITIALIZE),
        headers: { ...JSON_HEADERS, ...headers },
      });
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${TOKEN}` }]) {
      const response = await post(headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await response.text()).not.toContain(TOKEN);
    }
    expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${gateway.origin}/readyz`)).text()).not.toContain('scripted');
    await expect(connectHost('v1', { kind: 'http', url: gateway.url })).rejects.toThrow();
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url, token: TOKEN });
    await until(async () => (await host.toolNames()).includes('scripted__echo'), { what: 'the tool is listed' });
    expect(await host.call('scripted__echo', { a: 1 })).toMatchObject({ isError: false });
  });

  it('is the only one that leaves this machine', async () => {
    await using folder = await temporaryFolder();
    await expect(startGateway({ folder, config: CONFIG, args: ['--host', '0.0.0.0'] })).rejects.toThrow(
      /LISTEN_TOKEN_REQUIRED/,
    );
  });
});

describe('the stdio front', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder?.[Symbol.asyncDispose]());

  /** Each request has an id of its own, so that no old answer is taken for a new one. */
  let nextId = 100;

  async function startStdio(): Promise<StartedProcess> {
    return await startProcess(await stdioGateway({ folder, config: CONFIG }));
  }

  const say = (gateway: StartedProcess, message: object): void =>
    void gateway.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  async function expectServed(gateway: StartedProcess): Promise<void> {
    if (!gateway.stdout.includes('"serverInfo"')) {
      say(gateway, INITIALIZE);
      await gateway.printed(/"serverInfo"/);
      say(gateway, { method: 'notifications/initialized' });
    }
    say(gateway, { id: nextId, method: 'tools/list' });
    await gateway.printed(new RegExp(`"id":${nextId}[,}]`));
    nextId += 1;
    const params = { name: 'scripted__echo', arguments: { still: 'here' } };
    say(gateway, { id: nextId, method: 'tools/call', params });
    const line = await gateway.printed(new RegExp(`^.*"id":${nextId}[,}].*$`, 'm'));
    nextId += 1;
    expect(JSON.parse(line[0])).toMatchObject({ result: { content: [{ text: '{"still":"here"}' }] } });
  }

  it('answers lines that are no JSON or no JSON-RPC, and goes on', async () => {
    await using gateway = await startStdio();
    gateway.stdin.write('this is no JSON\n');
    await gateway.printed(/-32700/);
    gateway.stdin.write('{"hello":1}\n[]\n\n\u0000\u0001\u0002\n');
    await gateway.printed(/-32600/);
    await expectServed(gateway);
  });

  it('answers versions that do not exist, and goes on', async () => {
    await using gateway = await startStdio();
    const meta = { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' };
    say(gateway, { id: 5, method: 'tools/list', params: { _meta: meta } });
    expect(JSON.parse((await gateway.printed(/^.*"id":5[,}].*$/m))[0])).toMatchObject({ error: { code: -32_022 } });
    say(gateway, { ...INITIALIZE, id: 6, params: { ...INITIALIZE.params, protocolVersion: '1999-01-01' } });
    expect(JSON.parse((await gateway.printed(/^.*"id":6[,}].*$/m))[0])).toMatchObject({
      result: { protocolVersion: '2025-11-25' },
    });
    say(gateway, { method: 'notifications/initialized' });
    await expectServed(gateway);
  });

  it('drops a line of 100 MB, says so, and goes on', async () => {
    await using gateway = await startStdio();
    for (let count = 0; count < HUNDRED; count += 1) {
      if (!gateway.stdin.write(CHUNK)) await new Promise((resolve) => gateway.stdin.once('drain', resolve));
    }
    gateway.stdin.write('\n');
    await gateway.printed(/-32600/);
    await expectServed(gateway);
  });

  it('ends, with 0, when the host goes in the middle of a call', async () => {
    await using gateway = await startStdio();
    await expectServed(gateway);
    say(gateway, { id: 7, method: 'tools/call', params: { name: 'scripted__wait', arguments: {} } });
    gateway.stdin.write('{"jsonrpc":"2.0","id":8,"meth');
    gateway.stdin.end();
    expect(await gateway.ended).toMatchObject({ exitCode: 0 });
    expect(gateway.stdout).not.toMatch(/"id":[78][,}]/);
  });

  it('serves one host on while another one on the same configuration is killed', async () => {
    await using first = await startStdio();
    await using second = await startStdio();
    await expectServed(first);
    await expectServed(second);
    first.send('SIGKILL');
    await first.ended;
    await expectServed(second);
  });
});

async function runningCalls(gateway: GatewayProcess): Promise<number> {
  const body: unknown = await (await fetch(`${gateway.origin}/readyz`)).json();
  return typeof body === 'object' && body !== null ? Number(Reflect.get(body, 'runningCalls')) : Number.NaN;
}

/** Sends 100 MB for as long as the other side takes them; gives the status of the answer, or how the connection broke. */
async function pushHundred(gateway: GatewayProcess, headers: Record<string, string>): Promise<number | string> {
  return await new Promise<number | string>((resolve) => {
    const sent = request(gateway.url, { method: 'POST', headers: { ...JSON_HEADERS, ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    let left = HUNDRED;
    const more = (): void => {
      while (left > 0 && !sent.destroyed) {
        left -= 1;
        if (!sent.write(CHUNK)) {
          sent.once('drain', more);
          return;
        }
      }
      if (!sent.destroyed) sent.end();
    };
    more();
  });
}
