import { markerEnd } from '../markers.ts';
import type { NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { isPlaceholder, isStatusWord, isWord, looksGenerated } from '../values/value-shape.ts';
import { bareEnd } from './bare-value.ts';
import { isBlank, isLetter, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Hides the value that follows a sensitive name in a sentence (`password is hunter2`, `API key provided: x`, `token "x"`) or
 * on a command line (`--token x`). Gives back where it ends; the end of the name where there is none.
 */
export function hideInProse(
  text: string,
  word: { readonly start: number; readonly end: number },
  kind: NameKind,
  findings: Findings,
): number {
  const set = isSet(text, word.start) ? SET_OPTION.exec(text.slice(word.end, word.end + MAX_SETTER)) : null;
  const { at, isExplicit } = skipConnectors(text, word.end + (set?.[0].length ?? 0));
  if (at === word.end || markerEnd(text, at) > at) return word.end;
  if (text.charAt(at) === '(') return hideInParentheses(text, at + 1, word.end, kind, findings);
  const isOption = text.charAt(word.start - 1) === '-' || isSet(text, word.start);
  if (!isOption && isPlainWord(text, at)) return word.end;
  // `config set --secret name x`: a switch, and what follows is the name.
  if (isOption && /\bset -{1,2}$/.test(text.slice(Math.max(0, word.start - 6), word.start))) return word.end;
  const quoted = readQuoted(text, at);
  const start = quoted?.start ?? at;
  const end = quoted?.end ?? bareEnd(text, at);
  const value = text.slice(start, end);
  if (quoted === undefined && '([{<,)|'.includes(text.charAt(start) || ',')) return word.end;
  const binding = isExplicit && quoted !== undefined && value.length >= MIN_QUOTED ? 'field' : 'loose';
  const isHidden = isOption ? isOptionValue(kind, value, quoted !== undefined) : isSecretValue(kind, value, binding);
  if (!isHidden) return word.end;
  findings.add(start, end, kind.rule);
  return hideSuccessor(text, quoted?.after ?? end, kind, findings);
}

/** A change names the old value and the new one: `"x" -> "y"`, `from "x" to "y"`. Gives back where the new one ends. */
export function hideSuccessor(text: string, from: number, kind: NameKind, findings: Findings): number {
  const arrow = /^ ?(?:->|=>|→|to(?= )) ?/.exec(text.slice(from, from + 5));
  const quoted = arrow === null ? undefined : readQuoted(text, from + arrow[0].length);
  if (quoted === undefined || !isSecretValue(kind, text.slice(quoted.start, quoted.end), 'field')) return from;
  findings.add(quoted.start, quoted.end, kind.rule);
  return quoted.after;
}

/** `set -gx TOKEN x`, `setx TOKEN x`: a command that gives a variable its value. */
function isSet(text: string, start: number): boolean {
  if (text.charAt(start - 1) !== ' ') return false;
  return /(?:^|[\s;&])(?:set(?: -{1,2}\w{1,9}){1,3}|setenv|setx|(?:config|secrets?|env|variables?) (?:set|put|add)(?: --[a-z]{1,12}){0,3}) $/.test(
    text.slice(Math.max(0, start - MAX_SETTER), start),
  );
}

const MAX_SETTER = 40;
/** What may stand before the value that is set: `secret set TOKEN --body x`. */
const SET_OPTION = /^ --?(?:body|value|data|b|v)(?==| )/;

/** `The API key (x) was revoked`: a note about a name is of words, a value is not. */
function hideInParentheses(text: string, from: number, end: number, kind: NameKind, findings: Findings): number {
  const close = text.indexOf(')', from);
  if (close < 0 || close - from > MAX_NOTED) return end;
  const value = text.slice(from, close);
  if (!looksGenerated(value, MIN_NOTED) || /[\s(]/.test(value) || !isSecretValue(kind, value, 'loose')) return end;
  findings.add(from, close, kind.rule);
  return close;
}

const MIN_NOTED = 10;
const MAX_NOTED = 512;

/** A word in small letters, as most that follow a name in a sentence: no value, and quickly seen. */
function isPlainWord(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) >= SMALL_A && text.charCodeAt(at) <= SMALL_Z) at += 1;
  return at > from && (at === text.length || isBlank(text.charCodeAt(at)));
}

const SMALL_A = 'a'.charCodeAt(0);
const SMALL_Z = 'z'.charCodeAt(0);
/** Shorter quoted texts are characters that a parser did not expect. */
const MIN_QUOTED = 4;

/** What follows an option on a command line is its value, but not in a text about the option. */
function isOptionValue(kind: NameKind, value: string, isQuoted: boolean): boolean {
  if (value.startsWith('-') || isPlaceholder(value)) return false;
  if (isQuoted) return isSecretValue(kind, value, 'field');
  if (isWord(value) && (isStatusWord(value) || ABOUT_OPTIONS.has(value.toLowerCase()))) return false;
  return isSecretValue(kind, value, 'assigned') && !/^[[(|]/.test(value);
}

const ABOUT_OPTIONS: ReadonlySet<string> = new Set(
  'flag option options argument arguments parameter value values instead also can may will has could would via using use'.split(
    ' ',
  ),
);

/** Words between a name and its value in a sentence. */
const CONNECTORS: ReadonlySet<string> = new Set(
  (
    'is was are were be being provided given used supplied entered sent received specified submitted found value set to equals ' +
    'equal reads now has have with as got returned returns containing looks like starts starting string header hash text changed updated rotated'
  ).split(' '),
);
/** Words after which somebody or something is named first: `password for user bob is x`. */
const OWNER_WORDS: ReadonlySet<string> = new Set('for of user account server on'.split(' '));
/** After these what follows is the value. */
const EXPLICIT: ReadonlySet<string> = new Set('is was are equals equal reads to as provided given'.split(' '));
const MAX_CONNECTORS = 6;
const MAX_WORD = 16;

function skipConnectors(text: string, from: number): { readonly at: number; readonly isExplicit: boolean } {
  // In Markdown a name may be set off: `**API key** to x`.
  let at = from + (/^[*_`]{1,3}(?= [a-z])/.exec(text.slice(from, from + 5))?.[0].length ?? 0);
  let isExplicit = false;
  let isOwner = false;
  let isChanged = false;
  for (let words = 0; words < MAX_CONNECTORS; words += 1) {
    const start = skipBlanks(text, at);
    const sign = text.charAt(start);
    if (words > 0 && (sign === ':' || sign === '=')) return { at: skipBlanks(text, start + 1), isExplicit: true };
    if (start === at) return { at: start === from ? from : start, isExplicit };
    let end = start;
    while (end - start < MAX_WORD && isLetter(text.charCodeAt(end))) end += 1;
    const word = text.slice(start, end).toLowerCase();
    const isWhole = isBlank(text.charCodeAt(end)) || text.charAt(end) === ':' || text.charAt(end) === '=';
    const follows = CONNECTORS.has(word) || OWNER_WORDS.has(word) || isOwner || (word === 'from' && isChanged);
    if (end === start || !isWhole || !follows) return { at: start, isExplicit };
    isChanged = word === 'changed' || word === 'updated' || word === 'rotated';
    isExplicit ||= EXPLICIT.has(word);
    isOwner = OWNER_WORDS.has(word);
    at = end;
  }
  return { at: skipBlanks(text, at), isExplicit };
}
