import type { PlainRecord, PlainValue } from './plain-value.ts';

const MAX_KEYS = 60;

/** A key without case and signs: `errorCode`, `error_code` and `Error Code` are one. */
export function toComparableKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/** The fields of an object by their comparable keys; of several with the same one the first counts. */
export function byComparableKey(record: PlainRecord): ReadonlyMap<string, PlainValue> {
  const fields = new Map<string, PlainValue>();
  for (const key of Object.keys(record).slice(0, MAX_KEYS)) {
    const comparable = toComparableKey(key);
    const value = record[key];
    if (value !== undefined && !fields.has(comparable)) fields.set(comparable, value);
  }
  return fields;
}
