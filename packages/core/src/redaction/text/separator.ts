import { isBlank, isLineEnd, skipBlanks } from './characters.ts';
import { readQuoted } from './quoted.ts';

/** What stands between a name and its value. */
export interface Separator {
  /**
   * `sign`: `=`, `:=`, `=>`. `colon`: also arrows. `tag`: the end of an XML tag. `comma`: the name was quoted, as in a pair.
   * `call`: an opening parenthesis before a quote. `column`: blanks as between columns, or a `|`.
   */
  readonly kind: 'sign' | 'colon' | 'tag' | 'comma' | 'call' | 'column';
  /** Where the value starts, at its quote if it has one. */
  readonly valueStart: number;
  /** The quote behind the name, with its escapes; empty where there is none. */
  readonly nameQuote: string;
  /** Whether the value begins on a line of its own. */
  readonly isNextLine: boolean;
}

/** Reads the separator behind a name that stands from `start` to `end`; `undefined` where none follows. */
export function readSeparator(text: string, start: number, end: number): Separator | undefined {
  const nameQuote = quoteAt(text, end);
  if (nameQuote === '' && isTagName(text, start)) return tagEnd(text, end);
  let at = skipClosers(text, end + nameQuote.length);
  at = skipNote(text, skipLeaders(text, at));
  const blanksFrom = at;
  at = skipBlanks(text, at);
  const sign = text.charAt(at);
  const next = text.charAt(at + 1);
  if (text.startsWith('===', at)) return found(text, 'sign', at + 3, nameQuote);
  if (sign === '=' || sign === '＝')
    return found(text, 'sign', at + (next === '=' || next === '>' || next === '~' ? 2 : 1), nameQuote);
  if (sign === '→' || sign === '：' || sign === '⇒') return found(text, 'colon', at + 1, nameQuote);
  if (sign === '-' && next === '>') return found(text, 'colon', at + 2, nameQuote);
  if (sign === ':') return colon(text, at, nameQuote);
  if (sign === ',' && nameQuote !== '') return found(text, 'comma', at + 1, nameQuote);
  // A pair of Erlang: `{password, <<"x">>}`.
  if (sign === ',' && text.charAt(start - 1) === '{') return pairOf(text, at + 1, nameQuote);
  if (sign === '(' && at === end && readQuoted(text, at + 1) !== undefined)
    return found(text, 'call', at + 1, nameQuote);
  if (sign === '|' && next !== '|') return found(text, 'column', at + 1, nameQuote);
  const isColumn = at - blanksFrom >= 2 || text.slice(blanksFrom, at).includes('\t');
  return isColumn && nameQuote === '' ? found(text, 'column', at, nameQuote) : undefined;
}

function pairOf(text: string, from: number, nameQuote: string): Separator | undefined {
  const value = skipBlanks(text, from);
  const valueStart = text.startsWith('<<"', value) ? value + 2 : value;
  return text.charAt(valueStart) === '"' ? { kind: 'sign', nameQuote, isNextLine: false, valueStart } : undefined;
}

function found(text: string, kind: Separator['kind'], from: number, nameQuote: string): Separator {
  // In Markdown the emphasis of a name may end behind its colon: `**Token:** x`.
  const emphasis = text.charAt(from) === '*' ? (/^\*{1,3}(?= )/.exec(text.slice(from, from + 4))?.[0].length ?? 0) : 0;
  return { kind, nameQuote, isNextLine: false, valueStart: skipDumpedType(text, skipBlanks(text, from + emphasis)) };
}

/**
 * What stands between a name and its value in YAML, as `&anchor`, and in dumps of PHP: `["token"]=>`, a line end,
 * `string(20) "x"`.
 */
