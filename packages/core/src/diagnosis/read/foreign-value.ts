/** Reads a property of a foreign value; `undefined` where there is none or it does not let itself be read. */
export function readProperty(value: unknown, key: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  try {
    return Reflect.get(value, key);
  } catch {
    // A proxy or a getter that throws has nothing to tell.
    return undefined;
  }
}

/** {@link readProperty} for a text. */
export function readString(value: unknown, key: string): string | undefined {
  const found = readProperty(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** {@link readProperty} for a finite number. */
export function readNumber(value: unknown, key: string): number | undefined {
  const found = readProperty(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** Whether a foreign value is an object that has something under one of these names. */
export function hasAny(value: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => readProperty(value, key) !== undefined);
}

/** Whether a foreign value is an array, without ever throwing: a revoked proxy throws when it is asked. */
export function isForeignArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy: no array that could be read.
    return false;
  }
}
