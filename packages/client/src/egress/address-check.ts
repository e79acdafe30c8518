import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { MCPConfigurationError } from '@seawall/core/base';
import type { SecurityLevel } from '../config/configuration.ts';

/** How addresses are checked when a connection is made. */
export interface AddressCheckOptions {
  readonly serverName: string;
  readonly security: SecurityLevel;
  /** The name lookup underneath.
   * @default the one of the system */
  readonly lookup?: LookupFunction;
  /** Makes the error for a name of which no address is given out.
   * @default one about the URL of the server */
  readonly refuse?: (hostname: string, addresses: readonly string[]) => Error;
}

/**
 * A name lookup that gives out no address which an outside name must not point to.
 *
 * Link-local and metadata addresses are never given; under `strict` neither are those of this machine and of private
 * networks. Checked at connect time, so that a name can't change its meaning after it was checked. A literal address in a
 * URL needs no lookup: who wrote it meant it.
 */
export function createCheckedLookup(options: AddressCheckOptions): LookupFunction {
  const lookup = options.lookup ?? systemLookup;
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
      const addresses = toList(found);
      if (error || addresses.length === 0) {
        callback(error ?? notFound(hostname), []);
        return;
      }
      const allowed = addresses.filter(({ address }) => isAllowed(address, hostname, options.security));
      const [first] = allowed;
      if (!first) callback(refuse(hostname, addresses, options), []);
      else if (lookupOptions.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether an address is one where clouds keep their metadata and credentials, or none at all. */
export function isLinkLocal(address: string): boolean {
  return LINK_LOCAL.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** What no name may point to: link-local addresses, where clouds keep their metadata and credentials. */
const LINK_LOCAL = blockList(
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['0.0.0.0', 32, 'ipv4'],
  ['::', 128, 'ipv6'],
);
/** This machine and private networks. */
const INTERNAL = blockList(
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
);

function blockList(
  ...ranges: readonly (readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6'])[]
): BlockList {
  const list = new BlockList();
  for (const [address, prefix, family] of ranges) list.addSubnet(address, prefix, family);
  return list;
}

function isAllowed(address: string, hostname: string, security: SecurityLevel): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (LINK_LOCAL.check(address, family)) return false;
  // "localhost" says by itself where it leads.
  return security !== 'strict' || hostname === 'localhost' || !INTERNAL.check(address, family);
}

function toList(found: string | LookupAddress[]): readonly LookupAddress[] {
  return typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
}

function refuse(hostname: string, addresses: readonly LookupAddress[], options: AddressCheckOptions): Error {
  const list = addresses.slice(0, 4).map(({ address }) => address);
  return options.refuse?.(hostname, list) ?? refused(hostname, list, options);
}

function refused(
  hostname: string,
  list: readonly string[],
  { serverName, security }: AddressCheckOptions,
): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'ADDRESS_REFUSED',
    configSection: `mcpServers.${serverName}.url`,
    message: `The host "${hostname}" of server "${serverName}" points to ${list.join(', ')}, an address that is not connected to${security === 'strict' ? ' under security "strict"' : ''}.`,
    hint: 'Write the address itself into the URL if it is really meant.',
    context: { serverName, hostname, addresses: list, security },
  });
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address was found for "${hostname}".`), { code: 'ENOTFOUND', hostname });
}
