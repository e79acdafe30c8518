import { isRecord } from './is-record.ts';

/** A parameter of a tool that travels in a header `Mcp-Param-*` too. */
export interface HeaderDeclaration {
  /** The names of the properties that lead to it. */
  readonly path: readonly string[];
  /** The name of the header, as `Mcp-Param-Region`. */
  readonly header: string;
  readonly isInteger: boolean;
}

/** What the input schema of a tool says of headers. */
export interface HeaderDeclarations {
  /** Those that can be followed. */
  readonly declarations: readonly HeaderDeclaration[];
  /** What breaks the rules of 2026-07-28 (SEP-2243): a client over HTTP must not list such a tool. */
  readonly fault: string | undefined;
}

/** Reads what a schema says of headers; annotations deeper than 16 schemas are not looked at. */
export function readHeaderDeclarations(inputSchema: unknown): HeaderDeclarations {
  const declarations: HeaderDeclaration[] = [];
  const names = new Set<string>();
  let fault: string | undefined;
  for (const { schema, path, isParameter } of schemasWithin({ schema: inputSchema, path: [], isParameter: false })) {
    if (!Object.hasOwn(schema, KEYWORD)) continue;
    const header = schema[KEYWORD];
    const isName = typeof header === 'string' && TOKEN.test(header);
    const key = isName ? header.toLowerCase() : '';
    const reason = findReason({ isName, isParameter, isTwice: names.has(key), type: schema.type });
    fault ??= reason && `Its "${KEYWORD}" at "${path.join('.').slice(0, MAX_PATH_TEXT)}" ${reason}.`;
    // A tool that is called all the same gets what can be sent: the server looks for it.
    if (isName && isParameter && !names.has(key)) {
      declarations.push({ path, header: `${HEADER_PREFIX}${header}`, isInteger: schema.type === 'integer' });
    }
    if (isName) names.add(key);
  }
  return { declarations, fault };
}

/** The argument of a call that a header has to repeat, as text; `undefined` when there is none or no header can carry it. */
export function headerTextOf({ path }: HeaderDeclaration, callArguments: unknown): string | undefined {
  const value = path.reduce<unknown>(
    (node, key) => (isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    callArguments,
  );
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

const HEADER_PREFIX = 'Mcp-Param-';
const KEYWORD = 'x-mcp-header';
/** RFC 9110, "token". */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
const MAX_DEPTH = 16;
/** A fault is shown to people; the names come from the server. */
const MAX_PATH_TEXT = 100;

/** Where JSON Schema has further schemas: one, a list of them, or an object of them by name. */
const SCHEMA_KEYWORDS: readonly string[] = [
  'items',
  'prefixItems',
  'contains',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'propertyNames',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
];
const NAMED_SCHEMA_KEYWORDS: readonly string[] = ['patternProperties', 'dependentSchemas', '$defs', 'definitions'];

interface Annotation {
  readonly isName: boolean;
  readonly isParameter: boolean;
  readonly isTwice: boolean;
  readonly type: unknown;
}

function findReason({ isName, isParameter, isTwice, type }: Annotation): string | undefined {
  if (!isName) return 'is no name of a header';
  if (!isParameter) return 'is at no parameter that is there under a fixed name';
  if (!TYPES.includes(type)) return 'is at a parameter that is no text, integer or boolean';
  if (isTwice) return 'is the name of another header too';
  return undefined;
}

interface Place<Schema = unknown> {
  readonly schema: Schema;
  readonly path: readonly string[];
  /** Whether nothing but `properties` leads to it, so that it stands for one place in the arguments. */
  readonly isParameter: boolean;
}

function* schemasWithin(place: Place): Generator<Place<Readonly<Record<string, unknown>>>> {
  const { schema, path } = place;
  if (!isRecord(schema) || path.length > MAX_DEPTH) return;
  yield { ...place, schema };
  for (const next of nextPlaces(schema, place)) yield* schemasWithin(next);
}

function* nextPlaces(schema: Readonly<Record<string, unknown>>, { path, isParameter }: Place): Generator<Place> {
  const isReached = isParameter || path.length === 0;
  for (const [name, property] of entriesOf(schema.properties)) {
    yield { schema: property, path: [...path, name], isParameter: isReached };
  }
  for (const keyword of SCHEMA_KEYWORDS) {
    const inner = schema[keyword];
    for (const one of Array.isArray(inner) ? inner : [inner]) {
      yield { schema: one, path: [...path, keyword], isParameter: false };
    }
  }
  for (const keyword of NAMED_SCHEMA_KEYWORDS) {
    for (const [name, one] of entriesOf(schema[keyword])) {
      yield { schema: one, path: [...path, keyword, name], isParameter: false };
    }
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}
