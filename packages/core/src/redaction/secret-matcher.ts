/** Finds any of a set of needles in a text, in time linear in the text. */
export interface SecretMatcher {
  /** Whether there is nothing to look for. */
  readonly isEmpty: boolean;
  /** Replaces every needle by `marker`; gives back the same string when there is none. */
  replace(text: string, marker: string): string;
}

/**
 * Builds a matcher. Where needles overlap, all they cover together becomes one marker: the rest of one of them would tell
 * about it. A marker that stands in the text already is left alone, so that replacing twice changes nothing. Those of
 * `anyCase` are found in other letter case too; they have to be ASCII.
 *
 * A window as long as the shortest needle goes over the text. A table tells from the last two characters in it how far the
 * next place is where a needle can end its first part, so that most of a clean text is never looked at (Wu and Manber).
 */
export function createSecretMatcher(needles: Iterable<string>, anyCase: Iterable<string> = []): SecretMatcher {
  const all: Needle[] = [];
  for (const text of new Set(needles)) {
    if (text.length >= MIN_NEEDLE_LENGTH) all.push({ text, isAnyCase: false });
  }
  for (const text of new Set(anyCase)) all.push({ text: text.toLowerCase(), isAnyCase: true });
  if (all.length === 0) return NOTHING;
  const search = prepare(all);
  return {
    isEmpty: false,
    replace: (text, marker) => (text.length < search.window ? text : scan(text, marker, search)),
  };
}

const NOTHING: SecretMatcher = { isEmpty: true, replace: (text) => text };

/** Needles are told apart by two characters first; a secret is never shorter. */
const MIN_NEEDLE_LENGTH = 2;
/** A longer window would fill the table without being much faster, in characters. */
const MAX_WINDOW = 16;
/** Pairs of ASCII characters have an entry each, but for the case of letters. */
const TABLE_SIZE = 4096;

interface Needle {
  readonly text: string;
  readonly isAnyCase: boolean;
}

interface Search {
  readonly window: number;
  /** For each pair of characters at the end of the window, how far the window may go on; 0 where a needle may begin. */
  readonly shifts: Uint8Array;
  /** Needles by the pair at the end of their first part, longer ones first. */
  readonly buckets: ReadonlyMap<number, readonly Needle[]>;
}

function prepare(needles: readonly Needle[]): Search {
  const shortest = needles.reduce((least, { text }) => Math.min(least, text.length), MAX_WINDOW);
  const shifts = new Uint8Array(TABLE_SIZE).fill(shortest - 1);
  const buckets = new Map<number, Needle[]>();
  for (const needle of needles) {
    for (let end = 1; end < shortest; end += 1) {
      const pair = pairAt(needle.text, end);
      shifts[pair] = Math.min(shifts[pair] ?? 0, shortest - 1 - end);
    }
    const last = pairAt(needle.text, shortest - 1);
    const bucket = buckets.get(last);
    if (bucket) bucket.push(needle);
    else buckets.set(last, [needle]);
  }
  for (const bucket of buckets.values()) bucket.sort((a, b) => b.text.length - a.text.length);
  return { window: shortest, shifts, buckets };
}

/** The entry of the pair that ends at `index`; the same for both cases of a letter. */
function pairAt(text: string, index: number): number {
  const first = text.charCodeAt(index - 1);
  const second = text.charCodeAt(index);
  return ((((first >> 1) & 0x20) | (first & 0x1f)) << 6) | ((second >> 1) & 0x20) | (second & 0x1f);
}

function scan(text: string, marker: string, { window, shifts, buckets }: Search): string {
  const atStarts = new MarkerCursor(text, marker);
  const atEnds = new MarkerCursor(text, marker);
  let output = '';
  // Where the needles that were found so far end; beyond it nothing is hidden yet.
  let hiddenTo = 0;
  let end = window - 1;
  while (end < text.length) {
    const pair = pairAt(text, end);
    const shift = shifts[pair] ?? 0;
    if (shift > 0) {
      end += shift;
      continue;
    }
    const start = end - window + 1;
    const found = buckets.get(pair)?.find((needle) => standsAt(text, start, needle));
    end += 1;
    if (found === undefined || start + found.text.length <= hiddenTo || atStarts.startAround(start) <= start) continue;
    if (start >= hiddenTo) output += text.slice(hiddenTo, start) + marker;
    hiddenTo = atEnds.endAround(start + found.text.length);
  }
  return hiddenTo === 0 ? text : output + text.slice(hiddenTo);
}

function standsAt(text: string, start: number, needle: Needle): boolean {
  return needle.isAnyCase
    ? text.slice(start, start + needle.text.length).toLowerCase() === needle.text
    : text.startsWith(needle.text, start);
}

/** Goes over the markers that stand in a text already, for places that only go forward. */
class MarkerCursor {
  readonly #text: string;
  readonly #marker: string;
  #start = 0;
  #end = 0;

  constructor(text: string, marker: string) {
    this.#text = text;
    this.#marker = marker;
  }

  /** Where the first marker begins that ends behind `place`. */
  startAround(place: number): number {
    while (this.#end <= place) {
      const found = this.#text.indexOf(this.#marker, this.#end);
      this.#start = found < 0 ? this.#text.length : found;
      this.#end = found < 0 ? Number.POSITIVE_INFINITY : found + this.#marker.length;
    }
    return this.#start;
  }

  /** `place`, or the end of the marker that it cuts. */
  endAround(place: number): number {
    return this.startAround(place) < place ? this.#end : place;
  }
}
