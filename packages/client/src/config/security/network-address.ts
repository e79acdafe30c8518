import { BlockList, isIP } from 'node:net';

/** What kind of place a host of a URL is, as far as its text tells; names are looked up when a connection is made. */
export type HostKind = 'public' | 'loopback' | 'private' | 'link-local' | 'metadata' | 'unusable';

/** Classifies the host of a URL: a name or an address, with or without brackets. */
export function classifyHost(host: string): HostKind {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (METADATA_HOSTS.has(name)) return 'metadata';
  const version = isIP(name);
  if (version === 0) {
    if (name === 'localhost' || name.endsWith('.localhost') || name === 'ip6-localhost') return 'loopback';
    return /\.(?:internal|local|lan|home\.arpa)$/.test(name) ? 'private' : 'public';
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return RANGES.find(([, list]) => list.check(name, family))?.[0] ?? 'public';
}

/** Whether a host is this machine. */
export function isLoopbackHost(host: string): boolean {
  return classifyHost(host) === 'loopback';
}

/** Ports of services that are no MCP server. */
export const RISKY_PORTS: ReadonlySet<number> = new Set([
  22, 23, 25, 53, 135, 139, 445, 1433, 1521, 3306, 3389, 5432, 6379,
]);

/** Where clouds hand out credentials to whoever asks from inside. */
const METADATA_HOSTS: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  'fd00:ec2::254',
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
]);

const RANGES: readonly (readonly [kind: HostKind, list: BlockList])[] = [
  ['metadata', ranges('169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', 'fd00:ec2::254/128')],
  ['loopback', ranges('127.0.0.0/8', '::1/128')],
  ['link-local', ranges('169.254.0.0/16', 'fe80::/10')],
  ['private', ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7')],
  [
    'unusable',
    ranges('0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8'),
  ],
];

function ranges(...subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix = ''] = subnet.split('/');
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
