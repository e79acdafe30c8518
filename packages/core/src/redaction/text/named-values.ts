import { markerEnd } from '../markers.ts';
import { classifyName, classifyQueryName, MAX_NAME_LENGTH, type NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { isStatusWord, isWord } from '../values/value-shape.ts';
import { hideAfterScheme, hideAuthorization, isFreeScheme } from './authorization.ts';
import { bareEnd } from './bare-value.ts';
import { bindingOf, passphraseEnd } from './binding.ts';
import { isNamePart, isNameStart, skipBlanks } from './characters.ts';
import { hideCookies } from './cookies.ts';
import type { Findings } from './findings.ts';
import { hideList } from './listed-values.ts';
import { hideNested } from './nested-values.ts';
import { hidePairedValue } from './paired-value.ts';
import { hideInProse, hideSuccessor } from './prose.ts';
import { type Quoted, readQuoted } from './quoted.ts';
import { readSeparator, type Separator } from './separator.ts';
import { hasNamePiece } from './survey.ts';
import { hideWeakGroup } from './weak-groups.ts';
import { isHolder, readWrapped } from './wrapped-value.ts';

/**
 * Finds the values that stand behind a sensitive name, whatever is between: `name=value`, `"name": "value"`, headers, query
 * parameters, options, XML, YAML, INI, dumps of many languages, and prose. `pieces` are the places at which a piece of such
 * a name ends.
 */
export function findNamedValues(text: string, pieces: readonly number[], findings: Findings): void {
  let at = 0;
  // Where what was hidden last ends.
  let hiddenTo = 0;
  for (const piece of pieces) {
    if (piece < at) continue;
    const runStart = runStartOf(text, piece, at);
    const marker = markerAround(text, runStart);
    const word = marker > runStart ? undefined : readWord(text, runStart, piece);
    at = word?.after ?? Math.max(marker, piece + 1);
    if (marker > runStart) hiddenTo = marker;
    if (word === undefined || !hasNamePiece(text, word.start, word.end)) continue;
    const after = hideValueOf(text, word, wordBefore(text, word.start, hiddenTo), findings);
    if (after > word.end) hiddenTo = after;
    at = Math.max(at, after);
  }
}

/** Where the run of characters of names that holds `index` starts, not before `floor`. */
function runStartOf(text: string, index: number, floor: number): number {
  let start = index;
  while (start > floor && isNamePart(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** The end of the marker whose name starts at `index`; `index` where none does. */
function markerAround(text: string, index: number): number {
  const sign = text.charCodeAt(index - 1);
  if (sign === OPEN_BRACKET) return Math.max(index, markerEnd(text, index - 1));
  if (sign !== COLON || !text.startsWith('REDACTED', index - 9)) return index;
  const open = text.lastIndexOf('[', index);
  return index - open > MAX_MARKER_NAME ? index : Math.max(index, markerEnd(text, open));
}

/** The word before the one that starts at `start`, if one blank is all that is between. */
function wordBefore(text: string, start: number, floor: number): string {
  const end = start - 1;
  if (text.charAt(end) !== ' ' || TRAILING.has(text.charCodeAt(end - 1))) return '';
  const from = runStartOf(text, end, Math.max(floor, end - MAX_NAME_LENGTH));
  let begin = from;
  while (begin < end && !isNameStart(text.charCodeAt(begin))) begin += 1;
  return text.slice(begin, hasNamePiece(text, begin, end) ? end : Math.min(end, begin + MAX_PREVIOUS));
}

/** What stands before the colon of a marker is shorter, in characters. */
const MAX_MARKER_NAME = 48;
const COLON = ':'.charCodeAt(0);
const MAX_PREVIOUS = 24;
const OPEN_BRACKET = '['.charCodeAt(0);

/** A word of a text that may be a name. */
interface Word {
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly name: string;
}

/** The word in the run from `from` on; `undefined` where `piece` is no part of one. */
function readWord(text: string, from: number, piece: number): Word | undefined {
  let first = from;
  while (first <= piece && !isNameStart(text.charCodeAt(first))) first += 1;
  if (first > piece) return undefined;
  let after = piece + 1;
  while (after < text.length && isNamePart(text.charCodeAt(after))) after += 1;
  let end = after;
  while (end > first + 1 && TRAILING.has(text.charCodeAt(end - 1))) end -= 1;
  // Of a path of names the last ones tell what it is.
  const start = end - first > MAX_NAME_LENGTH ? end - MAX_NAME_LENGTH / 2 : first;
  return { start, end, after, name: text.slice(start, end) };
}

const TRAILING: ReadonlySet<number> = new Set([...'-.$'].map((sign) => sign.charCodeAt(0)));

/** Hides the value of a name, if it is one. Gives back where it ends. */
function hideValueOf(text: string, word: Word, before: string, findings: Findings): number {
  const { start, end, name } = word;
  // The user in `https://oauth2:x@host` is no name.
  if (text.startsWith('://', start - 3)) return end;
  if (mayFollowScheme(text.charCodeAt(end)) && isFreeScheme(name)) {
    const after = hideAfterScheme(text, name, end, findings);
    if (after > end) return after;
  }
  const kind = kindOf(text, word, before);
  if (kind.strength === 'none') return end;
  const paired = hidePairedValue(text, end, kind, findings);
  if (paired > end) return paired;
  const separator = readSeparator(text, start, end);
  if (separator === undefined) return kind.strength === 'strong' ? hideInProse(text, word, kind, findings) : end;
  const after = hideSeparated(text, word, kind, separator, findings);
  if (after > separator.valueStart) return after;
  if (separator.kind === 'column' && kind.strength === 'strong') return hideInProse(text, word, kind, findings);
  return end;
}

/** Behind a scheme comes a blank, or a sign as behind a name. */
function mayFollowScheme(code: number): boolean {
  return code === SPACE || code === COLON || code === EQUALS || code === TAB || code === COMMA;
}

const SPACE = ' '.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const TAB = '\t'.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);

/** What the name tells where it stands: a parameter of a URL, or a word behind another. */
function kindOf(text: string, word: Word, before: string): NameKind {
  const sign = text.charAt(word.start - 1);
  if ((sign === '?' || sign === '&' || sign === '#' || sign === ';') && text.charAt(word.end) === '=') {
    return classifyQueryName(word.name);
  }
  if (before === '') return classifyName(word.name);
  if (/^(?:un)?expected$|^(?:illegal|stray|next|start|stop|end|first|last|current|offending|syntax)$/i.test(before)) {
    return classifyName(`next_${word.name}`);
  }
  const pair = classifyName(`${before} ${word.name}`);
  const alone = classifyName(word.name);
  return pair.strength === 'strong' || alone.strength === 'weak' ? pair : alone;
}

function hideSeparated(text: string, word: Word, kind: NameKind, separator: Separator, findings: Findings): number {
  const { valueStart } = separator;
  const quoted = readQuoted(text, valueStart);
  if (kind.rule === 'authorization' && kind.strength === 'strong' && separator.kind !== 'call') {
    const open = text.charAt(valueStart) === '[' && markerEnd(text, valueStart) === valueStart;
    if (!open) return hideAuthorization(text, quoted?.start ?? valueStart, quoted?.end, findings);
  }
  if (kind.rule === 'cookie') {
    const after = hideCookies(text, quoted?.start ?? valueStart, quoted?.end, findings);
    if (after > (quoted?.start ?? valueStart)) return after;
  }
  if (quoted !== undefined) return hideQuoted(text, word, kind, separator, quoted, findings);
  if (separator.isNextLine && text.startsWith('- ', valueStart)) return hideList(text, valueStart, kind, findings);
  if (separator.kind === 'tag') return hideTagged(text, kind, valueStart, findings);
  if (separator.kind === 'comma' || separator.kind === 'call') return word.end;
  if ('[{('.includes(text.charAt(valueStart)) && markerEnd(text, valueStart) === valueStart) {
    if (kind.strength !== 'strong') return hideWeakGroup(text, kind, valueStart, findings);
    return valueStart < text.length && !isSchema(text, valueStart)
      ? hideNested(text, valueStart, kind, findings)
      : word.end;
  }
  return hideBare(text, word, kind, separator, findings);
}

/** An object that describes a field instead of holding it, as in JSON Schema. */
function isSchema(text: string, from: number): boolean {
  return /^\{\s{0,40}\\{0,7}["']?(?:type|\$ref|description|title|anyOf|oneOf|allOf|required|in|name)\\{0,7}["']?\s?[:=]/.test(
    text.slice(from, from + 80),
  );
}

function hideQuoted(
  text: string,
  word: Word,
  kind: NameKind,
  separator: Separator,
  quoted: Quoted,
  findings: Findings,
): number {
  const value = text.slice(quoted.start, quoted.end);
  // `setToken("x")` is given the value itself, `getToken("x")` the name of something.
  const isSet = /^(?:set|with)/i.test(word.name) && !isWord(value);
  const isPair = separator.kind === 'comma' && !isSetCall(text, word.start);
  const isLoose = isPair || separator.kind === 'column' || (separator.kind === 'call' && !isSet);
  // `["--token", "value"]` and `["password", "token"]` differ in what the second is.
  if (!isSecretValue(kind, value, isLoose && kind.rule !== 'authorization' ? 'loose' : 'field'))
    return separator.valueStart;
  const inner = schemeLength(value);
  findings.add(quoted.start + inner, quoted.end, kind.rule);
  return hideSuccessor(text, quoted.after, kind, findings);
}

/** `headers.set("X-Token", "x")`, `os.Setenv("TOKEN", "x")`: the second is the value of the first. */
function isSetCall(text: string, start: number): boolean {
  return /(?:\b|_)(?:set|add|append|put|with)?(?:env|header|property|item|param|cookie|secret|(?<=\.(?:set|add|append|put)))\($/i.test(
    text.slice(Math.max(0, start - MAX_CALL), start - 1),
  );
}

const MAX_CALL = 32;

/** The scheme in front of a credential is kept: `Bearer `. */
function schemeLength(value: string): number {
  return /^(?:Bearer|Basic|Token|ApiKey|Bot)\s+(?=\S)/i.exec(value)?.[0].length ?? 0;
}

function hideTagged(text: string, kind: NameKind, from: number, findings: Findings): number {
  const start = text.startsWith(CDATA, from) ? from + CDATA.length : from;
  const close = text.indexOf(start === from ? '<' : ']]>', start);
  const end = close < 0 ? text.length : close;
  // `TOKEN=<token> before you start`: words behind a hint, and no element that was cut.
  if (close < 0 && /\S\s/.test(text.slice(start, start + MAX_HINTED))) return from;
  // `--token <token> --port <port>`: no element, but a hint what to put in.
  if (start === from && close >= 0 && text.charAt(close + 1) !== '/') return from;
  if (end - start > MAX_TAGGED || !isSecretValue(kind, text.slice(start, end), 'field')) return from;
  findings.add(start, end, kind.rule);
  return end;
}

const CDATA = '<![CDATA[';
const MAX_TAGGED = 8192;
const MAX_HINTED = 256;

function hideBare(text: string, word: Word, kind: NameKind, separator: Separator, findings: Findings): number {
  const { valueStart } = separator;
  const isInUrl = '?&#;'.includes(text.charAt(word.start - 1) || ' ');
  const end = bareEnd(text, valueStart, isInUrl && text.charAt(word.start - 1) !== ';');
  const value = text.slice(valueStart, end);
  if (end === valueStart) return valueStart;
  const wrapped = readWrapped(text, value, end);
  if (wrapped !== undefined) {
    const holds = isHolder(value) ? separator : { ...separator, kind: 'call' as const };
    return hideQuoted(text, word, kind, holds, wrapped, findings);
  }
  const told = TOLD.test(value) ? readQuoted(text, skipBlanks(text, end)) : undefined;
  if (told !== undefined) return hideQuoted(text, word, kind, separator, told, findings);
  const assigned = typedValue(text, kind, value, end);
  if (assigned !== undefined)
    return hideSeparated(text, word, kind, { ...separator, kind: 'sign', valueStart: assigned }, findings);
  const scheme =
    mayFollowScheme(text.charCodeAt(end)) && isFreeScheme(value) ? hideAfterScheme(text, value, end, findings) : end;
  if (scheme > end) return scheme;
  const phraseEnd = separator.kind === 'column' ? end : passphraseEnd(text, word, kind, valueStart, end);
  const hidden = text.slice(valueStart, phraseEnd);
  const binding = phraseEnd > end ? 'assigned' : bindingOf(text, word, separator, value, end);
  if (!isSecretValue(kind, hidden, binding)) return valueStart;
  if (kind.isPlural && /^[-+\d.,]+$/.test(hidden)) return valueStart;
  if (isFieldNumber(text, word, hidden, phraseEnd)) return valueStart;
  if (
    text.charAt(word.start - 1) === ':' &&
    /(?:arn|urn):[^\s]*$/.test(text.slice(Math.max(0, word.start - 100), word.start))
  )
    return valueStart;
  const isNumber = separator.nameQuote !== '' && /^-?[\d.]+$/.test(hidden);
  findings.add(valueStart, phraseEnd, kind.rule, isNumber ? separator.nameQuote : '');
  return phraseEnd;
}

/** `"apiKey": received "x"` */
const TOLD = /^(?:received|got|given|found|was|is)$/;

/** `string token = 3;`: the number of a field, as in the definitions of Protocol Buffers. */
function isFieldNumber(text: string, word: Word, value: string, end: number): boolean {
  if (!/^\d{1,5};?$/.test(value) || (text.charAt(end) !== ';' && !value.endsWith(';'))) return false;
  return /\b(?:string|bytes|bool|u?int(?:32|64)|[A-Z]\w{1,40}) $/.test(
    text.slice(Math.max(0, word.start - 48), word.start),
  );
}

/** `token: string = "x"`: the value stands behind the type. */
function typedValue(text: string, kind: NameKind, value: string, end: number): number | undefined {
  if (kind.strength !== 'strong' || !/^[A-Za-z_$][\w$.?|[\]<>]*$/.test(value) || !isStatusWord(value)) return undefined;
  const sign = skipBlanks(text, end);
  if (text.charAt(sign) !== '=' || text.charAt(sign + 1) === '=') return undefined;
  return skipBlanks(text, sign + 1);
}
