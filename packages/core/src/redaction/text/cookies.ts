import { isMarker } from '../markers.ts';
import { isPlaceholder } from '../values/value-shape.ts';
import { isBlank, isLineEnd, isNamePart } from './characters.ts';
import type { Findings } from './findings.ts';

/**
 * Hides the values in a `Cookie` or `Set-Cookie` header whose value starts at `from`, and keeps the names and what a
 * `Set-Cookie` says about the cookie. Gives back where the pairs end; `from` where none stand.
 */
export function hideCookies(text: string, from: number, limit: number | undefined, findings: Findings): number {
  let at = from;
  let last = from;
  const end = limit ?? text.length;
  for (let pairs = 0; pairs < MAX_PAIRS; pairs += 1) {
    while (
      at < end &&
      (isBlank(text.charCodeAt(at)) || text.charCodeAt(at) === SEMICOLON || text.charCodeAt(at) === COMMA)
    )
      at += 1;
    const nameEnd = cookieNameEnd(text, at, end);
    if (nameEnd === at) return last;
    const name = text.slice(at, nameEnd);
    if (text.charCodeAt(nameEnd) !== EQUALS) {
      if (!FLAGS.has(name.toLowerCase())) return last;
      at = last = nameEnd;
      continue;
    }
    const valueEnd = cookieValueEnd(text, nameEnd + 1, end, name);
    const value = text.slice(nameEnd + 1, valueEnd);
    if (!ATTRIBUTES.has(name.toLowerCase()) && !isPlaceholder(value) && !isMarker(value)) {
      findings.add(nameEnd + 1, valueEnd, 'cookie');
    }
    at = last = valueEnd;
    if (at < end && text.charCodeAt(at) !== SEMICOLON && text.charCodeAt(at) !== COMMA) return last;
  }
  return last;
}

/** A header holds far fewer. */
const MAX_PAIRS = 1000;
const MAX_NAME = 128;
const MAX_VALUE = 8192;

const ATTRIBUTES: ReadonlySet<string> = new Set(
  'path domain expires max-age samesite priority version comment'.split(' '),
);
const FLAGS: ReadonlySet<string> = new Set('httponly secure partitioned'.split(' '));

function cookieNameEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && at - from < MAX_NAME && (isNamePart(text.charCodeAt(at)) || NAME_SIGNS.has(text.charCodeAt(at))))
    at += 1;
  return at;
}

/** Blanks end a value but for a date: `Expires=Wed, 21 Oct 2026 07:28:00 GMT`. */
function cookieValueEnd(text: string, from: number, end: number, name: string): number {
  const isDate = name.toLowerCase() === 'expires';
  let at = from;
  while (at < end && at - from < MAX_VALUE) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON || isLineEnd(code) || QUOTES.has(code)) break;
    if (!isDate && (isBlank(code) || (code === COMMA && isBlank(text.charCodeAt(at + 1))))) break;
    at += 1;
  }
  return at;
}

const SEMICOLON = ';'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);
const NAME_SIGNS: ReadonlySet<number> = codes('!#%*+~^|:');
const QUOTES: ReadonlySet<number> = codes('"\'`\\<>[]{}');

function codes(text: string): ReadonlySet<number> {
  return new Set([...text].map((char) => char.charCodeAt(0)));
}
