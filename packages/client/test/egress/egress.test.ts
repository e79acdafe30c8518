import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, isIP, type LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MCPConfigurationError, MCPProtocolError } from '@seawall/core';
import { afterAll, describe, expect, it } from 'vitest';
import { createEgress, type EgressOptions } from '../../src/egress/egress.ts';

const file = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const text = (name: string): string => readFileSync(file(name), 'utf8');

const keyFolder = mkdtempSync(join(tmpdir(), 'seawall-egress-'));
afterAll(() => rmSync(keyFolder, { recursive: true, force: true }));

/** A key as PEM. The armour is put on here, so that no file of the project looks like a key that matters. */
function keyText(name: string): string {
  const armour = (word: string): string => ['-----', word, ' PRIVATE ', 'KEY-----'].join('');
  return [armour('BEGIN'), text(`${name}.pkcs8.txt`).trim(), armour('END'), ''].join('\n');
}

function keyFile(name: string): string {
  const path = join(keyFolder, `${name}.key`);
  writeFileSync(path, keyText(name), { mode: 0o600 });
  return path;
}

interface Served extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: IncomingMessage[];
}

async function serve(handler: RequestListener, tls?: ServerOptions): Promise<Served> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    handler(request, response);
  };
  const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    url: `${tls ? 'https' : 'http'}://localhost:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every name is this machine. */
const HERE: LookupFunction = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

async function egressTo(url: string, overrides: Partial<EgressOptions> = {}) {
  const egress = await createEgress({
    serverName: 'x',
    url: new URL(url),
    security: 'permissive',
    tls: {},
    connectTimeoutMs: 2000,
    maxMessageBytes: 1_000_000,
    environment: {},
    lookup: HERE,
    ...overrides,
  });
  return { ...egress, [Symbol.asyncDispose]: () => egress.close() };
}

function codesOf(error: unknown): readonly unknown[] {
  const codes: unknown[] = [];
  for (let link = error; link instanceof Error; link = link.cause) if ('code' in link) codes.push(link.code);
  return codes;
}
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ succeeded: value }),
    (error: unknown) => error,
  );

describe('createEgress', () => {
  it('sends a text and gives back the answer', async () => {
    await using server = await serve((request, response) =>
      request.pipe(response.writeHead(201, { 'x-answer': 'yes' })),
    );
    await using egress = await egressTo(server.url);
    const response = await egress.fetch(server.url, {
      method: 'POST',
      body: 'hello',
      headers: { 'x-question': 'why' },
    });
    expect([response.status, response.headers.get('x-answer'), await response.text()]).toEqual([201, 'yes', 'hello']);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-question': 'why' });
  });

  it('takes an answer without a body', async () => {
    await using server = await serve((_request, response) => response.writeHead(204).end());
    await using egress = await egressTo(server.url);
    expect((await egress.fetch(server.url)).status).toBe(204);
  });

  it('keeps connections for the next requests', async () => {
    await using server = await serve((_request, response) => response.end('ok'));
    await using egress = await egressTo(server.url);
    for (let count = 0; count < 10; count += 1) await (await egress.fetch(server.url)).text();
    // A connection is free again a moment after the body was read.
    expect(new Set(server.requests.map(({ socket }) => socket)).size).toBeLessThanOrEqual(2);
  });

  it('ends a request that is aborted', async () => {
    await using server = await serve(() => undefined);
    await using egress = await egressTo(server.url);
    const abort = new AbortController();
    const request = failure(egress.fetch(server.url, { signal: abort.signal }));
    abort.abort();
    expect(await request).toMatchObject({ name: 'AbortError' });
  });

  it('breaks what is under way when it is closed, and may be closed twice', async () => {
    await using server = await serve(() => undefined);
    const egress = await egressTo(server.url);
    const request = failure(egress.fetch(server.url));
    await egress.close();
    await egress.close();
    expect(await request).toBeInstanceOf(Error);
  });

  it('breaks off a body that is too large', async () => {
    await using server = await serve((_request, response) => response.end('x'.repeat(2_000_000)));
    const refused: unknown[] = [];
    await using egress = await egressTo(server.url, { onBodyRefused: (body, error) => refused.push(body, error) });
    const response = await egress.fetch(server.url, { method: 'POST', body: 'the question' });
    const error = await failure(response.text());
    expect(MCPProtocolError.isInstance(error) && error.code).toBe('MESSAGE_TOO_LARGE');
    expect(refused).toEqual(['the question', error]);
  });

  it('refuses a redirect to another origin and names both', async () => {
    await using server = await serve((_request, response) =>
      response.writeHead(307, { location: 'https://evil.example/mcp?token=1' }).end(),
    );
    await using egress = await egressTo(server.url);
    const error = await failure(egress.fetch(server.url));
    expect(MCPConfigurationError.isInstance(error) && error.code).toBe('REDIRECT_REFUSED');
    expect(error).toMatchObject({
      message: `Server "x" at ${server.url} redirects to another origin, https://evil.example, which is not followed.`,
    });
  });

  it('leaves a redirect within the origin to its caller', async () => {
    await using server = await serve((_request, response) => response.writeHead(308, { location: '/other' }).end());
    await using egress = await egressTo(server.url);
    expect((await egress.fetch(server.url)).status).toBe(308);
  });

  it('checks the address at the moment of the connection, and takes a literal one', async () => {
    await using server = await serve((_request, response) => response.end('ok'));
    const metadata: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [{ address: '169.254.169.254', family: isIP('169.254.169.254') }]);
    await using egress = await egressTo(server.url, { lookup: metadata });
    expect(codesOf(await failure(egress.fetch(server.url)))).toContain('ADDRESS_REFUSED');
    await using strict = await egressTo('http://mcp.example', { security: 'strict' });
    expect(codesOf(await failure(strict.fetch(`http://mcp.example:${server.port}`)))).toContain('ADDRESS_REFUSED');
    expect((await strict.fetch(`http://127.0.0.1:${server.port}`)).status).toBe(200);
  });
});

