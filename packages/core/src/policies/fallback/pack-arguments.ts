import type { PackArgument, PackFallbackStep } from '../../diagnosis/packs/pack-fallback.ts';
import { isRecord } from './is-record.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** What the arguments of a step are made from. */
export interface ArgumentSources {
  /** Those of the call that failed. */
  readonly given: Arguments;
  /** The host of the site that the failed server is configured with. */
  readonly siteHost: string | undefined;
  /** The schema of the tool's arguments, as the tool is listed. */
  readonly inputSchema: unknown;
}

/** The arguments of a step, and the names of those that the call had and the step has no place for. */
export interface MadeArguments {
  readonly values: Arguments;
  readonly leftOut: readonly string[];
}

/** Makes the arguments for a step of a pack; `undefined` where the tool would answer another question, or none. */
export function makeArguments(step: PackFallbackStep, sources: ArgumentSources): MadeArguments | undefined {
  const { given, inputSchema } = sources;
  if ((step.unless ?? []).some((name) => saysSomething(argumentOf(given, name)))) return undefined;
  if (step.arguments === undefined) return { values: given, leftOut: [] };
  const listed = listedArguments(inputSchema);
  const values: Record<string, unknown> = {};
  const used = new Set<string>();
  for (const [name, ways] of Object.entries(step.arguments)) {
    const made = listed === undefined || listed.has(name) ? makeArgument(toList(ways), sources) : undefined;
    if (made === undefined) {
      if (toList(ways).some(({ isRequired }) => isRequired)) return undefined;
      continue;
    }
    values[name] = made.value;
    if (made.from !== undefined) used.add(made.from);
  }
  const leftOut = Object.keys(given).filter((name) => !used.has(name) && saysSomething(given[name]));
  return { values, leftOut };
}

/** The names of the arguments that a tool takes; `undefined` where its schema does not tell. */
function listedArguments(inputSchema: unknown): ReadonlySet<string> | undefined {
  const properties = isRecord(inputSchema) ? inputSchema.properties : undefined;
  return isRecord(properties) ? new Set(Object.keys(properties)) : undefined;
}

interface MadeArgument {
  readonly value: unknown;
  readonly from?: string;
}

function makeArgument(ways: readonly PackArgument[], sources: ArgumentSources): MadeArgument | undefined {
  for (const way of ways) {
    const found = findValue(way, sources);
    const value = found === undefined ? undefined : convert(found.value, way);
    if (value !== undefined) return { ...found, value };
  }
  return undefined;
}

function findValue(
  { from = [], isSite }: PackArgument,
  { given, siteHost }: ArgumentSources,
): MadeArgument | undefined {
  if (isSite) return siteHost === undefined ? undefined : { value: siteHost };
  const name = (typeof from === 'string' ? [from] : from).find((each) => isThere(argumentOf(given, each)));
  return name === undefined ? undefined : { value: given[name], from: name };
}

/** The value in the words of the other tool; `undefined` for one that it has no words for. */
function convert(value: unknown, way: PackArgument): unknown {
  const shaped = way.as === undefined ? value : reshape(value, way.as);
  if (!Array.isArray(shaped)) return convertOne(shaped, way);
  const items = shaped.map((item: unknown) => convertOne(item, way));
  return items.length === 0 || items.includes(undefined) ? undefined : items;
}

function convertOne(value: unknown, { when, values, wrap, min, max }: PackArgument): unknown {
  if (min !== undefined || max !== undefined) return withinLimits(value, min, max);
  if (when === undefined && values === undefined && wrap === undefined) return value;
  // Ids are sent as numbers too.
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || (when !== undefined && !when.test(text))) return undefined;
  const word = values === undefined ? text : Object.hasOwn(values, text) ? values[text] : undefined;
  return word === undefined || wrap === undefined ? word : `${wrap[0]}${word}${wrap[1]}`;
}

/** Models write numbers as texts now and then. */
function withinLimits(value: unknown, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): unknown {
  const number = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.min(Math.max(number, min), max) : undefined;
}

function reshape(value: unknown, as: 'list' | 'text'): unknown {
  if (as === 'text') return Array.isArray(value) ? value.map(String).join(',') : value;
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function argumentOf(given: Arguments, name: string): unknown {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Whether an argument asks for something: what tools have as a default asks for nothing. */
function saysSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isThere(value) && value !== false && value !== 0;
}

function toList<T>(value: T | readonly T[]): readonly T[] {
  // The check proves that what is no array is one value.
  return Array.isArray(value) ? value : [value as T];
}
