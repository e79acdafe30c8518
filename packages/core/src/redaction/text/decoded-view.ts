/** A text with one kind of encoding undone, and where each of its characters stood. */
export interface DecodedView {
  readonly text: string;
  /** The place in the original of a place in `text`. */
  originalIndex(index: number): number;
}

/** Undoes percent encoding, of ASCII only: what is sensitive in names and signs is ASCII. */
export function percentView(text: string): DecodedView | undefined {
  return decodedView(text, '%', (at) => {
    const code = hexAt(text, at + 1, 2);
    return code >= 0x09 && code < 0x7f ? { char: String.fromCharCode(code), length: 3 } : undefined;
  });
}

/** Undoes one level of the escapes of JSON and most languages: `\"`, `\n`, `\/`, `\u0041`, `\x41`. */
export function escapeView(text: string): DecodedView | undefined {
  return decodedView(text, '\\', (at) => {
    const next = text.charAt(at + 1);
    const simple = SIMPLE_ESCAPES.get(next);
    if (simple !== undefined) return { char: simple, length: 2 };
    const digits = next === 'u' ? 4 : next === 'x' ? 2 : 0;
    const code = digits === 0 ? -1 : hexAt(text, at + 2, digits);
    return code < 0 ? undefined : { char: String.fromCharCode(code), length: digits + 2 };
  });
}

/** Takes out the sequences that give terminals their colors. */
export function uncoloredView(text: string): DecodedView | undefined {
  return decodedView(text, '\u001b', (at) => {
    let end = at + 2;
    while (end - at < MAX_SEQUENCE && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x3f) end += 1;
    return text.charAt(at + 1) === '[' && /[A-Za-z]/.test(text.charAt(end))
      ? { char: '', length: end + 1 - at }
      : undefined;
  });
}

/** In characters. */
const MAX_SEQUENCE = 24;

/** Undoes the entities of HTML and XML that stand for signs. */
export function entityView(text: string): DecodedView | undefined {
  return decodedView(text, '&', (at) => {
    const match = /^&(?:(quot|apos|amp|lt|gt|nbsp|colon|equals)|#(\d{2,3})|#x([\da-f]{2,3}));/i.exec(
      text.slice(at, at + 8),
    );
    if (match === null) return undefined;
    const [whole, name, decimal, hex] = match;
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10);
    return {
      char: name === undefined ? String.fromCharCode(code) : (ENTITIES.get(name.toLowerCase()) ?? ' '),
      length: whole.length,
    };
  });
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\\', '\\'],
  ['/', '/'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['colon', ':'],
  ['equals', '='],
]);

interface Decoded {
  readonly char: string;
  /** How many characters of the original it stands for. */
  readonly length: number;
}

/**
 * `undefined` where nothing was encoded. What follows each thing that was decoded is one piece, of which is kept where its
 * decoded and its original text start; a decoded sign itself starts where the piece before it ends, in both.
 */
function decodedView(text: string, sign: string, decode: (at: number) => Decoded | undefined): DecodedView | undefined {
  const chunks: string[] = [];
  let parts: string[] = [];
  const starts = new Places();
  const originals = new Places();
  let length = 0;
  let copiedTo = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, Math.max(at + 1, copiedTo))) {
    const decoded = decode(at);
    if (decoded === undefined) continue;
    if (at > copiedTo) parts.push(text.slice(copiedTo, at));
    parts.push(decoded.char);
    length += at - copiedTo + decoded.char.length;
    copiedTo = at + decoded.length;
    starts.push(length);
    originals.push(copiedTo);
    // A text of nothing but escapes would leave a piece of garbage for each.
    if (parts.length < MAX_PIECES) continue;
    chunks.push(parts.join(''));
    parts = [];
  }
  if (copiedTo === 0) return undefined;
  chunks.push(...parts, text.slice(copiedTo));
  return { text: chunks.join(''), originalIndex: (index) => originalIndex(starts, originals, index) };
}

const MAX_PIECES = 8192;

/** A list of places in a text, the first of which is 0, without an object for each. */
class Places {
  #places = new Int32Array(64);
  length = 1;

  push(place: number): void {
    if (this.length === this.#places.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places[this.length] = place;
    this.length += 1;
  }

  at(index: number): number {
    return this.#places[index] ?? 0;
  }
}

/** Finds the last piece that starts at or before `index`. */
function originalIndex(starts: Places, originals: Places, index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts.at(middle) <= index) low = middle;
    else high = middle - 1;
  }
  return originals.at(low) + index - starts.at(low);
}

/** The number in hexadecimal digits; -1 where others stand. */
function hexAt(text: string, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at += 1) {
    const digit = HEX_DIGITS[text.charCodeAt(at)] ?? NO_DIGIT;
    if (digit === NO_DIGIT) return -1;
    value = value * 16 + digit;
  }
  return value;
}

const NO_DIGIT = 255;
const HEX_DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, char] of [...'0123456789abcdef'].entries()) {
  HEX_DIGITS[char.charCodeAt(0)] = HEX_DIGITS[char.toUpperCase().charCodeAt(0)] = value;
}
