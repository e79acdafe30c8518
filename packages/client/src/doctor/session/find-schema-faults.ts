import { isRecord } from '../../connection/is-record.ts';

/**
 * Tells what is wrong in a JSON Schema at first sight: types that don't exist, keywords of the wrong shape, required
 * properties that are not described, references that lead nowhere.
 *
 * Not a validator: what it does not know it passes. Each fault is one sentence that begins with its place.
 */
export function findSchemaFaults(schema: unknown, place: string): readonly string[] {
  if (!isRecord(schema)) return [];
  const search: Search = { root: schema, place, faults: [], visited: 0 };
  walk(schema, '', 0, search);
  return search.faults;
}

interface Search {
  readonly root: Readonly<Record<string, unknown>>;
  readonly place: string;
  readonly faults: string[];
  visited: number;
}

/** Deeper and larger schemas are not looked through. */
const MAX_DEPTH = 20;
const MAX_VISITED = 5000;
const MAX_FAULTS = 10;

const TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
/** Keywords that hold one schema, a list of schemas, and schemas by name. */
const ONE: readonly string[] = ['additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];
const LISTS: readonly string[] = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const MAPS: readonly string[] = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

function walk(value: unknown, path: string, depth: number, search: Search): void {
  // Draft 6 and later allow true and false wherever a schema may stand.
  if (typeof value === 'boolean' || depth > MAX_DEPTH || search.visited >= MAX_VISITED) return;
  search.visited += 1;
  if (!isRecord(value)) {
    note(path, 'is not a schema', search);
    return;
  }
  checkKeywords(value, path, search);
  for (const key of ONE) if (value[key] !== undefined) walk(value[key], `${path}.${key}`, depth + 1, search);
  walkItems(value.items, path, depth, search);
  for (const key of LISTS) {
    const list = value[key];
    if (list === undefined) continue;
    if (!Array.isArray(list) || (list.length === 0 && key !== 'prefixItems')) {
      note(`${path}.${key}`, 'is not a list of schemas with at least one', search);
    } else for (const [index, item] of list.entries()) walk(item, `${path}.${key}[${index}]`, depth + 1, search);
  }
  for (const key of MAPS) {
    const map = value[key];
    if (map === undefined) continue;
    if (!isRecord(map)) note(`${path}.${key}`, 'is not an object of schemas', search);
    else for (const [name, item] of Object.entries(map)) walk(item, `${path}.${key}.${name}`, depth + 1, search);
  }
}

/** Before 2020-12 a list of schemas could stand here too. */
function walkItems(items: unknown, path: string, depth: number, search: Search): void {
  if (items === undefined) return;
  for (const item of Array.isArray(items) ? items : [items]) walk(item, `${path}.items`, depth + 1, search);
}

function checkKeywords(schema: Readonly<Record<string, unknown>>, path: string, search: Search): void {
  const { type, required, properties, pattern, $ref } = schema;
  for (const one of Array.isArray(type) ? type : [type])
    if (one !== undefined && !TYPES.has(one))
      note(`${path}.type`, `is ${JSON.stringify(one)?.slice(0, 60)}, which is no type of JSON Schema`, search);
  if (schema.enum !== undefined && (!Array.isArray(schema.enum) || schema.enum.length === 0))
    note(`${path}.enum`, 'is not a list with at least one value', search);
  if (required !== undefined && !Array.isArray(required)) note(`${path}.required`, 'is not a list of names', search);
  else if (Array.isArray(required) && isRecord(properties)) {
    for (const name of required)
      if (typeof name !== 'string' || !Object.hasOwn(properties, name))
        note(
          `${path}.required`,
          `names ${JSON.stringify(name)?.slice(0, 60)}, which is not among the properties`,
          search,
        );
  }
  if (typeof pattern === 'string' && !isPattern(pattern))
    note(`${path}.pattern`, 'is not a regular expression', search);
  if (typeof $ref === 'string' && !leadsSomewhere($ref, search.root))
    note(`${path}.$ref`, `points to ${JSON.stringify($ref.slice(0, 60))}, which is not there`, search);
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    // Some dialects allow escapes that the strict mode does not.
  }
  try {
    new RegExp(pattern);
    return true;
  } catch {
    // Not one in any mode.
    return false;
  }
}

/** References to other documents and to anchors are not followed. */
function leadsSomewhere(reference: string, root: Readonly<Record<string, unknown>>): boolean {
  if (reference === '#' || !reference.startsWith('#/')) return true;
  let value: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value)
      ? value[Number(key)]
      : isRecord(value) && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
  }
  return value !== undefined;
}

function note(path: string, what: string, { faults, place }: Search): void {
  if (faults.length < MAX_FAULTS) faults.push(`"${place}${path.slice(0, 200)}" ${what}.`);
}
