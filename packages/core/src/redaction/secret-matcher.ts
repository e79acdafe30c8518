/** Finds any of a set of needles in a text, in time linear in the text. */
export interface SecretMatcher {
  /** Whether there is nothing to look for. */
  readonly isEmpty: boolean;
  /** Replaces every needle by `marker`; gives back the same string when there is none. */
  replace(text: string, marker: string): string;
}

/**
 * Builds a matcher. Where needles overlap, all they cover together becomes one marker: the rest of one of them would tell
 * about it. A marker that stands in the text already is left alone, so that replacing twice changes nothing.
 */
export function createSecretMatcher(needles: Iterable<string>): SecretMatcher {
  const byStart = new Map<number, string[]>();
  let shortest = Number.POSITIVE_INFINITY;
  for (const needle of new Set(needles)) {
    if (needle.length < MIN_NEEDLE_LENGTH) continue;
    shortest = Math.min(shortest, needle.length);
    const start = startAt(needle, 0);
    const bucket = byStart.get(start);
    if (bucket) bucket.push(needle);
    else byStart.set(start, [needle]);
  }
  for (const bucket of byStart.values()) bucket.sort((a, b) => b.length - a.length);
  return {
    isEmpty: byStart.size === 0,
    replace: (text, marker) => (byStart.size === 0 || text.length < shortest ? text : scan(text, marker, byStart)),
  };
}

/** Needles are told apart by two characters first; a secret is never shorter. */
const MIN_NEEDLE_LENGTH = 2;

function startAt(text: string, index: number): number {
  return (text.charCodeAt(index) << 16) | text.charCodeAt(index + 1);
}

function scan(text: string, marker: string, byStart: ReadonlyMap<number, readonly string[]>): string {
  const markerStart = marker.charCodeAt(0);
  let output = '';
  let copiedTo = 0;
  // Where the needles that were found so far end; beyond it nothing is hidden yet.
  let hiddenTo = 0;
  let index = 0;
  while (index < text.length) {
    if (text.charCodeAt(index) === markerStart && text.startsWith(marker, index)) {
      index += marker.length;
      if (hiddenTo > index - marker.length) copiedTo = hiddenTo = Math.max(hiddenTo, index);
      continue;
    }
    const found = byStart.get(startAt(text, index))?.find((needle) => text.startsWith(needle, index));
    if (found !== undefined && index + found.length > hiddenTo) {
      if (index >= hiddenTo) output += text.slice(copiedTo, index) + marker;
      hiddenTo = index + found.length;
      copiedTo = hiddenTo;
    }
    index += 1;
  }
  return copiedTo === 0 ? text : output + text.slice(copiedTo);
}
