import { isIP, type LookupFunction, type Socket } from 'node:net';
import { MCPConfigurationError, MCPConnectionError } from '@seawall/core/base';
import type { SecurityLevel } from '../../config/configuration.ts';
import { createCheckedLookup } from '../../egress/address-check.ts';
import type { Checked } from '../checkup.ts';
import { toShownUrl } from '../shown-text.ts';
import type { ChosenProxy } from './choose-proxy.ts';
import { portOf, toNetworkError } from './network-error.ts';
import { connectThrough, openTcp, type SocketLimits } from './open-socket.ts';

/** Looks the host up as the egress does: what its address check refuses is refused here too. */
export async function checkDns(
  url: URL,
  serverName: string,
  security: SecurityLevel,
  systemLookup?: LookupFunction,
): Promise<Checked<readonly string[]>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0)
    return {
      finding: { outcome: 'skipped', detail: 'The URL names an address: there is nothing to look up.' },
      value: [host],
    };
  const lookup = createCheckedLookup({ serverName, security, ...(systemLookup ? { lookup: systemLookup } : {}) });
  const addresses = await new Promise<readonly string[]>((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => {
      if (error) reject(toNetworkError(error, serverName, url));
      else resolve(Array.isArray(found) ? found.map(({ address }) => address) : [String(found)]);
    });
  });
  const shown = addresses.slice(0, MAX_ADDRESSES);
  return { finding: { outcome: 'passed', detail: `${host} is ${shown.join(', ')}.` }, value: shown };
}

/** More addresses of one name are not tried. */
const MAX_ADDRESSES = 6;

/** Connects to each address; the first socket that opened is given on. */
export async function checkTcp(url: URL, addresses: readonly string[], limits: SocketLimits): Promise<Checked<Socket>> {
  const port = portOf(url);
  const tried = await Promise.all(
    addresses.map(async (address) => {
      try {
        return { address, socket: await openTcp(address, port, limits) };
      } catch (error) {
        return { address, error };
      }
    }),
  );
  const open = tried.flatMap(({ address, socket }) => (socket ? [{ address, socket }] : []));
  const lines = tried.map(({ address, socket, error }) =>
    socket ? `${address} port ${port}: connected.` : `${address} port ${port}: ${codeOf(error)}.`,
  );
  for (const { socket } of open.slice(1)) socket.destroy();
  const [first] = open;
  if (first) {
    const detail = `Port ${port} of ${first.address} accepts connections.`;
    if (open.length === tried.length) return { finding: { outcome: 'passed', detail, lines }, value: first.socket };
    const fix =
      'If it is slow to connect, name the address that works in the URL; for "localhost" that is often 127.0.0.1.';
    return {
      finding: { outcome: 'warning', detail: `${detail} Not all of its addresses do.`, fix, lines },
      value: first.socket,
    };
  }
  const error = toNetworkError(tried[0]?.error, limits.serverName, url);
  return { finding: { outcome: 'failed', error, lines, ...tcpFix(url) } };
}

function tcpFix({ hostname, port }: URL): { readonly fix?: string } {
  if (!/^(?:localhost|127\.|\[::1\]$)/.test(hostname)) return {};
  return {
    fix: `Start the server, or correct the port${port === '' ? '' : ` ${port}`} in its URL. In a container "localhost" is the container itself: name the machine instead.`,
  };
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'not connected';
}

/** Asks the proxy for the way to the server; its socket is given on when it opens one. */
export async function checkProxy(proxy: ChosenProxy, url: URL, limits: SocketLimits): Promise<Checked<Socket>> {
  const { variable } = proxy;
  const where = toShownUrl(proxy.url.origin);
  const target = `${url.hostname}:${portOf(url)}`;
  const answer = await connectThrough(proxy, target, limits).catch((cause: unknown) => {
    const inner = toNetworkError(cause, limits.serverName, proxy.url);
    throw new MCPConnectionError({
      code: inner.code,
      kind: inner.kind,
      serverName: limits.serverName,
      transportType: 'http',
      message: `The proxy ${where}, named by ${variable}, can't be reached: ${codeOf(cause)}.`,
      hint: `Correct ${variable}, or except ${url.hostname} from it with NO_PROXY.`,
      cause,
    });
  });
  const { status, challenge, socket } = answer;
  if (status >= 200 && status < 300) {
    return {
      finding: { outcome: 'passed', detail: `The proxy ${where}, named by ${variable}, opens the way.` },
      value: socket,
    };
  }
  socket.destroy();
  throw new MCPConnectionError({
    code: 'CONNECTION_FAILED',
    serverName: limits.serverName,
    transportType: 'http',
    message: `The proxy ${where}, named by ${variable}, refused to open the way to ${target} (HTTP ${status}).`,
    hint:
      status === 407
        ? `The proxy asks for credentials${challenge === undefined ? '' : ` (${/^\s*([\w-]+)/.exec(challenge)?.[1] ?? 'of some kind'})`}: put them into ${variable}, as http://USER:PASSWORD@HOST:PORT.`
        : `Let the proxy allow this host, or except ${url.hostname} from it with NO_PROXY.`,
    context: { httpStatus: status },
  });
}

/** The error for a proxy that nothing can be made of. */
export function unusableProxy(variable: string, serverName: string): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'CONFIG_INVALID',
    message: `The variable ${variable} names no proxy that server "${serverName}" can be reached through.`,
    hint: `Write ${variable} as http://HOST:PORT.`,
    context: { serverName },
  });
}
