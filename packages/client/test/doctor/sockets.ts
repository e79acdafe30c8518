import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';

/** A server on a free port of 127.0.0.1 that is closed with its test. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** How many connections are open. */
  readonly open: () => number;
}

async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const serveHttp = (listener: RequestListener): Promise<Listening> => listen(createHttpServer(listener));

export const serveHttps = (tls: TlsOptions, listener: RequestListener): Promise<Listening> => {
  const server = createHttpsServer(tls, listener);
  // Clients that do not trust it break off, which is what they are there for.
  server.on('tlsClientError', () => undefined);
  return listen(server);
};

/** A server that takes connections and does with them what it is told. */
export const serveTcp = (onConnection: (socket: Socket) => void): Promise<Listening> =>
  listen(createTcpServer(onConnection));

/** A proxy that knows CONNECT only, and leads every host to the port `target`; told of each request. */
export async function serveProxy(options: {
  readonly target: number;
  readonly status?: number;
  readonly onConnect?: (url: string, authorization: string | undefined) => void;
}): Promise<Listening> {
  const { target, status = 200, onConnect } = options;
  const server = createHttpServer();
  server.on('connect', (request, client: Duplex) => {
    client.on('error', () => undefined);
    onConnect?.(request.url ?? '', request.headers['proxy-authorization']);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return await listen(server);
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  await using server = await serveTcp(() => undefined);
  return server.port;
}
