import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction, Socket } from 'node:net';
import { MCPConfigurationError, MCPConnectionError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { createOutbound, OUTBOUND_DEFAULTS } from '../../src/index.ts';

async function startServer(listener: Parameters<typeof createServer>[1]) {
  const server = createServer({}, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address of this shape while it listens.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function open(lookup?: LookupFunction) {
  const outbound = createOutbound({ environment: {}, ...(lookup === undefined ? {} : { lookup }) });
  return { outbound, [Symbol.asyncDispose]: () => outbound.close() };
}

/** A port at which nobody listens. */
async function freePort(): Promise<number> {
  await using server = await startServer(() => undefined);
  return server.port;
}

const ask = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' } as const;
const toMetadata: LookupFunction = (_hostname, _options, callback) =>
  callback(null, [{ address: '169.254.169.254', family: 4 }]);

describe('the way out for notices', () => {
  it('reaches receivers on this machine, and gives what they answer', async () => {
    await using server = await startServer((request, response) => {
      response.writeHead(202, { 'X-Method': request.method ?? '' }).end('taken');
    });
    await using out = open();
    const { signal } = new AbortController();
    const answer = await out.outbound.request({ ...ask, url: `http://127.0.0.1:${server.port}/a`, signal });
    expect(answer).toMatchObject({ status: 202, body: 'taken', headers: { 'x-method': 'POST' } });
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
  ])('refuses %s, whoever names it', async (url) => {
    await using out = open();
    const { signal } = new AbortController();
    await expect(out.outbound.request({ ...ask, url, signal })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('refuses a name that points to where clouds keep their credentials', async () => {
    await using out = open(toMetadata);
    const { signal } = new AbortController();
    const refused = expect.objectContaining({ code: 'ADDRESS_REFUSED' });
    await expect(out.outbound.request({ ...ask, url: 'http://hooks.example.com/', signal })).rejects.toEqual(refused);
    await expect(out.outbound.connect({ host: 'mail.example.com', port: 25, signal })).rejects.toEqual(refused);
    await expect(out.outbound.connect({ host: '169.254.169.254', port: 25, signal })).rejects.toThrow(
      MCPConfigurationError,
    );
  });

  it('does not follow a redirect', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end();
    });
    await using out = open();
    const { signal } = new AbortController();
    const answer = await out.outbound.request({ ...ask, url: `http://127.0.0.1:${server.port}/`, signal });
    expect(answer.status).toBe(307);
  });

  it('reads no more of an answer than it needs', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', write);
      write();
    });
    await using out = open();
    const { signal } = new AbortController();
    const answer = await out.outbound.request({ ...ask, url: `http://127.0.0.1:${server.port}/`, signal });
    expect(answer.body.length).toBeGreaterThanOrEqual(OUTBOUND_DEFAULTS.maxBodyBytes);
    expect(answer.body.length).toBeLessThan(OUTBOUND_DEFAULTS.maxBodyBytes * 10);
  });

  it('tells a receiver that is not there from one that broke off', async () => {
    await using server = await startServer((request) => request.socket.destroy());
    await using out = open();
    const { signal } = new AbortController();
    const broken = out.outbound.request({ ...ask, url: `http://127.0.0.1:${server.port}/`, signal });
    await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_RESET' });
    const port = await freePort();
    const gone = out.outbound.request({ ...ask, url: `http://127.0.0.1:${port}/`, signal });
    await expect(gone).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
    await expect(out.outbound.connect({ host: '127.0.0.1', port, signal })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    });
  });

  it('ends a request and a connection that are given up', async () => {
    await using server = await startServer(() => undefined);
    await using out = open();
    const abort = new AbortController();
    const asked = out.outbound.request({ ...ask, url: `http://127.0.0.1:${server.port}/`, signal: abort.signal });
    abort.abort();
    await expect(asked).rejects.toThrow(MCPConnectionError);
    const connect = { host: '127.0.0.1', port: server.port, signal: abort.signal };
    await expect(out.outbound.connect(connect)).rejects.toThrow(MCPConnectionError);
  });

  it('gives sockets that close with it, and is closed for good', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server has an address of this shape while it listens.
    const { port } = server.address() as AddressInfo;
    const { outbound } = open();
    const { signal } = new AbortController();
    const socket = await outbound.connect({ host: '127.0.0.1', port, signal });
    expect(socket).toBeInstanceOf(Socket);
    await outbound.close();
    await outbound.close();
    expect(socket instanceof Socket && socket.destroyed).toBe(true);
    await expect(outbound.request({ ...ask, url: 'http://127.0.0.1:1/', signal })).rejects.toMatchObject({
      code: 'CONNECTION_CLOSED',
    });
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
