import type { Socket } from 'node:net';
import type { HttpLaunch } from '../../config/configuration.ts';
import type { Connection } from '../../connection/connection.ts';
import { checkValues } from '../check-values.ts';
import type { Examination } from '../examination.ts';
import { checkDns, checkProxy, checkTcp, unusableProxy } from './check-network.ts';
import { checkTls } from './check-tls.ts';
import { checkUrl } from './check-url.ts';
import { chooseProxy, type ProxyChoice } from './choose-proxy.ts';
import { portOf } from './network-error.ts';
import { connectThrough, openTcp, type SocketLimits } from './open-socket.ts';
import { reachServer } from './reach-server.ts';

/** Looks at a server over HTTP up to its session; gives the connection, which the caller closes. */
export async function examineHttp(examination: Examination, launch: HttpLaunch): Promise<Connection | undefined> {
  const { checkup, environment } = examination;
  const url = new URL(launch.url);
  await checkup.run('headers', () => ({ finding: checkValues(launch.headers, 'header') }));
  await checkup.run('url', () => ({ finding: checkUrl(launch.url) }));
  const way = await findWay(examination, url, chooseProxy(url, environment));
  if (way === undefined) return undefined;
  try {
    await secure(examination, url, way);
  } finally {
    way.socket.destroy();
  }
  return checkup.failure ? undefined : await reachServer(examination, launch);
}

/** A socket to the server, or through the proxy to it, and how to get another. */
interface Way {
  readonly socket: Socket;
  readonly openAnother: () => Promise<Socket>;
}

async function findWay(examination: Examination, url: URL, choice: ProxyChoice): Promise<Way | undefined> {
  const { checkup, entry } = examination;
  const limits = limitsOf(examination);
  if (choice.kind === 'proxy') {
    const socket = await checkup.run('proxy', () => checkProxy(choice.proxy, url, limits));
    checkup.end('dns', { outcome: 'skipped', detail: 'The proxy looks the host up.' }, 0);
    checkup.end('tcp', { outcome: 'skipped', detail: 'The proxy connects to the server.' }, 0);
    if (socket === undefined) return undefined;
    const target = `${url.hostname}:${portOf(url)}`;
    return { socket, openAnother: async () => (await connectThrough(choice.proxy, target, limits)).socket };
  }
  if (choice.kind === 'unusable')
    await checkup.run('proxy', () => Promise.reject(unusableProxy(choice.variable, entry.name)));
  else checkup.end('proxy', { outcome: 'skipped', detail: choice.reason }, 0);
  const addresses = await checkup.run('dns', () => checkDns(url, entry.name, entry.options.security));
  const socket = addresses && (await checkup.run('tcp', () => checkTcp(url, addresses, limits)));
  if (addresses === undefined || socket === undefined) return undefined;
  const address = socket.remoteAddress ?? addresses[0] ?? '';
  return { socket, openAnother: () => openTcp(address, portOf(url), limits) };
}

async function secure(examination: Examination, url: URL, way: Way): Promise<void> {
  const { checkup, entry, environment, clock } = examination;
  if (url.protocol !== 'https:') {
    const detail = 'The URL says http: nothing is encrypted.';
    return checkup.end('tls', { outcome: 'skipped', detail }, 0);
  }
  const limits = limitsOf(examination);
  const options = {
    url,
    serverName: entry.name,
    tls: entry.options.tls,
    environment,
    limits,
    nowMs: clock.now(),
    ...way,
  };
  await checkup.run('tls', () => checkTls(options));
}

function limitsOf({ networkTimeoutMs, clock, signal, entry }: Examination): SocketLimits {
  return { timeoutMs: networkTimeoutMs, clock, signal, serverName: entry.name };
}
