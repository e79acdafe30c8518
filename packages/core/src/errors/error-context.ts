import { UNREADABLE } from './thrown.ts';

/** Fields without those that say nothing; what can't be read is marked. Never throws. */
export function withoutEmpty(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let keys: readonly string[];
  try {
    keys = Object.keys(fields);
  } catch {
    // A revoked proxy: that there was something is all that can be said.
    return { context: UNREADABLE };
  }
  const kept: Record<string, unknown> = {};
  for (const key of keys) {
    const value = readField(fields, key);
    if (value === undefined || value === null) continue;
    // Set like any other field, this one would replace the prototype.
    if (key === '__proto__')
      Object.defineProperty(kept, key, { value, enumerable: true, configurable: true, writable: true });
    else kept[key] = value;
  }
  return kept;
}

/** The context that an error was given together with the fields of its class, which win. */
export function mergeContext(
  context: Readonly<Record<string, unknown>> | undefined,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { ...withoutEmpty(context ?? {}), ...withoutEmpty(fields) };
}

function readField(fields: Readonly<Record<string, unknown>>, key: string): unknown {
  try {
    return fields[key];
  } catch {
    // A getter that throws must not replace the error that is being told.
    return UNREADABLE;
  }
}
