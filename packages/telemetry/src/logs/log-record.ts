import { MCPError, redact, redactText } from '@seawall/core/base';

/** The characters that all strings of one record may have together. */
export const MAX_RECORD_LENGTH = 65_536;

/** The longest single string in a record, in characters. */
const MAX_STRING_LENGTH = 8192;
/** The entries of one list or object that are kept. */
const MAX_ENTRIES = 100;
const MAX_KEY_LENGTH = 200;
/** How deep a record goes. */
const MAX_DEPTH = 10;
/** The values of one record in all: a value that holds itself many times over can't grow beyond it. */
const MAX_NODES = 2000;

/** A message without secrets, cut to what a record may hold. */
export function boundedMessage(message: string): string {
  return cut(redactText(String(message)), MAX_STRING_LENGTH);
}

/**
 * Fields as they may be written: errors as records, without secrets, bounded in size and depth, plain JSON.
 *
 * A field that would stand in for one of the record's own (a second `level`) gets an underscore at its end.
 */
export function boundedFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const budget: Budget = { left: MAX_RECORD_LENGTH };
  // In this order: errors have to become records while they are whole, and secrets have to go while they are.
  const bounded = shorten(redact(toPlain(fields, { depth: 0, nodes: { left: MAX_NODES } })), budget);
  if (typeof bounded !== 'object' || bounded === null) return {};
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(bounded)) put(record, OWN_KEYS.has(key) ? `${key}_` : key, value);
  return record;
}

/**
 * Fields as plain JSON, bounded in size and depth, of which secrets are hidden already: nothing is searched for. Where they are that
 * already, as nearly all are, they are given back themselves.
 */
export function boundedCopy(
  fields: Readonly<Record<string, unknown>>,
  maxLength: number,
): Readonly<Record<string, unknown>> {
  if (fits(fields, { depth: 0, nodes: { left: MAX_NODES } }, { left: maxLength })) return fields;
  const plain = plainFields(fields, { depth: 1, nodes: { left: MAX_NODES } });
  return shortenFields(plain, { left: maxLength });
}

/**
 * A value as JSON text, without secrets and cut to `maxLength` characters.
 *
 * Only so much of it is looked at as can come to be in the text: a string is cut far behind that before its secrets are
 * hidden, so that half a secret at the cut is never in what is left.
 */
