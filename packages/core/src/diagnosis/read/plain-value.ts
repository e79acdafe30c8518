import { clip } from './clip.ts';

/** A value of JSON: nothing in it can run code when it is read. */
export type PlainValue = string | number | boolean | null | readonly PlainValue[] | PlainRecord;

/** An object of JSON. */
export interface PlainRecord {
  readonly [key: string]: PlainValue;
}

const MAX_DEPTH = 6;
const MAX_NODES = 400;
const MAX_ITEMS = 50;

/**
 * Copies what can be read of a foreign value, bounded in depth, number and length. Never throws and never changes it;
 * what does not let itself be read is left out.
 */
export function toPlainValue(value: unknown, shorten: (text: string) => string = clip): PlainValue {
  return copy(value, 0, { nodes: 0, shorten });
}

interface Budget {
  nodes: number;
  readonly shorten: (text: string) => string;
}

/** Whether a value is an object of JSON. */
export function isPlainRecord(value: PlainValue | undefined): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an array of JSON; the usual check does not know read-only arrays. */
export function isPlainArray(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Parses a whole text as JSON; `undefined` when it is none. */
export function parseJson(text: string): PlainValue | undefined {
  try {
    // What JSON.parse gives back is a PlainValue by definition.
    return JSON.parse(text) as PlainValue;
  } catch {
    // No JSON: the caller goes on with the text.
    return undefined;
  }
}

function copy(value: unknown, depth: number, budget: Budget): PlainValue {
  budget.nodes += 1;
  if (typeof value === 'string') return budget.shorten(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH || budget.nodes > MAX_NODES) return null;
  try {
    return Array.isArray(value) ? copyArray(value, depth, budget) : copyRecord(value, depth, budget);
  } catch {
    // A proxy or a getter that throws: what it hides says nothing.
    return null;
  }
}

function copyArray(value: readonly unknown[], depth: number, budget: Budget): PlainValue {
  return value.slice(0, MAX_ITEMS).map((item) => copy(item, depth + 1, budget));
}

function copyRecord(value: object, depth: number, budget: Budget): PlainValue {
  const result: Record<string, PlainValue> = Object.create(null);
  for (const key of Object.keys(value).slice(0, MAX_ITEMS)) {
    const item = Reflect.get(value, key);
    if (item !== undefined && typeof item !== 'function') result[key] = copy(item, depth + 1, budget);
  }
  return result;
}
