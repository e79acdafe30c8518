import { isAlphanumeric, isLineEnd } from './characters.ts';
import { FIRST_BEYOND_ASCII } from './window-bytes.ts';

/** A part of a text between quotes. */
export interface Quoted {
  /** Where the content starts and ends. */
  readonly start: number;
  readonly end: number;
  /** Behind the closing quote. */
  readonly after: number;
}

/**
 * Reads what stands between quotes from `index` on; `undefined` where no quote stands.
 *
 * Takes quotes of every kind, escaped any number of times as in JSON within JSON, as HTML entities, and with the letter that
 * some languages put before them. What is not closed ends with its line.
 */
export function readQuoted(text: string, index: number): Quoted | undefined {
  const first = text.charCodeAt(index);
  if (isAlphanumeric(first) && !QUOTES.has(text.charCodeAt(index + 1)) && !QUOTES.has(text.charCodeAt(index + 2)))
    return undefined;
  const from = skipLetter(text, index);
  let at = from;
  while (text.charCodeAt(at) === BACKSLASH && at - from < MAX_ESCAPES) at += 1;
  const escapes = at - from;
  const close = CLOSING.get(text.charAt(at));
  if (close !== undefined) {
    const isTriple = text.startsWith(close.repeat(3), at);
    const start = at + (isTriple ? 3 : 1);
    return isTriple ? untilText(text, start, close.repeat(3)) : untilQuote(text, start, close, escapes);
  }
  const entity = escapes > 0 || first !== AMPERSAND ? undefined : ENTITIES.find((each) => text.startsWith(each, at));
  return entity === undefined ? undefined : untilText(text, at + entity.length, entity);
}

/** A quoted text is cut here, in characters. */
const MAX_QUOTED_LENGTH = 32_768;
/** Quotes of books are not the same at both ends, so that a text of nothing but openings is read again for each. */
const MAX_PROSE_QUOTE = 512;
const MAX_ESCAPES = 15;
const AMPERSAND = '&'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['«', '»'],
  ['„', '“'],
]);
const QUOTES: ReadonlySet<number> = new Set([...CLOSING.keys()].map((quote) => quote.charCodeAt(0)));
const ENTITIES = ['&quot;', '&#34;', '&#39;', '&#039;', '&apos;', '&#x27;', '&#x22;'];

/** `b'…'`, `u"…"`, `@"…"`, `$'…'`. */
function skipLetter(text: string, index: number): number {
  const first = text.charAt(index);
  const length =
    'buBUrRfFL@$N'.includes(first) && first !== ''
      ? /^[bB][rR]|^[rR][bB]/.test(text.slice(index, index + 2))
        ? 2
        : 1
      : 0;
  return length > 0 && CLOSING.has(text.charAt(index + length)) ? index + length : index;
}

function untilText(text: string, start: number, close: string): Quoted {
  const end = text.indexOf(close, start);
  if (end < 0 || end - start > MAX_QUOTED_LENGTH) return untilLineEnd(text, start);
  return { start, end, after: end + close.length };
}

/** The quote that closes one with so many escapes before it has as many; those of deeper levels have more. */
function untilQuote(text: string, start: number, close: string, escapes: number): Quoted {
  const limit = close.charCodeAt(0) < FIRST_BEYOND_ASCII ? MAX_QUOTED_LENGTH : MAX_PROSE_QUOTE;
  const part = text.slice(start, start + limit);
  for (let found = part.indexOf(close); found >= 0; found = part.indexOf(close, found + 1)) {
    const at = start + found;
    let before = 0;
    while (at - before > start && text.charCodeAt(at - before - 1) === BACKSLASH && before < MAX_ESCAPES * 2)
      before += 1;
    const closes = before < escapes || (before - escapes) % (2 * (escapes + 1)) === 0;
    if (closes) return { start, end: at - Math.min(before, escapes), after: at + 1 };
  }
  return untilLineEnd(text, start, limit);
}

function untilLineEnd(text: string, start: number, limit = MAX_QUOTED_LENGTH): Quoted {
  let end = start;
  const stop = Math.min(text.length, start + limit);
  while (end < stop && !isLineEnd(text.charCodeAt(end))) end += 1;
  return { start, end, after: end };
}
