/** Finds any of a set of needles in a text, in time linear in the text. */
export interface SecretMatcher {
  /** Whether there is nothing to look for. */
  readonly isEmpty: boolean;
  /** Replaces every needle by `marker`; gives back the same string when there is none. */
  replace(text: string, marker: string): string;
}

/** Builds a matcher; where two needles start at one place, the longer one wins. */
export function createSecretMatcher(needles: Iterable<string>): SecretMatcher {
  const byFirstChar = new Map<number, string[]>();
  let shortest = Number.POSITIVE_INFINITY;
  for (const needle of new Set(needles)) {
    if (needle === '') continue;
    shortest = Math.min(shortest, needle.length);
    const code = needle.charCodeAt(0);
    const bucket = byFirstChar.get(code);
    if (bucket) bucket.push(needle);
    else byFirstChar.set(code, [needle]);
  }
  for (const bucket of byFirstChar.values()) bucket.sort((a, b) => b.length - a.length);
  return {
    isEmpty: byFirstChar.size === 0,
    replace: (text, marker) => (byFirstChar.size === 0 || text.length < shortest ? text : scan(text, marker, byFirstChar)),
  };
}

function scan(text: string, marker: string, byFirstChar: ReadonlyMap<number, readonly string[]>): string {
  let output = '';
  let copiedTo = 0;
  let index = 0;
  while (index < text.length) {
    const found = byFirstChar.get(text.charCodeAt(index))?.find((needle) => text.startsWith(needle, index));
    if (found === undefined) {
      index += 1;
      continue;
    }
    output += text.slice(copiedTo, index) + marker;
    index += found.length;
    copiedTo = index;
  }
  return copiedTo === 0 ? text : output + text.slice(copiedTo);
}
