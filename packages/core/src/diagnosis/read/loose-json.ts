import type { PlainValue } from './plain-value.ts';

/** An object that was found in a text, and where it ends. */
export interface LooseObject {
  readonly value: PlainValue;
  readonly start: number;
  readonly end: number;
}

const MAX_DEPTH = 8;
const MAX_FOUND = 3;
const MAX_TRIED = 8;

/**
 * Finds the objects that stand in a text: JSON, the dump of a Python dictionary or of a JavaScript object, whole or cut off.
 * A brace counts only when a key follows, so that `{uid}` in a path does not.
 */
export function findLooseObjects(text: string): readonly LooseObject[] {
  const found: LooseObject[] = [];
  let from = 0;
  for (let tried = 0; tried < MAX_TRIED && found.length < MAX_FOUND; tried += 1) {
    const start = nextStart(text, from);
    if (start < 0) break;
    const reader: Reader = { text, at: start, depth: 0 };
    const value = readValue(reader);
    from = reader.at > start ? reader.at : start + 1;
    if (hasContent(value)) found.push({ value, start, end: from });
    else from = start + 1;
  }
  return found;
}

const START = /[{[]\s*(?=["'}\]{]|[A-Za-z_$][\w$]*\s*:)/g;

function nextStart(text: string, from: number): number {
  START.lastIndex = from;
  const match = START.exec(text);
  return match ? match.index : -1;
}

/** A brace in prose, as in `Unexpected token {`, opens nothing. */
function hasContent(value: PlainValue | undefined): value is PlainValue {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function readValue(reader: Reader): PlainValue | undefined {
  skipSpace(reader);
  const first = reader.text[reader.at];
  if (first === '{') return readNested(reader, readObject);
  if (first === '[') return readNested(reader, readArray);
  if (first === '"' || first === "'" || first === '`') return readQuoted(reader, first);
  return readWord(reader);
}

function readNested(reader: Reader, read: (reader: Reader) => PlainValue): PlainValue {
  if (reader.depth >= MAX_DEPTH) {
    // The rest of a text that nests deeper is not worth a look.
    reader.at = reader.text.length;
    return null;
  }
  reader.at += 1;
  reader.depth += 1;
  const value = read(reader);
  reader.depth -= 1;
  return value;
}

function readObject(reader: Reader): PlainValue {
  const result: Record<string, PlainValue> = Object.create(null);
  while (reader.at < reader.text.length) {
    skipSeparators(reader);
    const first = reader.text[reader.at];
    if (first === undefined) break;
    if (first === '}' || first === ']') {
      reader.at += 1;
      break;
    }
    const key = first === '"' || first === "'" ? readQuoted(reader, first) : readKey(reader);
    skipSpace(reader);
    if (reader.text[reader.at] !== ':') break;
    reader.at += 1;
    const value = readValue(reader);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function readArray(reader: Reader): PlainValue {
  const result: PlainValue[] = [];
  while (reader.at < reader.text.length) {
    skipSeparators(reader);
    const first = reader.text[reader.at];
    if (first === undefined) break;
    if (first === ']' || first === '}') {
      reader.at += 1;
      break;
    }
    const before = reader.at;
    const value = readValue(reader);
    if (value !== undefined) result.push(value);
    if (reader.at === before) reader.at += 1;
  }
  return result;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function readQuoted(reader: Reader, quote: string): string {
  const { text } = reader;
  const parts: string[] = [];
  let at = reader.at + 1;
  let from = at;
  for (; at < text.length && text[at] !== quote; at += 1) {
    if (text[at] !== '\\') continue;
    const escaped = text[at + 1] ?? '';
    const unicode = escaped === 'u' ? /^[0-9a-f]{4}/i.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
    const plain =
      unicode === undefined ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(unicode, 16));
    parts.push(text.slice(from, at), plain);
    at += unicode === undefined ? 1 : 5;
    from = at + 1;
  }
  parts.push(text.slice(from, at));
  reader.at = at + 1;
  return parts.join('');
}

const KEY = /[\w$.-]+/y;

function readKey(reader: Reader): string {
  KEY.lastIndex = reader.at;
  const key = KEY.exec(reader.text)?.[0] ?? '';
  reader.at += Math.max(1, key.length);
  return key;
}

const WORD = /[^,}\]\n]*/y;
const LITERALS: Readonly<Record<string, PlainValue>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
  undefined: null,
};

function readWord(reader: Reader): PlainValue | undefined {
  WORD.lastIndex = reader.at;
  const word = (WORD.exec(reader.text)?.[0] ?? '').trimEnd();
  reader.at += word.length;
  if (word === '') return undefined;
  if (Object.hasOwn(LITERALS, word)) return LITERALS[word];
  const number = /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : undefined;
  return number ?? word;
}

function skipSpace(reader: Reader): void {
  while (isSpace(reader.text[reader.at])) reader.at += 1;
}

function skipSeparators(reader: Reader): void {
  while (isSpace(reader.text[reader.at]) || reader.text[reader.at] === ',') reader.at += 1;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
