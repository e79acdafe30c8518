import { markerEnd } from '../markers.ts';
import { isAlphanumeric, isBlank, isNamePart, isNameStart, isSpace } from './characters.ts';

/**
 * Where a value without quotes ends.
 *
 * White space, quotes and angle brackets end it. A comma, semicolon, `&`, `|` or closing bracket ends it only where
 * something else begins behind it, since passwords hold these signs too; in a URL `&` and `#` always end it.
 */
export function bareEnd(text: string, from: number, isInUrl = false): number {
  const stop = Math.min(text.length, from + MAX_BARE_LENGTH);
  let at = from;
  while (at < stop) {
    const code = text.charCodeAt(at);
    const marker = code === OPEN ? markerEnd(text, at) : at;
    if (marker > at) {
      at = marker;
      continue;
    }
    if (isSpace(code) || HARD_ENDS.has(code)) break;
    if (code === BACKSLASH && endsAtEscape(text, at)) break;
    const variable = code === DOLLAR ? variableEnd(text, at) : at;
    if (variable > at) {
      at = variable;
      continue;
    }
    if (isInUrl && (code === AMPERSAND || code === HASH)) break;
    if (SOFT_ENDS.has(code) && beginsSomethingElse(text, at)) break;
    at += 1;
  }
  return trimPunctuation(text, from, at);
}

/** A value without quotes is cut here, in characters. */
const MAX_BARE_LENGTH = 8192;
const MAX_NAME = 48;

const HARD_ENDS: ReadonlySet<number> = codes('"\'`<>“”‘’«»，。；、）');
const SOFT_ENDS: ReadonlySet<number> = codes(',;&|)]}');
const PUNCTUATION: ReadonlySet<number> = codes('.,:;…');
const BACKSLASH = '\\'.charCodeAt(0);
const AMPERSAND = '&'.charCodeAt(0);
const HASH = '#'.charCodeAt(0);

function codes(text: string): ReadonlySet<number> {
  return new Set([...text].map((char) => char.charCodeAt(0)));
}

/** The end of the variable that stands at `at`, as `${NAME}`; its brackets belong to the value. */
function variableEnd(text: string, at: number): number {
  return (
    at + (/^\$(?:\{[A-Za-z_][\w.]{0,60}\}|\([A-Za-z_][\w.]{0,60}\))/.exec(text.slice(at, at + 64))?.[0].length ?? 0)
  );
}

const DOLLAR = '$'.charCodeAt(0);

/** An escaped line end or quote, as in JSON. */
function endsAtEscape(text: string, at: number): boolean {
  const next = text.charAt(at + 1);
  return next === '' || 'nrt"\'\\`'.includes(next) || (next === 'u' && /^[\da-f]{4}/i.test(text.slice(at + 2, at + 6)));
}

/** Whether behind a separator comes its end, another sign, or another name with a value. */
function beginsSomethingElse(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (Number.isNaN(next) || isSpace(next) || HARD_ENDS.has(next) || SOFT_ENDS.has(next) || next === BACKSLASH)
    return true;
  if (PUNCTUATION.has(next) || next === OPEN || next === BRACE) return true;
  if (!isNameStart(next)) return CLOSERS.has(text.charCodeAt(at)) && !isAlphanumeric(next);
  let end = at + 1;
  while (end - at < MAX_NAME && isNamePart(text.charCodeAt(end))) end += 1;
  const sign = text.charCodeAt(end);
  return sign === EQUALS || sign === COLON;
}

const OPEN = '['.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const CLOSERS: ReadonlySet<number> = codes(')]}');

/** The full stop of a sentence is no part of a value. */
function trimPunctuation(text: string, from: number, end: number): number {
  const next = text.charCodeAt(end);
  if (!Number.isNaN(next) && !isSpace(next) && !isBlank(next) && !HARD_ENDS.has(next)) return end;
  // An ellipsis says that only the beginning is shown.
  if (text.startsWith('...', end - 3)) return end;
  let at = end;
  while (at > from + 1 && PUNCTUATION.has(text.charCodeAt(at - 1))) at -= 1;
  return at;
}
