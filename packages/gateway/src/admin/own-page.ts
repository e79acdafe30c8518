import type { Settings } from '@seawall/client';
import { withoutBrackets } from '../front/http/listen-address.ts';

/**
 * Whether a request comes from a page of the gateway itself, from one that the configuration allows, or from no page.
 *
 * Stricter than for hosts of MCP: other pages of this machine get the cookie of a browser too, whatever their port is.
 */
export function isOwnPage(headers: Headers, listen: Settings['listen']): boolean {
  const origin = headers.get('origin');
  if (origin === null) return !FOREIGN.has(headers.get('sec-fetch-site') ?? 'none');
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined) return false;
  if (url.host === hostOf(headers, url.protocol)) return true;
  const name = withoutBrackets(url.hostname).toLowerCase();
  return listen.allowedOrigins.some((allowed) => withoutBrackets(allowed).toLowerCase() === name);
}

/** What a browser says of a request that a page of another site, or of another port, has it send. */
const FOREIGN: ReadonlySet<string> = new Set(['cross-site', 'same-site']);

/** The host of the request, written as a browser writes its origin: without the port that goes without saying. */
function hostOf(headers: Headers, protocol: string): string | undefined {
  const url = `${protocol}//${headers.get('host') ?? ''}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