export function boundedJson(value: unknown, maxLength: number): string {
  const maxString = maxLength + MAX_RECORD_LENGTH;
  const plain = toPlain(value, { depth: 0, nodes: { left: MAX_NODES }, maxString });
  const text = JSON.stringify(redact(plain)) ?? 'null';
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(0, maxLength - 1)).toWellFormed()}…`;
}

/**
 * Spells out characters that are invisible, start a line or turn writing around, as JSON does with the others.
 *
 * In a line of JSON they can only stand inside strings, so the line still means the same.
 */
export function escapeInvisible(line: string): string {
  return line.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const OWN_KEYS: ReadonlySet<string> = new Set(['level', 'timestamp', 'logger', 'pid', 'message']);

const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Plain JSON values, with limits on depth, entries and objects; strings stay whole. */
function toPlain(value: unknown, at: Walk): unknown {
  if (typeof value === 'string') return at.maxString === undefined ? value : value.slice(0, at.maxString);
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (at.depth >= MAX_DEPTH) return TRUNCATED;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return value.href;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return toPlain(errorRecord(value), at);
  const inner: Walk = { ...at, depth: at.depth + 1 };
  if (Array.isArray(value)) return plainList(value, inner);
  if (value instanceof Set) return plainList([...value], inner);
  if (value instanceof Map) return plainEntries(value, inner);
  return plainFields(value, inner);
}

interface Walk {
  readonly depth: number;
  readonly nodes: Budget;
  /** How much of a string is looked at.
   * @default all */
  readonly maxString?: number;
}

/** Whether a copy of a value would be nothing else than the value. */
function fits(value: unknown, at: Walk, characters: Budget): boolean {
  if (typeof value === 'string') return fitsText(value, MAX_STRING_LENGTH, characters);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  if (typeof value !== 'object' || at.depth >= MAX_DEPTH) return false;
  const inner: Walk = { depth: at.depth + 1, nodes: at.nodes };
  if (Array.isArray(value)) {
    return take(value.length, at) === value.length && value.every((item) => fits(item, inner, characters));
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const keys = Object.keys(value);
  if (take(keys.length, at) < keys.length) return false;
  return keys.every(
    (key) => fitsText(key, MAX_KEY_LENGTH, characters) && fits(Reflect.get(value, key), inner, characters),
  );
}

function fitsText(text: string, maxLength: number, characters: Budget): boolean {
  characters.left -= text.length;
  return text.length <= maxLength && characters.left > 0;
}

function plainList(items: readonly unknown[], at: Walk): readonly unknown[] {
  const kept = items.slice(0, take(items.length, at)).map((item) => toPlain(item, at));
  return items.length > kept.length ? [...kept, `[${items.length - kept.length} MORE]`] : kept;
}

function plainEntries(entries: ReadonlyMap<unknown, unknown>, at: Walk): object {
  const plain: Record<string, unknown> = {};
  let left = take(entries.size, at);
  const more = entries.size - left;
  for (const [key, item] of entries) {
    if (left === 0) break;
    left -= 1;
    put(plain, String(key), toPlain(item, at));
  }
  if (more > 0) plain['[MORE]'] = more;
  return plain;
}

/** Own fields; a getter that throws is told of and stops nothing. */
function plainFields(value: object, at: Walk): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  const keys = Object.keys(value);
  const taken = take(keys.length, at);
  for (const key of keys.slice(0, taken)) put(plain, key, toPlain(read(value, key), at));
  if (taken < keys.length) plain['[MORE]'] = keys.length - taken;
  return plain;
}

/** How many of `count` values there is room for. */
function take(count: number, at: Walk): number {
  const taken = Math.max(0, Math.min(count, MAX_ENTRIES, at.nodes.left));
  at.nodes.left -= taken;
  return taken;
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return '[UNREADABLE]';
  }
}

/** Sets a field, also one that would be the prototype. Far cheaper than objects made of lists of entries. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, configurable: true, enumerable: true, writable: true });
}

function errorRecord(error: Error): object {
  if (MCPError.isInstance(error)) return error.toJSON();
  const code: unknown = Reflect.get(error, 'code');
  return {
    errorType: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
}

const TRUNCATED = '[TRUNCATED]';

interface Budget {
  /** How many more there may be. */
  left: number;
}

/** Cuts the strings of a plain value to what is left of the budget. */
function shorten(value: unknown, budget: Budget): unknown {
  if (typeof value === 'string') return spend(value, budget);
  if (typeof value !== 'object' || value === null) return value;
  if (budget.left <= 0) return TRUNCATED;
  if (Array.isArray(value)) return value.map((item) => shorten(item, budget));
  return shortenFields(value, budget);
}

function shortenFields(fields: object, budget: Budget): Record<string, unknown> {
  const short: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const kept = spendKey(key, budget);
    put(short, kept, shorten(Reflect.get(fields, key), budget));
  }
  return short;
}

/** A key stays readable where its value has no room any more. */
function spendKey(key: string, budget: Budget): string {
  const kept = cut(key, MAX_KEY_LENGTH);
  budget.left -= kept.length;
  return kept;
}

function spend(text: string, budget: Budget): string {
  const kept = cut(text, Math.min(MAX_STRING_LENGTH, Math.max(0, budget.left)));
  budget.left -= kept.length;
  return kept;
}

function cut(text: string, maxLength: number): string {
  if (maxLength === 0) return text === '' ? '' : '…';
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength).toWellFormed()}… [${text.length - maxLength} CHARACTERS MORE]`;
}
