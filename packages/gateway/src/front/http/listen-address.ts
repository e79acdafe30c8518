import { isIP } from 'node:net';
import type { Settings } from '@seawall/client';
import { MCPConfigurationError } from '@seawall/core/base';

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  const bare = withoutBrackets(host).toLowerCase();
  return (
    bare === 'localhost' ||
    bare === '::1' ||
    bare === '::ffff:127.0.0.1' ||
    (isIP(bare) === 4 && bare.startsWith('127.'))
  );
}

/** Whether the address stands for all addresses of the machine. */
function isWildcard(host: string): boolean {
  const bare = withoutBrackets(host);
  return bare === '0.0.0.0' || bare === '::';
}

/** An IPv6 address without the brackets that it has in URLs. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** The URL under which this machine reaches the address. */
export function toBaseUrl(host: string, port: number): string {
  const bare = withoutBrackets(host);
  const reachable = isWildcard(bare) ? (bare === '::' ? '::1' : '127.0.0.1') : bare;
  return `http://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${port}`;
}

/** @throws {@link MCPConfigurationError} with `LISTEN_TOKEN_REQUIRED` when others could reach the gateway without a token. */
export function assertListenAllowed({ listen, auth }: Settings): void {
  if (isLoopback(listen.host) || auth.token !== undefined) return;
  throw new MCPConfigurationError({
    code: 'LISTEN_TOKEN_REQUIRED',
    configSection: 'seawall.auth.token',
    missingKeys: ['seawall.auth.token'],
    message: `Listening on "${listen.host}" lets other machines in, and no token is configured.`,
    hint: 'Set seawall.auth.token, or listen on "127.0.0.1".',
  });
}
