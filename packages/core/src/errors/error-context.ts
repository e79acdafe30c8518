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
  const kept = keys.map((key) => [key, readField(fields, key)] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined && value !== null));
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
