import { configuredSecretMatcher } from './configured-secrets.ts';
import type { SecretMatcher } from './secret-matcher.ts';

/** What redaction knows beside the secrets that were registered for the process. */
export interface RedactOptions {
  /** Further exact values to hide, as they stand in a configuration.
   * @default [] */
  readonly configuredSecrets?: Iterable<string>;
}

/** What stands where a configured value stood. It names the rule and nothing of the secret. */
export const CONFIGURED_MARKER = '[REDACTED:configured]';

/** Deeper values than this are replaced by {@link TOO_DEEP_MARKER}. */
export const MAX_REDACTION_DEPTH = 32;

/** Stands where a value was nested too deep to be checked. */
export const TOO_DEEP_MARKER = '[TOO DEEP]';

/** Stands where a property, or a whole object, could not be read. */
export const UNREADABLE_MARKER = '[UNREADABLE]';

/**
 * Gives back `value` without secrets; never changes it, never throws.
 *
 * Strings, arrays, objects, `Map`, `Set` and `Error` (with causes and own properties) are searched, keys too; cycles keep
 * their shape. Where there was nothing to hide the very same value comes back, so clean data costs no copy. The copy of an
 * error keeps its class; that of any other instance is a plain object, because private fields can't be copied. Numbers,
 * bytes, functions, and what only a method gives out are not searched.
 */
export function redact<T>(value: T, options?: RedactOptions): T;
export function redact(value: unknown, options?: RedactOptions): unknown {
  const matcher = configuredSecretMatcher(options?.configuredSecrets);
  if (matcher.isEmpty || !needsCopy(value, { matcher, seen: new Set(), depth: 0 })) return value;
  return copyClean(value, { matcher, copies: new Map(), depth: 0 });
}

/** {@link redact} for a text. */
export function redactText(text: string, options?: RedactOptions): string {
  return configuredSecretMatcher(options?.configuredSecrets).replace(text, CONFIGURED_MARKER);
}

interface Search {
  readonly matcher: SecretMatcher;
  readonly seen: Set<object>;
  readonly depth: number;
}

/** Whether anything reachable from `value` has to be hidden. */
function needsCopy(value: unknown, search: Search): boolean {
  if (typeof value === 'string') return search.matcher.replace(value, CONFIGURED_MARKER) !== value;
  if (value === null || typeof value !== 'object' || search.seen.has(value)) return false;
  if (search.depth >= MAX_REDACTION_DEPTH) return !isOpaqueSafely(value);
  search.seen.add(value);
  try {
    return isOpaque(value) ? false : someInside(value, { ...search, depth: search.depth + 1 });
  } catch {
    // A proxy that does not let itself be read: what it hides can't be checked, so it is left out.
    return true;
  }
}

function someInside(value: object, inner: Search): boolean {
  const text = textOf(value);
  if (text !== undefined && needsCopy(text, inner)) return true;
  if (value instanceof Map && some(value.entries(), ([key, item]) => needsCopy(key, inner) || needsCopy(item, inner)))
    return true;
  if (value instanceof Set && some(value.values(), (item) => needsCopy(item, inner))) return true;
  return Reflect.ownKeys(value).some((key) => needsCopy(key, inner) || needsCopy(readProperty(value, key), inner));
}

interface Copying {
  readonly matcher: SecretMatcher;
  readonly copies: Map<object, unknown>;
  readonly depth: number;
}

function copyClean(value: unknown, copying: Copying): unknown {
  if (typeof value === 'string') return copying.matcher.replace(value, CONFIGURED_MARKER);
  if (value === null || typeof value !== 'object') return value;
  if (copying.copies.has(value)) return copying.copies.get(value);
  try {
    if (isOpaque(value)) return value;
    if (copying.depth >= MAX_REDACTION_DEPTH) return TOO_DEEP_MARKER;
    const text = textOf(value);
    if (text !== undefined) return copying.matcher.replace(text, CONFIGURED_MARKER);
    const inner: Copying = { ...copying, depth: copying.depth + 1 };
    if (value instanceof Map) return copyMap(value, inner);
    if (value instanceof Set) return copySet(value, inner);
    return copyObject(value, inner);
  } catch {
    // As above: what can't be read can't be checked.
    return UNREADABLE_MARKER;
  }
}

function copyMap(map: ReadonlyMap<unknown, unknown>, copying: Copying): ReadonlyMap<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  copying.copies.set(map, copy);
  for (const [key, item] of map) copy.set(copyClean(key, copying), copyClean(item, copying));
  return copy;
}

function copySet(set: ReadonlySet<unknown>, copying: Copying): ReadonlySet<unknown> {
  const copy = new Set<unknown>();
  copying.copies.set(set, copy);
  for (const item of set) copy.add(copyClean(item, copying));
  return copy;
}

function copyObject(source: object, copying: Copying): object {
  const copy = emptyCopyOf(source);
  copying.copies.set(source, copy);
  for (const key of Reflect.ownKeys(source)) {
    if (Array.isArray(source) && key === 'length') continue;
    const cleanKey = typeof key === 'string' ? copying.matcher.replace(key, CONFIGURED_MARKER) : key;
    const enumerable = Reflect.getOwnPropertyDescriptor(source, key)?.enumerable ?? false;
    const value = copyClean(readProperty(source, key), copying);
    Object.defineProperty(copy, cleanKey, { value, enumerable, configurable: true, writable: true });
  }
  return copy;
}

/** Errors keep their class, so that `instanceof` and brands go on working. */
function emptyCopyOf(source: object): object {
  if (Array.isArray(source)) return new Array<unknown>(source.length);
  const prototype = Reflect.getPrototypeOf(source);
  if (!(source instanceof Error)) return Object.create(prototype === null ? null : Object.prototype);
  // A real error, not only an object with its prototype: tools that print errors tell the two apart.
  const copy: object = Reflect.construct(Error, []);
  Reflect.deleteProperty(copy, 'stack');
  Reflect.setPrototypeOf(copy, prototype);
  return copy;
}

function readProperty(source: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(source, key);
  } catch {
    // A getter that throws has nothing to hide and must not stop the walk.
    return UNREADABLE_MARKER;
  }
}

/** The text of an object that is one; `undefined` for all others. */
function textOf(value: object): string | undefined {
  if (value instanceof URL) return value.href;
  return value instanceof URLSearchParams || value instanceof String ? value.toString() : undefined;
}

function isOpaque(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Date;
}

function isOpaqueSafely(value: object): boolean {
  try {
    return isOpaque(value);
  } catch {
    // A proxy that does not let itself be asked.
    return false;
  }
}

function some<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}
