/** An argument of a tool that has to stand in a header too (`x-mcp-header`, since 2026-07-28). */
export interface HeaderDeclaration {
  readonly path: readonly string[];
  readonly header: string;
  readonly isNumeric: boolean;
}

/** What is wrong with the headers of a call. */
export interface HeaderMismatch {
  readonly header: string;
  readonly reason: string;
}

/**
 * The headers that the input schema of a tool asks for.
 *
 * A declaration that breaks a rule makes all of them void: hosts do not see such a tool as one with headers.
 */
export function readHeaderDeclarations(inputSchema: unknown): readonly HeaderDeclaration[] {
  const found: HeaderDeclaration[] = [];
  return collect(inputSchema, { path: [], isReachable: true, found }) && hasDistinctHeaders(found) ? found : [];
}

/** Compares the headers of a call with its arguments; an argument that is absent or null needs no header. */
export function findHeaderMismatch(
  declarations: readonly HeaderDeclaration[],
  callArguments: unknown,
  headers: Headers,
): HeaderMismatch | undefined {
  for (const { path, header, isNumeric } of declarations) {
    const value = valueAt(callArguments, path);
    const text = toText(value);
    if (text === undefined) continue;
    const given = headers.get(header);
    const name = path.join('.');
    if (given === null) return { header, reason: `the body carries "${name}", but the header ${header} is absent` };
    const decoded = decode(given);
    if (decoded === undefined) return { header, reason: `the header ${header} is no valid base64 of a text` };
    const isEqual = isNumeric && typeof value === 'number' ? toNumber(decoded) === value : decoded === text;
    if (!isEqual) return { header, reason: `the header ${header} is not what the body carries as "${name}"` };
  }
  return undefined;
}

const KEYWORD = 'x-mcp-header';
const HEADER_PREFIX = 'Mcp-Param-';
/** RFC 9110, "token". */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly unknown[] = ['string', 'boolean', 'integer', 'number'];
/** Deeper schemas are not looked into. */
const MAX_DEPTH = 32;

interface Walk {
  readonly path: readonly string[];
  /** Whether nothing but `properties` leads here: only then the place of the argument is known. */
  readonly isReachable: boolean;
  readonly found: HeaderDeclaration[];
}

/** @returns whether every declaration below keeps the rules. */
function collect(schema: unknown, { path, isReachable, found }: Walk): boolean {
  if (Array.isArray(schema)) return schema.every((entry) => collect(entry, { path, isReachable: false, found }));
  if (!isRecord(schema) || path.length > MAX_DEPTH) return true;
  if (Object.hasOwn(schema, KEYWORD)) {
    const name = schema[KEYWORD];
    const isValid = typeof name === 'string' && TOKEN.test(name) && TYPES.includes(schema.type);
    if (!isValid || !isReachable || path.length === 0) return false;
    const isNumeric = schema.type === 'integer' || schema.type === 'number';
    found.push({ path, header: `${HEADER_PREFIX}${name}`, isNumeric });
  }
  return Object.entries(schema).every(([key, value]) => {
    const isChain = key === 'properties' && isRecord(value);
    if (!isChain) return collect(value, { path: [...path, key], isReachable: false, found });
    return Object.entries(value).every(([name, property]) =>
      collect(property, { path: [...path, name], isReachable, found }),
    );
  });
}

function hasDistinctHeaders(declarations: readonly HeaderDeclaration[]): boolean {
  return new Set(declarations.map(({ header }) => header.toLowerCase())).size === declarations.length;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    root,
  );
}

/** A value as a header carries it; `undefined` for what no header can carry. */
function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

function toNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Takes the base64 form apart in which odd characters travel; `undefined` when it is broken. */
function decode(value: string): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/s.exec(value)?.[1];
  if (encoded === undefined) return value;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that are no text.
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