function skipDumpedType(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code === AMPERSAND || code === EXCLAMATION)
    return from + (YAML_MARK.exec(text.slice(from, from + 48))?.[0].length ?? 0);
  if (!isLineEnd(code) && code !== SMALL_S) return from;
  return from + (/^\s{0,64}string\(\d{1,6}\) (?=")/.exec(text.slice(from, from + 96))?.[0].length ?? 0);
}

/** What YAML puts before a value: the name by which it is repeated, or its type. */
const YAML_MARK = /^(?:&[\w-]{1,32}|!!(?:str|binary)|!vault \|)\s{1,8}(?=\S)/;
const EXCLAMATION = '!'.charCodeAt(0);
const SMALL_S = 's'.charCodeAt(0);

/** `<token`, and `<ns:token` with the prefix of a namespace. */
function isTagName(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (before !== COLON) return before === LESS;
  let at = start - 1;
  while (start - at < MAX_PREFIX && /[\w-]/.test(text.charAt(at - 1))) at -= 1;
  return text.charCodeAt(at - 1) === LESS;
}

function colon(text: string, at: number, nameQuote: string): Separator | undefined {
  const next = text.charAt(at + 1);
  if (next === ':' || text.startsWith('://', at)) return undefined;
  if (next === '=') return found(text, 'sign', at + 2, nameQuote);
  const value = skipBlanks(text, at + 1);
  const block = /^[|>][-+\d]{0,2}[ \t]*/.exec(text.slice(value, value + 12))?.[0] ?? '';
  if (!isLineEnd(text.charCodeAt(value + block.length))) return found(text, 'colon', at + 1, nameQuote);
  let line = value + block.length;
  while (line - value < MAX_NEXT_LINE && (isLineEnd(text.charCodeAt(line)) || isBlank(text.charCodeAt(line))))
    line += 1;
  return { kind: 'colon', nameQuote, isNextLine: true, valueStart: line };
}

/** The next line is looked for this far. */
const MAX_NEXT_LINE = 200;
const LESS = '<'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const MAX_TAG = 200;
const MAX_PREFIX = 32;

/** `"`, `\"`, `&quot;` and others behind a name. */
function quoteAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code !== BACKSLASH && code !== DOUBLE && code !== SINGLE && code !== BACKTICK && code !== AMPERSAND) return '';
  return /^(?:\\{0,15}["'`]|&(?:quot|apos|#34|#39|#039|#x27|#x22);)/.exec(text.slice(at, at + 20))?.[0] ?? '';
}

const BACKSLASH = '\\'.charCodeAt(0);
const DOUBLE = '"'.charCodeAt(0);
const SINGLE = "'".charCodeAt(0);
const BACKTICK = '`'.charCodeAt(0);
const AMPERSAND = '&'.charCodeAt(0);

/** `Password.......: x`, `token[]=x`, `token[0]=x`. */
function skipLeaders(text: string, from: number): number {
  const sign = text.charAt(from);
  if (sign !== '.' && sign !== '[') return from;
  return from + (/^(?:\.{2,80} ?(?=:)|\[\d{0,3}\](?==))/.exec(text.slice(from, from + 84))?.[0].length ?? 0);
}

/** `user[password]=`, `**Token:**`, `(password) =`, `token?:`. */
function skipClosers(text: string, from: number): number {
  let at = from;
  while (at - from < 4 && CLOSERS.has(text.charCodeAt(at))) at += 1;
  return at;
}

const CLOSERS: ReadonlySet<number> = new Set([...'])*?"\'`}'].map((sign) => sign.charCodeAt(0)));

/** A note between name and sign: `Password (read only): x`. */
function skipNote(text: string, from: number): number {
  if (text.charAt(from) !== ' ' || text.charAt(from + 1) !== '(') return from;
  const note = /^ \([^()\n]{1,32}\) ?(?=[:=])/.exec(text.slice(from, from + 40));
  return note === null ? from : from + note[0].length;
}

/** Behind `<name …>`; a closing or empty tag has no value. */
function tagEnd(text: string, from: number): Separator | undefined {
  for (let at = from; at < Math.min(text.length, from + MAX_TAG); at += 1) {
    const char = text.charAt(at);
    if (char === '<' || char === '\n') return undefined;
    if (char !== '>') continue;
    if (text.charAt(at - 1) === '/') return undefined;
    return { kind: 'tag', nameQuote: '', isNextLine: false, valueStart: at + 1 };
  }
  return undefined;
}
