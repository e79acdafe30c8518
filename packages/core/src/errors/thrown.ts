/**
 * Reads whatever may be thrown or given as a cause: errors of this realm and of others, plain objects, primitives, proxies
 * and getters that throw. Nothing here throws.
 */

/** Stands where something could not be read. */
export const UNREADABLE = '[UNREADABLE]';

/** Whether `value` is an error, or looks like one: a foreign realm or library may have made it. */
export function isErrorLike(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      value instanceof Error ||
      Object.prototype.toString.call(value) === '[object Error]' ||
      typeof Reflect.get(value, 'message') === 'string'
    );
  } catch {
    // A revoked proxy, or a getter that throws: nothing that could be read as an error.
    return false;
  }
}

/** One property of any value; `undefined` where there is none or it can't be read. */
export function propertyOf(value: unknown, key: PropertyKey): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  try {
    return Reflect.get(value, key);
  } catch {
    // A getter that throws has nothing to say.
    return undefined;
  }
}

/** A property that is a text with something in it. */
export function textPropertyOf(value: unknown, key: PropertyKey): string | undefined {
  const text = propertyOf(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** What sort of thing was thrown: the name of an error, else that of a type. */
export function thrownName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return textPropertyOf(value, 'name') ?? (isErrorLike(value) ? 'Error' : 'object');
}

/** What was thrown in words, one text for any value; empty where there are none. */
export function thrownMessage(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') return value.description ?? '';
  if (isErrorLike(value)) return textPropertyOf(value, 'message') ?? '';
  return typeof value === 'object' && value !== null ? typeTagOf(value) : primitiveText(value);
}

/** `[object Object]` and the like. */
export function typeTagOf(value: object): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    // A revoked proxy.
    return UNREADABLE;
  }
}

function primitiveText(value: unknown): string {
  // The source of a function is no message.
  return typeof value === 'function' ? typeTagOf(value) : String(value);
}

/** The failure underneath an error; `undefined` where it names none, or says that there is none to tell. */
export function causeOf(value: unknown): unknown {
  return isErrorLike(value) ? (propertyOf(value, 'cause') ?? undefined) : undefined;
}

/** At most this many parts of one error are looked at. */
const MAX_PARTS = 64;

/** The failures that an `AggregateError` or a `SuppressedError` stands for, the earliest first; else none. */
export function partsOf(value: unknown): readonly unknown[] {
  if (!isErrorLike(value)) return [];
  const errors = propertyOf(value, 'errors');
  try {
    if (Array.isArray(errors)) return errors.slice(0, MAX_PARTS);
    const suppressed = propertyOf(value, 'suppressed');
    // What failed first was suppressed by what failed while the resources were given back.
    return suppressed === undefined ? [] : [suppressed, propertyOf(value, 'error')];
  } catch {
    // A list that does not let itself be read.
    return [];
  }
}
