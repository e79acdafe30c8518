/**
 * Writes the characters of `text` from `from` to `to` into `bytes`, one byte for each, which is read far faster than a text.
 * Gives back how many there are. What is beyond ASCII has no byte of its own: letters become {@link FOREIGN_BYTE}, all else
 * a byte of no meaning.
 */
export function readBytes(text: string, from: number, to: number, bytes: Uint8Array): number {
  const length = to - from;
  if (length >= MIN_ENCODED) {
    const part = length === text.length ? text : text.slice(from, to);
    const { read, written } = ENCODER.encodeInto(part, bytes);
    // As many bytes as characters: all are ASCII.
    if (read === length && written === length) return length;
  }
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(from + index);
    bytes[index] = code < FIRST_BEYOND_ASCII ? code : code < FIRST_FOREIGN_LETTER ? OTHER_BYTE : FOREIGN_BYTE;
  }
  return length;
}

/** Characters from here on have no byte of their own. */
export const FIRST_BEYOND_ASCII = 0x80;
/** Stands for a sign beyond ASCII. */
const OTHER_BYTE = 0x80;
/** Stands for a letter beyond ASCII. */
export const FOREIGN_BYTE = 0xff;

const FIRST_FOREIGN_LETTER = 0xc0;
/** Shorter texts are read faster one by one, in characters. */
const MIN_ENCODED = 40;
const ENCODER = new TextEncoder();
