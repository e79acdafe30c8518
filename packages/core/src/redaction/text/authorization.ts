import { CONFIGURED_MARKER } from '../markers.ts';
import { isIdentifier, isPlaceholder, isStatusWord, isWord, looksGenerated } from '../values/value-shape.ts';
import { bareEnd } from './bare-value.ts';
import { isBlank, isNamePart, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Schemes that are followed by one word. */
const WORD_SCHEMES: ReadonlySet<string> = new Set(
  (
    'aivenv1 api-key apikey aws basic bearer bot client dpop geniekey jwt key klaviyo-api-key negotiate ntlm pat privatetoken sharedkey ' +
    'sharedkeylite splunk ssws token token64 user user-token x-api-key zoho-oauthtoken hmac api_key oauth2 kerberos cwt'
  ).split(' '),
);

/** Schemes that are followed by `name=value` pairs. */
const PAIR_SCHEMES: ReadonlySet<string> = new Set(
  (
    'acs3-hmac-sha256 aws3-https aws4-ecdsa-p256-sha256 aws4-hmac-sha256 digest escher goog4-hmac-sha256 goog4-rsa-sha256 ' +
    'googlelogin hawk hmac-sha1 hmac-sha256 hmacauth hoba mac oauth scram-sha-1 scram-sha-256 sharedaccesssignature signature ' +
    'tc3-hmac-sha256 vapid'
  ).split(' '),
);

/**
 * Hides the credentials of an `Authorization` header whose value starts at `from`; keeps the scheme. Gives back where they
 * end. `limit` is where the value surely ends, as at a closing quote.
 */
export function hideAuthorization(text: string, from: number, limit: number | undefined, findings: Findings): number {
  const end = limit ?? text.length;
  const schemeEnd = wordEnd(text, from, end);
  const scheme = text.slice(from, schemeEnd).toLowerCase();
  const next = skipBlanks(text, schemeEnd, end - schemeEnd);
  if (PAIR_SCHEMES.has(scheme) && next > schemeEnd)
    return hideAll(text, next, limit ?? pairsEnd(text, next, end), findings);
  if (next > schemeEnd && next < end && isScheme(text, scheme, next)) {
    // `Token token="x"`: pairs behind a scheme that usually has none.
    const pairs = pairsEnd(text, next, end);
    return hideAll(text, next, limit ?? Math.min(end, pairs > next ? pairs : bareEnd(text, next)), findings);
  }
  const valueEnd = limit ?? bareEnd(text, from);
  const value = text.slice(from, valueEnd);
  if (isStatusWord(value) || (isWord(value) && limit === undefined)) return from;
  return hideAll(text, from, valueEnd, findings);
}

/** A known scheme, or another word before something that can be a credential. */
function isScheme(text: string, scheme: string, next: number): boolean {
  if (WORD_SCHEMES.has(scheme)) return true;
  return isWord(scheme) && looksGenerated(text.slice(next, bareEnd(text, next)), 12);
}

function hideAll(text: string, from: number, end: number, findings: Findings): number {
  const value = text.slice(from, end);
  // Of `user:secret` in base64 only what depends on the secret may be hidden yet.
  if (isPlaceholder(value) || isStatusWord(value) || value.includes(CONFIGURED_MARKER)) return end;
  findings.add(from, end, 'authorization');
  return end;
}

/** Schemes that also stand in the middle of a text, as they are usually written. */
const FREE_SCHEMES: ReadonlySet<string> = new Set(
  'aivenv1 aws4-hmac-sha256 basic bearer bot digest geniekey hawk jwt negotiate ntlm oauth sharedaccesssignature sharedkey ssws zoho-oauthtoken'
    .split(' ')
    .flatMap((scheme) => [scheme, scheme.toUpperCase(), scheme.charAt(0).toUpperCase() + scheme.slice(1)])
    .concat('GenieKey', 'OAuth', 'SharedKey', 'SharedAccessSignature', 'Zoho-oauthtoken'),
);

/** Whether a word is a scheme that is worth a look at what follows it, header or not. */
export function isFreeScheme(word: string): boolean {
  return FREE_SCHEMES.has(word);
}

/** Hides what follows a scheme that no header stands before. Gives back where it ends; `from` where it is prose. */
export function hideAfterScheme(text: string, word: string, from: number, findings: Findings): number {
  const scheme = word.toLowerCase();
  let at = from;
  // `Sec-WebSocket-Protocol: bearer, x` is how browsers send a token to a socket.
  const isListed = scheme === 'bearer' && text.charCodeAt(at) === COMMA;
  if (isListed) at += 1;
  while (isBlank(text.charCodeAt(at)) || text.charCodeAt(at) === COLON || text.charCodeAt(at) === EQUALS) at += 1;
  if (at === from || at - from > MAX_GAP) return from;
  if (PAIR_SCHEMES.has(scheme)) {
    const end = pairsEnd(text, at, text.length);
    if (end === at || /\brealm\s*=/i.test(text.slice(at, Math.min(end, at + 400)))) return from;
    return /(?:nonce|response|signature|mac|token|sig|auth)\b[^=]{0,12}=/i.test(text.slice(at, end))
      ? hideAll(text, at, end, findings)
      : from;
  }
  const quoted = readQuoted(text, at);
  const [start, end] = quoted === undefined ? [at, bareEnd(text, at)] : [quoted.start, quoted.end];
  const value = text.slice(start, end);
  if (isListed && !looksGenerated(value, MIN_LISTED)) return from;
  if ((isWord(value) && value.length < 20) || isPlaceholder(value) || isStatusWord(value) || /^\w+=/.test(value))
    return from;
  const isCredential =
    scheme === 'basic' ? isBasic(value) : looksGenerated(value, 6) || (value.length >= 20 && !isIdentifier(value));
  return isCredential ? hideAll(text, start, end, findings) : from;
}

const MAX_GAP = 8;
/** In a list of names of schemes, what follows a comma has to be long to be none, in characters. */
const MIN_LISTED = 12;
const COMMA = ','.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);

/** Base64 of `user:password`, or anything that reads like it. */
function isBasic(value: string): boolean {
  if (!/^[A-Za-z\d+/_-]{6,}={0,2}$/.test(value)) return looksGenerated(value, 12);
  try {
    return atob(value.replaceAll('-', '+').replaceAll('_', '/')).includes(':') || looksGenerated(value, 16);
  } catch {
    // No base64 after all.
    return looksGenerated(value, 16);
  }
}

function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isNamePart(text.charCodeAt(at))) at += 1;
  return at;
}

/** Behind the last of `name="value", name=value` pairs. */
function pairsEnd(text: string, from: number, end: number): number {
  let at = from;
  let last = from;
  for (;;) {
    while (at < end && (isBlank(text.charCodeAt(at)) || SEPARATORS.has(text.charCodeAt(at)))) at += 1;
    const nameEnd = wordEnd(text, at, end);
    if (nameEnd === at || nameEnd >= end || text.charCodeAt(nameEnd) !== EQUALS) return last;
    const quoted = readQuoted(text, nameEnd + 1);
    last = Math.min(end, quoted === undefined ? bareEnd(text, nameEnd + 1) : quoted.after);
    if (last <= at) return last;
    at = last;
  }
}

const SEPARATORS: ReadonlySet<number> = new Set([...',;&'].map((sign) => sign.charCodeAt(0)));
