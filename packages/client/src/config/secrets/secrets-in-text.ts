import { isSensitiveName } from '@seawall/core/base';
import { looksLikeCredential } from './credential-shape.ts';

/**
 * The secrets inside a text that is no secret as a whole: the password of a URL or DSN, `password=…` in a connection
 * string, sensitive fields of JSON, and words that look like credentials.
 */
export function secretsInText(text: string): readonly string[] {
  const examined = text.slice(0, MAX_EXAMINED_LENGTH);
  const found = [...(/^\s*[{[]/.test(examined) ? secretsInJson(examined) : []), ...secretsInUrl(examined)];
  for (const match of examined.matchAll(PAIR)) {
    const [, name, value] = match;
    if (name !== undefined && value !== undefined && isSensitiveName(name)) found.push(value);
  }
  for (const word of examined.split(/[\s"'`,;()<>[\]{}=&?#|]+/)) if (looksLikeCredential(word)) found.push(word);
  if (examined.includes('PRIVATE KEY-----')) found.push(text);
  return found;
}

/** The user or password before the `@` of a URL, and query and fragment values under sensitive names. Paths are no secrets. */
export function secretsInUrl(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(USER_INFO)) {
    const userInfo = match[1] ?? '';
    const colon = userInfo.indexOf(':');
    // A lone user is a token (https://TOKEN@host) unless it is short, as in ssh://git@host.
    const secret = colon >= 0 ? userInfo.slice(colon + 1) : userInfo.length >= MIN_TOKEN_USER_LENGTH ? userInfo : '';
    if (secret !== '') found.push(...bothForms(secret));
  }
  const parameters = /[?#](.*)$/s.exec(text)?.[1] ?? '';
  for (const pair of parameters.split(/[&;#]/)) {
    const equals = pair.indexOf('=');
    const value = pair.slice(equals + 1);
    if (equals > 0 && value !== '' && (isSensitiveName(pair.slice(0, equals)) || looksLikeCredential(value))) {
      found.push(...bothForms(value));
    }
  }
  return found;
}

/** Longer texts are examined by their beginning only, in characters. */
const MAX_EXAMINED_LENGTH = 65_536;
const MIN_TOKEN_USER_LENGTH = 12;

/** `user:password@` after a scheme, up to the last `@` before a space or quote. */
const USER_INFO = /[a-z][a-z\d+.-]{0,30}:\/\/([^\s"'<>/?#]{1,2000})@/gi;
/** `Password=…` in a connection string, `--token=…` in a command line, `PASSWORD: …`. */
const PAIR = /([A-Za-z][\w.-]{0,60})["']?\s{0,3}[=:]\s{0,3}["']?([^\s"'&;,]{3,})/g;

function bothForms(value: string): readonly string[] {
  try {
    const decoded = decodeURIComponent(value);
    return decoded === value ? [value] : [value, decoded];
  } catch {
    // Not URL-encoded: the value is as it stands.
    return [value];
  }
}

function secretsInJson(text: string): readonly string[] {
  const found: string[] = [];
  try {
    JSON.parse(text, (key, value: unknown) => {
      if (typeof value === 'string' && key !== '' && isSensitiveName(key))
        found.push(value, value.replace(/^\w+\s+/, ''));
      return value;
    });
  } catch {
    // Not JSON after all: the other rules apply.
  }
  return found;
}
