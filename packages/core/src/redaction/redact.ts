import { collect, configuredSecretMatcher } from './configured-secrets.ts';
import { createSecretMatcher, type SecretMatcher } from './secret-matcher.ts';

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

/** Stands where a property could not be read. */
export const UNREADABLE_MARKER = '[UNREADABLE]';

/**
 * Gives back `value` without secrets; never changes it, never throws.
 *
 * Strings, arrays, plain objects, `Map`, `Set` and `Error` (with causes and own properties) are searched, keys too; cycles
 * keep their shape. Where there was nothing to hide the very same value comes back, so clean data costs no copy.
 */
export function redact<T>(value: T, options?: RedactOptions): T;
export function redact(value: unknown, options?: RedactOptions): unknown {
  const matchers = matchersFor(options);
  if (matchers.length === 0) return value;
  if (!needsCopy(value, { matchers, seen: new Set(), depth: 0 })) return value;
  return copyClean(value, { matchers, copies: new Map(), depth: 0 });
}

/** {@link redact} for a text. */
export function redactText(text: string, options?: RedactOptions): string {
  return replaceAll(text, matchersFor(options));
}

function matchersFor(options: RedactOptions | undefined): readonly SecretMatcher[] {
  const registered = configuredSecretMatcher();
  const given = options?.configuredSecrets ? createSecretMatcher(collect(options.configuredSecrets)) : undefined;
  return [registered, given].filter((matcher) => matcher !== undefined).filter((matcher) => !matcher.isEmpty);
}

function replaceAll(text: string, matchers: readonly SecretMatcher[]): string {
  return matchers.reduce((current, matcher) => matcher.replace(current, CONFIGURED_MARKER), text);
}

interface Search {
  readonly matchers: readonly SecretMatcher[];
  readonly seen: Set<object>;
  readonly depth: number;
}

/** Whether anything reachable from `value` has to be hidden. */
function needsCopy(value: unknown, search: Search): boolean {
  if (typeof value === 'string') return replaceAll(value, search.matchers) !== value;
  if (value === null || typeof value !== 'object' || isOpaque(value) || search.seen.has(value)) return false;
  if (search.depth >= MAX_REDACTION_DEPTH) return true;
  search.seen.add(value);
  const inner: Search = { ...search, depth: search.depth + 1 };
  if (value instanceof URL) return needsCopy(value.href, inner);
  if (value instanceof Map) return some(value.entries(), ([key, item]) => needsCopy(key, inner) || needsCopy(item, inner));
  if (value instanceof Set) return some(value.values(), (item) => needsCopy(item, inner));
  return Reflect.ownKeys(value).some((key) => needsCopy(key, inner) || needsCopy(readProperty(value, key), inner));
}

interface Copying {
  readonly matchers: readonly SecretMatcher[];
  readonly copies: Map<object, unknown>;
  readonly depth: number;
}

function copyClean(value: unknown, copying: Copying): unknown {
  if (typeof value === 'string') return replaceAll(value, copying.matchers);
  if (value === null || typeof value !== 'object' || isOpaque(value)) return value;
  if (copying.copies.has(value)) return copying.copies.get(value);
  if (copying.depth >= MAX_REDACTION_DEPTH) return TOO_DEEP_MARKER;
  const inner: Copying = { ...copying, depth: copying.depth + 1 };
  if (value instanceof URL) return replaceAll(value.href, copying.matchers);
  if (value instanceof Map) return copyMap(value, inner);
  if (value instanceof Set) return copySet(value, inner);
  return copyObject(value, inner);
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

/** Arrays, plain objects and errors: the copy keeps the prototype, so that `instanceof` and brands go on working. */
function copyObject(source: object, copying: Copying): object {
  const copy: object = Array.isArray(source) ? [] : Object.create(Object.getPrototypeOf(source));
  copying.copies.set(source, copy);
  for (const key of Reflect.ownKeys(source)) {
    if (Array.isArray(source) && key === 'length') continue;
    const cleanKey = typeof key === 'string' ? replaceAll(key, copying.matchers) : key;
    const enumerable = Reflect.getOwnPropertyDescriptor(source, key)?.enumerable ?? false;
    const value = copyClean(readProperty(source, key), copying);
    Object.defineProperty(copy, cleanKey, { value, enumerable, configurable: true, writable: true });
  }
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

function isOpaque(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Date;
}

function some<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}
