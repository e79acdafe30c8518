import { markerEnd } from '../markers.ts';
import { looksGenerated } from '../values/value-shape.ts';
import { SECRET_URLS } from '../vendor-formats.ts';
import { isAlphanumeric, isDigit, isSpace } from './characters.ts';
import type { Findings } from './findings.ts';

/** Finds the password, or a user that is a token, before the `@` of URLs and data source names. */
export function findUserInfo(text: string, findings: Findings): void {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const end = userInfoEnd(text, start);
    if (end > start) addUserInfo(text, start, end, findings);
  }
  findBareUserInfo(text, findings);
}

/** Longer user information is cut off. */
const MAX_USER_INFO = 1024;
/** A password that breaks the rules for URLs is looked for this far. */
const MAX_LOOSE_PASSWORD = 128;

/**
 * Where the user information that starts at `start` ends, at its `@`; `start` where there is none. A password that was not
 * encoded may hold `/`, `?`, `#` and `@`: then the authority does not end where the rules say, and the part behind the
 * first colon is no port.
 */
function userInfoEnd(text: string, start: number): number {
  let at = start;
  let lastAt = start;
  let colon = -1;
  const stop = Math.min(text.length, start + MAX_USER_INFO);
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (isUrlEnd(code) || code === SLASH || code === QUESTION || code === HASH) break;
    if (code === AT) lastAt = at;
    else if (code === COLON && colon < 0) colon = at;
    // A marker in a URL has no blank but a colon: what it hides is hidden already.
    const marker = markerEnd(text, at);
    at = marker > at ? marker : at + 1;
  }
  if (lastAt > start || colon < 0 || at === colon + 1 || isDigits(text, colon + 1, at)) return lastAt;
  return looseEnd(text, at, start);
}

/** The last `@` before the end of a word, if a host follows it. */
function looseEnd(text: string, from: number, start: number): number {
  let lastAt = start;
  for (let at = from; at < Math.min(text.length, from + MAX_LOOSE_PASSWORD); at += 1) {
    const code = text.charCodeAt(at);
    if (isUrlEnd(code) || text.startsWith('://', at)) break;
    if (code === AT && isAlphanumeric(text.charCodeAt(at + 1))) lastAt = at;
  }
  return lastAt;
}

function addUserInfo(text: string, start: number, end: number, findings: Findings): void {
  const colon = colonIn(text, start, end);
  if (colon < 0) {
    if (isTokenUser(text.slice(start, end))) findings.add(start, end, 'url-user');
    return;
  }
  if (markerEnd(text, colon + 1) === end) return;
  const password = text.slice(colon + 1, end);
  // https://TOKEN:@host and https://TOKEN:x-oauth-basic@host carry the secret before the colon.
  const isUserSecret = password === '' || /^x-oauth-basic$|^x$|^api_token$/i.test(password);
  if (isUserSecret) findings.add(start, colon, 'url-user');
  else if (!/^(?:\$\{?\w+\}?|<[^<>]*>|\*{2,}|x{3,}|\{\{?\w+\}?\})$/i.test(password)) {
    findings.add(colon + 1, end, 'url-password');
    if (looksGenerated(text.slice(start, colon), 16)) findings.add(start, colon, 'url-user');
  }
}

/** The first colon that is not part of a marker; -1 without one. */
function colonIn(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) !== COLON) at = Math.max(at + 1, markerEnd(text, at));
  return at < end ? at : -1;
}

/** `ssh://git@host` names a user, `https://TOKEN@host` a token. */
function isTokenUser(user: string): boolean {
  return user.length >= 12 && looksGenerated(user, 12) && markerEnd(user, 0) !== user.length;
}

/** `user:password@tcp(host)` of Go, `user:password@host:5432`, and `user/password@//host` of Oracle. */
function findBareUserInfo(text: string, findings: Findings): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (!mayBeHost(text, at + 1) || !HOST_WITH_PORT.test(text.slice(at + 1, at + 80))) continue;
    let start = at;
    while (start > 0 && at - start < MAX_LOOSE_PASSWORD && !isUrlEnd(text.charCodeAt(start - 1))) start -= 1;
    const word = text.slice(start, at);
    if (word.includes('://')) continue;
    const match = /^(?:jdbc:oracle:thin:)?(?:[\w-]+=)?([\w.+-]{1,64})[:/](?=[^/])/.exec(word);
    if (match === null || /^(?:mailto|sip|sips|acct|xmpp|https?|ssh|npm|user|email)$/i.test(match[1] ?? '')) continue;
    const from = start + match[0].length;
    if (markerEnd(text, from) !== at) findings.add(from, at, 'url-password');
  }
}

/** Whether a run of a host's characters ends where {@link HOST_WITH_PORT} could go on; cheap, for texts of many `@`. */
function mayBeHost(text: string, from: number): boolean {
  let at = from;
  while (at - from < 64 && isHostPart(text.charCodeAt(at))) at += 1;
  const code = text.charCodeAt(at);
  return code === COLON || code === PARENTHESIS || (at === from && code === SLASH);
}

function isHostPart(code: number): boolean {
  return isAlphanumeric(code) || code === DOT || code === HYPHEN;
}

const HOST_WITH_PORT =
  /^(?:(?:tcp|unix|cloudsql|udp)\(|\/\/[\w.-]+[:/]|(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|[\w-]+(?:\.[\w-]+){0,6}):\d{2,5}(?:[/?\s]|$))/;

/** Finds webhooks and the like: addresses that are credentials. */
export function findSecretUrls(text: string, findings: Findings): void {
  if (!HINTS.some((hint) => text.includes(hint))) return;
  for (const [name, start] of SECRET_URLS) {
    let at = text.indexOf(start);
    while (at >= 0) {
      const from = at + start.length;
      const pathEnd = secretPathEnd(text, from);
      // The method behind a bot's token is no secret.
      const end = name === 'telegram' ? firstOf(text, SLASH, from, pathEnd) : pathEnd;
      if (end - from >= MIN_SECRET_PATH && markerEnd(text, from) !== end) findings.add(from, end, name);
      at = text.indexOf(start, Math.max(from, end));
    }
  }
}

/** One of these stands in each of the addresses. */
const HINTS: readonly string[] = ['hook', 'telegram', 'ifttt', 'mcp.', 'opsgenie', 'chat.googleapis'];

function secretPathEnd(text: string, from: number): number {
  let end = from;
  // The bracket of a marker belongs to it, so it is no sign behind the address.
  let kept = from;
  while (end < text.length && !isUrlEnd(text.charCodeAt(end)) && text.charCodeAt(end) !== QUESTION) {
    const marker = markerEnd(text, end);
    if (marker > end) kept = marker;
    end = Math.max(end + 1, marker);
  }
  while (end > kept && /[.,;:)\]}]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

const MIN_SECRET_PATH = 16;

function firstOf(text: string, code: number, from: number, end: number): number {
  for (let at = from; at < end; at += 1) if (text.charCodeAt(at) === code) return at;
  return end;
}

function isDigits(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isUrlEnd(code: number): boolean {
  return isSpace(code) || URL_ENDS.has(code);
}

const URL_ENDS: ReadonlySet<number> = new Set([...'"\'`<>\\'].map((sign) => sign.charCodeAt(0)));
const SLASH = '/'.charCodeAt(0);
const QUESTION = '?'.charCodeAt(0);
const HASH = '#'.charCodeAt(0);
const AT = '@'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const PARENTHESIS = '('.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const HYPHEN = '-'.charCodeAt(0);
