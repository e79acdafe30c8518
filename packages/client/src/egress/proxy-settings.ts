import { isIP } from 'node:net';

/** The proxies that an environment names for one URL. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

/**
 * Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case first.
 *
 * @returns `undefined` when there is none, and for this machine's own addresses, which no proxy reaches.
 */
export function readProxySettings(
  url: URL,
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings | undefined {
  if (isThisMachine(url.hostname)) return undefined;
  const read = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const any = read('ALL_PROXY');
  const httpProxy = read('HTTP_PROXY') ?? any;
  const httpsProxy = read('HTTPS_PROXY') ?? any;
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  // Empty texts keep the proxy agent from looking into the environment of this process.
  return { httpProxy: toUrl(httpProxy), httpsProxy: toUrl(httpsProxy), noProxy: read('NO_PROXY') ?? '' };
}

function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** People write `proxy.corp:3128` as well. */
function toUrl(proxy: string | undefined): string {
  if (proxy === undefined) return '';
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}
