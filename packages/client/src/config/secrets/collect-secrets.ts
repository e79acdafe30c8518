import { isSensitiveName } from '@seawall/core/base';
import { looksLikeCredential } from './credential-shape.ts';
import { secretsInText, secretsInUrl } from './secrets-in-text.ts';

/** Where secrets of one server can stand. */
export interface SecretSource {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  /** Variables that were put in, with their values. */
  readonly variables?: Iterable<readonly [name: string, value: string]>;
}

/**
 * The exact values of `source` that must never leave the process.
 *
 * A value is one when it stands under a sensitive name, looks like a credential, follows an option such as `--api-key`,
 * is a header other than the harmless ones, or is a password in a URL. Values with an open `${VARIABLE}` are left out.
 */
export function collectSecrets(source: SecretSource): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(source.env ?? {})) addAll(found, secretsOfPair(name, value));
  for (const [name, value] of source.variables ?? []) addAll(found, secretsOfPair(name, value));
  for (const [name, value] of Object.entries(source.headers ?? {})) addAll(found, secretsOfHeader(name, value));
  addAll(found, secretsOfArguments(source.args ?? []));
  if (source.url !== undefined) addAll(found, secretsInUrl(source.url));
  for (const value of found) if (value.trim() === '' || value.includes('${')) found.delete(value);
  return found;
}

/** The secrets in one value under a name, as of a variable or a field. */
export function secretsOfPair(name: string, value: string): readonly string[] {
  return isSensitiveName(name) ? [value, ...afterScheme(value), ...secretsInText(value)] : secretsInText(value);
}

/** The secrets in one header: the whole value, and what follows the scheme of an `Authorization`. */
function secretsOfHeader(name: string, value: string): readonly string[] {
  const lowerName = name.toLowerCase();
  if (HARMLESS_HEADERS.has(lowerName) || lowerName.startsWith('x-mcp-')) return secretsInText(value);
  return [value, ...afterScheme(value), ...(lowerName === 'cookie' ? cookieValues(value) : [])];
}

const HARMLESS_HEADERS: ReadonlySet<string> = new Set(
  (
    'accept accept-charset accept-encoding accept-language cache-control connection content-encoding content-language ' +
    'content-length content-type date dnt expect from host if-modified-since if-none-match mcp-protocol-version origin pragma ' +
    'range referer te traceparent user-agent via x-client-name x-client-version x-forwarded-for x-forwarded-proto x-request-id'
  ).split(' '),
);

/** `x` of `Bearer x`; of `Basic x` the password in it too. */
function afterScheme(value: string): readonly string[] {
  const match = /^\s*([A-Za-z][\w-]*)\s+(\S.*)$/s.exec(value);
  const scheme = match?.[1];
  const rest = match?.[2]?.trim();
  if (scheme === undefined || rest === undefined || !AUTH_SCHEMES.has(scheme.toLowerCase())) return [];
  if (scheme.toLowerCase() !== 'basic') return [rest];
  const decoded = Buffer.from(rest, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? [rest] : [rest, decoded.slice(colon + 1)];
}

const AUTH_SCHEMES: ReadonlySet<string> = new Set([
  'apikey',
  'api-key',
  'basic',
  'bearer',
  'digest',
  'key',
  'negotiate',
  'token',
]);

function cookieValues(value: string): readonly string[] {
  return value.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}

function secretsOfArguments(args: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const [index, argument] of args.entries()) {
    const previous = args[index - 1];
    const isValue = previous !== undefined && OPTION.test(previous) && !argument.startsWith('-');
    if (isValue && isSensitiveName(previous)) found.push(argument);
    found.push(...secretsOfArgument(argument, isValue && HEADER_OPTIONS.has(previous)));
  }
  return found;
}

const OPTION = /^--?[A-Za-z][\w-]*$/;
const HEADER_OPTIONS: ReadonlySet<string> = new Set(['-H', '--header', '--headers']);

function secretsOfArgument(argument: string, isHeader: boolean): readonly string[] {
  const assignment = /^-{0,2}([A-Za-z_][\w.-]*)=(.+)$/s.exec(argument);
  const name = assignment?.[1];
  const value = assignment?.[2];
  if (name !== undefined && value !== undefined && isSensitiveName(name)) return [value, ...afterScheme(value)];
  const header = /^([A-Za-z][\w-]*):\s*(.+)$/s.exec(value ?? argument);
  const headerName = header?.[1];
  const headerValue = header?.[2];
  if (headerName !== undefined && headerValue !== undefined && (isHeader || isSensitiveName(headerName))) {
    return secretsOfHeader(headerName, headerValue.trim());
  }
  return looksLikeCredential(argument) ? [argument] : secretsInText(argument);
}

function addAll(found: Set<string>, values: Iterable<string>): void {
  for (const value of values) found.add(value);
}