describe('an egress over TLS', () => {
  const identity = (name: string): ServerOptions => ({ key: keyText(name), cert: text(`${name}.pem`) });
  const ok: RequestListener = (_request, response) => response.end('ok');

  it('trusts an authority of its own file', async () => {
    await using server = await serve(ok, identity('server'));
    await using egress = await egressTo(server.url, { tls: { caFile: file('ca.pem') } });
    expect(await (await egress.fetch(server.url)).text()).toBe('ok');
  });

  it.each([
    ['server', {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['expired', { caFile: file('ca.pem') }, 'CERT_HAS_EXPIRED'],
    ['other-host', { caFile: file('ca.pem') }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('refuses the certificate "%s" with %j', async (name, tls, code) => {
    await using server = await serve(ok, identity(name));
    await using egress = await egressTo(server.url, { tls });
    expect(codesOf(await failure(egress.fetch(server.url)))).toContain(code);
  });

  it('shows its own certificate to a server that asks for one', async () => {
    await using server = await serve(ok, {
      ...identity('server'),
      ca: text('ca.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    });
    await using without = await egressTo(server.url, { tls: { caFile: file('ca.pem') } });
    expect(await failure(without.fetch(server.url))).toBeInstanceOf(Error);
    await using egress = await egressTo(server.url, {
      tls: { caFile: file('ca.pem'), certFile: file('client.pem'), keyFile: keyFile('client') },
    });
    expect(await (await egress.fetch(server.url)).text()).toBe('ok');
  });

  it('fails on plain HTTP where TLS is expected', async () => {
    await using server = await serve(ok);
    await using egress = await egressTo(server.url);
    expect(codesOf(await failure(egress.fetch(`https://localhost:${server.port}`))).join()).toMatch(/ERR_SSL|EPROTO/);
  });

  it.each([
    ['a missing file', { caFile: '/none/ca.pem' }, "can't be read"],
    ['a file that is no certificate', { caFile: file('../egress.test.ts') }, 'holds no usable PEM'],
    [
      'a key that belongs to another certificate',
      { certFile: file('client.pem'), keyFile: keyFile('server') },
      'holds no usable PEM',
    ],
  ])('names %s before anything is connected', async (_, tls, words) => {
    const error = await failure(egressTo('https://localhost:1', { tls }));
    expect(MCPConfigurationError.isInstance(error) && error.code).toBe('TLS_FAILED');
    expect(error).toMatchObject({ message: expect.stringContaining(words) });
  });
});

describe('an egress through a proxy', () => {
  /** A proxy that opens tunnels to this machine, whatever name is asked for. */
  async function startProxy(
    status = 200,
  ): Promise<{ readonly url: string; readonly tunnels: string[] } & AsyncDisposable> {
    const tunnels: string[] = [];
    const server = createHttpServer((_request, response) => response.writeHead(501).end());
    const sockets = new Set<{ destroy(): void }>();
    server.on('connect', (request, socket) => {
      tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const target = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () =>
        socket.write('HTTP/1.1 200 OK\r\n\r\n'),
      );
      sockets.add(target);
      target.on('error', () => undefined);
      socket.pipe(target).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://ada:secret@127.0.0.1:${port}`,
      tunnels,
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) socket.destroy();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  it('reaches HTTP and HTTPS servers, and lets the proxy resolve their names', async () => {
    await using proxy = await startProxy();
    await using plain = await serve((_request, response) => response.end('plain'));
    await using secure = await serve((_request, response) => response.end('secure'), {
      key: keyText('other-host'),
      cert: text('other-host.pem'),
    });
    const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    await using egress = await egressTo('https://other.example', {
      environment,
      tls: { caFile: file('ca.pem') },
      security: 'strict',
    });
    expect(await (await egress.fetch(`http://other.example:${plain.port}/`)).text()).toBe('plain');
    expect(await (await egress.fetch(`https://other.example:${secure.port}/`)).text()).toBe('secure');
    const credentials = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    expect(proxy.tunnels).toEqual([
      `other.example:${plain.port} ${credentials}`,
      `other.example:${secure.port} ${credentials}`,
    ]);
  });

  it('goes around it for hosts of NO_PROXY', async () => {
    await using proxy = await startProxy();
    await using server = await serve((_request, response) => response.end('direct'));
    await using egress = await egressTo('http://mcp.corp', {
      environment: { HTTP_PROXY: proxy.url, NO_PROXY: '.corp' },
    });
    expect(await (await egress.fetch(`http://mcp.corp:${server.port}/`)).text()).toBe('direct');
    expect(proxy.tunnels).toEqual([]);
  });

  it('fails when the proxy refuses', async () => {
    await using proxy = await startProxy(407);
    await using egress = await egressTo('https://other.example', { environment: { HTTPS_PROXY: proxy.url } });
    const error = await failure(egress.fetch('https://other.example/'));
    expect(codesOf(error)).toContain('UND_ERR_ABORTED');
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});
