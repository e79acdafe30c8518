/** What the environment of a child is made of. */
export interface ChildEnvironmentOptions {
  /** Our own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the child inherits beside the safe variables: all, none, or these. */
  readonly inheritEnv: boolean | readonly string[];
  /** The variables of the server's entry. */
  readonly env: Readonly<Record<string, string>>;
}

/** Variables without which few programs run; what the SDK lets a server inherit too. */
export const SAFE_VARIABLES: readonly string[] = ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];

/** How to get out of this network: proxies and the authorities to trust. */
export const NETWORK_VARIABLES: readonly string[] = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
];

/**
 * The environment of a child: safe and network variables, what `inheritEnv` names, then the entry's own.
 *
 * Exported shell functions are never inherited.
 */
export function createChildEnvironment(options: ChildEnvironmentOptions): Record<string, string> {
  const { environment, inheritEnv, env } = options;
  const names =
    inheritEnv === true ? Object.keys(environment) : [...SAFE_VARIABLES, ...NETWORK_VARIABLES, ...(inheritEnv || [])];
  const inherited: Record<string, string> = {};
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined && !value.startsWith('()')) inherited[name] = value;
  }
  return { ...inherited, ...env };
}
