import type { ConfigPath } from '../config-path.ts';
import type { HttpLaunch } from '../configuration.ts';
import type { ServerEntryInput } from '../configuration-schema.ts';
import { showValue } from '../value-text.ts';
import type { EntryWork } from './entry-context.ts';

/**
 * Reads how a server behind HTTP is reached; `undefined` when a finding says why not.
 *
 * User and password in the URL become an `Authorization` header: `fetch` refuses them in a URL.
 */
export function readHttpLaunch(
  entry: ServerEntryInput,
  transport: HttpLaunch['transport'],
  work: EntryWork,
): HttpLaunch | undefined {
  const own = readOwnVariables(entry, work);
  const headers = readHeaders(entry, own, work);
  const field = (['url', 'serverUrl', 'httpUrl'] as const).find((name) => entry[name] !== undefined) ?? 'url';
  const path = [...work.path, field];
  const text = work.expander.expand(entry[field] ?? '', path, own)?.trim();
  const url = text === undefined ? undefined : parseUrl(text, path, work);
  if (url === undefined || headers === undefined) return undefined;
  const authorization = takeUserInfo(url);
  const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return {
    transport: transport === 'auto' && field === 'httpUrl' ? 'http' : transport,
    url: url.href,
    headers: authorization === undefined || hasOwn ? headers : { ...headers, Authorization: authorization },
  };
}

/** The entry's own variables: a server behind HTTP has no process for them, but its URL and headers may use them. */
function readOwnVariables(entry: ServerEntryInput, work: EntryWork): Readonly<Record<string, string>> {
  const variables = Object.entries(entry.env ?? {}).flatMap(([name, value]) => {
    const expanded = value === null ? undefined : work.expander.expand(String(value), [...work.path, 'env', name]);
    return expanded === undefined ? [] : [[name, expanded] as const];
  });
  return Object.fromEntries(variables);
}

function parseUrl(text: string, path: ConfigPath, work: EntryWork): URL | undefined {
  const fail = (message: string): undefined => {
    work.findings.push({
      severity: 'error',
      path,
      message,
      value: showValue(text, path),
      allowed: 'an http or https URL, as https://example.com/mcp',
    });
    return undefined;
  };
  if (!URL.canParse(text)) return fail('This is not a URL.');
  const url = new URL(text);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  return fail(`The scheme "${url.protocol}" is not one a server can be reached by.`);
}

/** Removes user and password from the URL; gives the header that says the same. */
function takeUserInfo(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const userInfo = `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  return `Basic ${Buffer.from(userInfo, 'utf8').toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: meant as it stands.
    return text;
  }
}

function readHeaders(
  entry: ServerEntryInput,
  own: Readonly<Record<string, string>>,
  work: EntryWork,
): Readonly<Record<string, string>> | undefined {
  const headers = new Map<string, string>();
  let isComplete = true;
  for (const [name, raw] of Object.entries(entry.headers ?? {})) {
    const path = [...work.path, 'headers', name];
    const value = work.expander.expand(String(raw), path, own)?.trim();
    const isValid =
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) && (value === undefined || /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
    if (!isValid) {
      const allowed = 'a header name, and a value of one line in Latin characters';
      work.findings.push({ severity: 'error', path, message: 'This can not be a header.', allowed });
    }
    if (value === undefined || !isValid) isComplete = false;
    else headers.set(name, value);
  }
  return isComplete ? Object.fromEntries(headers) : undefined;
}
