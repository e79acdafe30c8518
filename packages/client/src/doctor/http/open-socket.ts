import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { type Clock, MCPTimeoutError } from '@seawall/core/base';
import type { ChosenProxy } from './choose-proxy.ts';

/*
 * The sockets of single checks. Nothing is sent over them but a TLS handshake, or CONNECT to a proxy that the environment
 * names. A direct one is only opened to an address that the egress's checked lookup gave out, or that stands in the URL
 * itself, so that no check reaches what a request would not reach. Each is destroyed by who asked for it.
 */

/** How long a socket may take, and who may give up. */
export interface SocketLimits {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly serverName: string;
}

/** Opens a TCP connection to an address. */
export function openTcp(address: string, port: number, limits: SocketLimits): Promise<Socket> {
  const socket = connectTcp({ host: address, port });
  return settleSocket(socket, 'connect', `connecting to port ${port} of ${address}`, limits);
}

/** Shakes hands for TLS over an open socket. */
export function openTls(
  socket: Socket,
  host: string,
  options: ConnectionOptions,
  limits: SocketLimits,
): Promise<TLSSocket> {
  const bare = host.replace(/^\[|\]$/g, '');
  // An address is no server name; the certificate is checked against it all the same.
  const names = isIP(bare) === 0 ? { servername: bare, host: bare } : { host: bare };
  const secure = connectTls({ ...options, ...names, socket, ALPNProtocols: ['http/1.1'] });
  return settleSocket(secure, 'secureConnect', 'the TLS handshake', limits);
}

/** What a proxy answered to CONNECT; the socket is the way through it when the status is 200. */
export interface ProxyAnswer {
  readonly status: number;
  /** What the proxy asks for, as it says it. */
  readonly challenge: string | undefined;
  readonly socket: Socket;
}

/** Asks a proxy for the way to a host, as undici does it for every request. */
export function connectThrough(proxy: ChosenProxy, target: string, limits: SocketLimits): Promise<ProxyAnswer> {
  const { url } = proxy;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const user = `${decode(url.username)}:${decode(url.password)}`;
  const request = send({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    agent: false,
    headers: {
      host: target,
      ...(user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }),
    },
  });
  return limited(
    limits,
    'the answer of the proxy',
    () => request.destroy(),
    (resolve, reject) => {
      request.once('error', reject);
      const answer = (status: number | undefined, challenge: string | undefined, socket: Socket): void => {
        socket.on('error', () => undefined);
        resolve({ status: status ?? 0, challenge, socket });
      };
      request.once('connect', (response, socket) =>
        answer(response.statusCode, response.headers['proxy-authenticate'], socket),
      );
      request.once('response', (response) =>
        answer(response.statusCode, response.headers['proxy-authenticate'], response.socket),
      );
      request.end();
    },
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: meant as it stands.
    return text;
  }
}

function settleSocket<T extends Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  what: string,
  limits: SocketLimits,
): Promise<T> {
  return limited(
    limits,
    what,
    () => socket.destroy(),
    (resolve, reject) => {
      socket.once(event, () => resolve(socket));
      socket.once('error', reject);
      socket.once('close', () =>
        reject(Object.assign(new Error('The other side closed the connection.'), { code: 'ECONNRESET' })),
      );
      // What happens to it afterwards tells nobody anything.
      socket.on('error', () => undefined);
    },
  );
}

/** Settles once: by what happens, by the time, or by the signal; then what was begun is given up. */
function limited<T>(
  { timeoutMs, clock, signal, serverName }: SocketLimits,
  what: string,
  giveUp: () => void,
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      settle();
      giveUp();
      reject(error);
    };
    const onAbort = (): void => fail(new Error('The check was given up.'));
    const timer = clock.setTimer(
      () =>
        fail(
          new MCPTimeoutError({
            code: 'CONNECTION_TIMEOUT',
            kind: 'connection',
            serverName,
            operation: 'connect',
            timeoutMs,
            message: `Server "${serverName}": ${what} took longer than ${timeoutMs} ms.`,
            hint: 'Check the network, the firewall and the port in its URL.',
          }),
        ),
      timeoutMs,
    );
    const settle = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    begin((value) => {
      settle();
      resolve(value);
    }, fail);
    if (signal.aborted) onAbort();
  });
}
