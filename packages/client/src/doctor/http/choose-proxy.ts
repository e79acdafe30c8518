import type { Environment } from '../../config/environment.ts';
import { readProxySettings } from '../../egress/proxy-settings.ts';

/** The proxy that requests to a URL go through. */
export interface ChosenProxy {
  readonly url: URL;
  /** The variable that names it, as it is written in the environment. */
  readonly variable: string;
}

/** Why a URL is reached as it is. */
export type ProxyChoice =
  | { readonly kind: 'direct'; readonly reason: string }
  | { readonly kind: 'proxy'; readonly proxy: ChosenProxy }
  | { readonly kind: 'unusable'; readonly variable: string };

/** Says through which proxy the egress reaches a URL, by the same settings and the same reading of `NO_PROXY`. */
export function chooseProxy(url: URL, environment: Environment): ProxyChoice {
  const settings = readProxySettings(url, environment);
  if (settings === undefined) return { kind: 'direct', reason: 'No proxy is configured for it.' };
  const isSecure = url.protocol === 'https:';
  const address = (isSecure ? settings.httpsProxy : '') || settings.httpProxy;
  // Without a proxy of its own, HTTPS goes through the one for HTTP; not the other way round.
  if (!address) return { kind: 'direct', reason: 'HTTPS_PROXY counts for https URLs only.' };
  if (isExcepted(url, settings.noProxy ?? '')) return { kind: 'direct', reason: 'NO_PROXY excepts its host.' };
  const names = isSecure && settings.httpsProxy ? ['HTTPS_PROXY', 'ALL_PROXY'] : ['HTTP_PROXY', 'ALL_PROXY'];
  const variable =
    names.flatMap((name) => [name.toLowerCase(), name]).find((name) => environment[name]) ?? names[0] ?? 'HTTP_PROXY';
  if (!URL.canParse(address)) return { kind: 'unusable', variable };
  const proxy = new URL(address);
  return proxy.protocol === 'http:' || proxy.protocol === 'https:'
    ? { kind: 'proxy', proxy: { url: proxy, variable } }
    : { kind: 'unusable', variable };
}

/** As undici reads the variable: hosts and their subdomains, perhaps with a port; `*` alone means all. */
function isExcepted(url: URL, noProxy: string): boolean {
  if (noProxy === '*') return true;
  const host = url.host.replace(/:\d*$/, '').toLowerCase();
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return noProxy
    .split(/[,\s]/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const excepted = name.replace(/^\*?\./, '').toLowerCase();
      return (
        (only === undefined || Number(only) === port || only === '0') &&
        (host === excepted || host.endsWith(`.${excepted}`))
      );
    });
}
