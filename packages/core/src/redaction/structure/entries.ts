import { isHeaders } from './is-headers.ts';

/** What a map, headers or a set hold; items of a set have no key. */
export type Entry = readonly [key: unknown, value: unknown];

/** The entries of a map, headers or a set; `undefined` for all other objects. */
export function itemsOf(value: object): readonly Entry[] | undefined {
  if (value instanceof Map || isHeaders(value)) return [...value.entries()];
  return value instanceof Set ? [...value].map((item): Entry => [undefined, item]) : undefined;
}

/** Puts entries into a copy of the object that they are from. */
export function fillEntries(copy: object, items: readonly Entry[] | undefined): void {
  if (items === undefined) return;
  for (const [key, item] of items) {
    if (copy instanceof Map) copy.set(key, item);
    else if (copy instanceof Set) copy.add(item);
    else if (isHeaders(copy)) copy.append(String(key), String(item));
  }
}
