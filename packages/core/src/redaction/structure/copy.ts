import { UNREADABLE_MARKER } from '../markers.ts';
import { isHeaders } from './is-headers.ts';

/** An empty object of the same kind: arrays, errors of their class, objects with or without a prototype. */
export function emptyCopyOf(source: object): object {
  if (Array.isArray(source)) return new Array<unknown>(source.length);
  if (source instanceof Map) return new Map<unknown, unknown>();
  if (source instanceof Set) return new Set<unknown>();
  if (isHeaders(source)) return new Headers();
  const prototype = Reflect.getPrototypeOf(source);
  if (!(source instanceof Error)) return Object.create(prototype === null ? null : Object.prototype);
  // A real error, not only an object with its prototype: tools that print errors tell the two apart.
  const copy: object = Reflect.construct(Error, []);
  Reflect.deleteProperty(copy, 'stack');
  Reflect.setPrototypeOf(copy, prototype);
  return copy;
}

/** A property, or a marker for one that can't be read. */
export function readProperty(source: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(source, key);
  } catch {
    // A getter that throws has nothing to hide and must not stop the walk.
    return UNREADABLE_MARKER;
  }
}

/** Puts a property into a copy; visible in loops where it was in the source. A second one of a name gets another name. */
export function putProperty(
  copy: object,
  source: object,
  key: PropertyKey,
  cleanKey: PropertyKey,
  value: unknown,
): void {
  const enumerable = isEnumerable.call(source, key);
  let name = cleanKey;
  for (let count = 2; cleanKey !== key && Object.hasOwn(copy, name); count += 1) name = `${String(cleanKey)} ${count}`;
  // Setting is much faster than defining, and the same but for this one name.
  if (enumerable && name !== '__proto__') Reflect.set(copy, name, value);
  else Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true });
}

const isEnumerable = Object.prototype.propertyIsEnumerable;

/** Whether an object is a list or has fields alone, as most do: nothing else has to be asked about it. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype = Reflect.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is not searched: bytes and dates. */
export function isOpaque(value: object): boolean {
  return isBytes(value) || value instanceof Date;
}

/** Whether a value is bytes, in whichever view. */
export function isBytes(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** The text of an object that is one; `undefined` for all others. */
export function textOf(value: object): string | undefined {
  if (value instanceof URL) return value.href;
  return value instanceof URLSearchParams || value instanceof String ? value.toString() : undefined;
}
