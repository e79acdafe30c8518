import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Settings } from '@seawall/client';
import { isLoopback, withoutBrackets } from './listen-address.ts';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/**
 * Checks the `Host` and `Origin` of a request, so that no web page reaches the gateway through a name of its own.
 *
 * An IP address as `Host` is no such name; it is let in where the gateway listens beyond this machine.
 */
export function checkSource(
  headers: { readonly host: string | undefined; readonly origin: string | undefined },
  settings: Settings,
): Refusal | undefined {
  const { listen } = settings;
  const host =
    headers.host === undefined || /[@/?#\\]/.test(headers.host) ? undefined : hostNameOf(`http://${headers.host}`);
  if (host === undefined || !isAllowedHost(host, listen)) {
    return {
      status: 403,
      message: `The host "${(headers.host ?? '').slice(0, MAX_QUOTED_LENGTH)}" is not allowed here. Add its name to seawall.listen.allowedHosts.`,
    };
  }
  if (headers.origin === undefined || isAllowedOrigin(headers.origin, listen)) return undefined;
  return {
    status: 403,
    message: `The origin "${headers.origin.slice(0, MAX_QUOTED_LENGTH)}" is not allowed here. Add its host name to seawall.listen.allowedOrigins.`,
  };
}

/** Whether a web page of this origin may call. */
export function isAllowedOrigin(origin: string, listen: Settings['listen']): boolean {
  const host = /^https?:\/\//i.test(origin) ? hostNameOf(origin) : undefined;
  return host !== undefined && (isLoopback(host) || includesName(listen.allowedOrigins, host));
}

/** Checks the bearer token, in a time that tells nothing about it. A host's own credential goes no further than here. */
export function checkToken(authorization: string | undefined, settings: Settings): Refusal | undefined {
  const { token } = settings.auth;
  // A token that a reload took away must not open what was closed.
  if (token === undefined) return isLoopback(settings.listen.host) ? undefined : NO_TOKEN;
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token)) ? undefined : NO_TOKEN;
}

const NO_TOKEN: Refusal = {
  status: 401,
  message: 'The request needs the token of this gateway in "Authorization: Bearer".',
};
const MAX_QUOTED_LENGTH = 128;

function isAllowedHost(host: string, listen: Settings['listen']): boolean {
  if (
    isLoopback(host) ||
    host === withoutBrackets(listen.host).toLowerCase() ||
    includesName(listen.allowedHosts, host)
  )
    return true;
  return !isLoopback(listen.host) && isIP(host) !== 0;
}

function includesName(names: readonly string[], host: string): boolean {
  return names.some((name) => withoutBrackets(name).toLowerCase() === host);
}

function hostNameOf(url: string): string | undefined {
  try {
    return withoutBrackets(new URL(url).hostname).toLowerCase();
  } catch {
    // No URL, so no name that could be allowed.
    return undefined;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
