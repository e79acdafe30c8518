/** What an ASCII character can be part of. */
const LETTER = 1;
const DIGIT = 2;
const NAME_SIGN = 4;
const SPACE = 8;
const BASE64_SIGN = 16;

const KINDS = new Uint8Array(128);
for (let code = 0x41; code <= 0x5a; code += 1) KINDS[code] = KINDS[code + 0x20] = LETTER;
for (let code = 0x30; code <= 0x39; code += 1) KINDS[code] = DIGIT;
for (const sign of '_-.$') KINDS[sign.charCodeAt(0)] = NAME_SIGN;
for (const space of ' \t\n\r\f\v') KINDS[space.charCodeAt(0)] = SPACE;
for (const sign of '+/=') KINDS[sign.charCodeAt(0)] = BASE64_SIGN;

function kindOf(code: number): number {
  return code < 128 ? (KINDS[code] ?? 0) : 0;
}

/** Whether a name can begin here: a letter of any script, or `_`. */
export function isNameStart(code: number): boolean {
  return kindOf(code) === LETTER || code === UNDERSCORE || isForeignLetter(code);
}

/** Whether a name can go on here: letters, digits, `_`, `-`, `.`, `$`. */
export function isNamePart(code: number): boolean {
  return (kindOf(code) & (LETTER | DIGIT | NAME_SIGN)) !== 0 || isForeignLetter(code);
}

/** Letters and digits of ASCII. */
export function isAlphanumeric(code: number): boolean {
  return (kindOf(code) & (LETTER | DIGIT)) !== 0;
}

/** Letters of ASCII. */
export function isLetter(code: number): boolean {
  return kindOf(code) === LETTER;
}

/** Digits of ASCII. */
export function isDigit(code: number): boolean {
  return kindOf(code) === DIGIT;
}

/** What base64 is written with, padding included, in both alphabets. */
export function isBase64(code: number): boolean {
  return (kindOf(code) & (LETTER | DIGIT | BASE64_SIGN)) !== 0 || code === UNDERSCORE || code === HYPHEN;
}

/** White space of ASCII, and the blank that does not break. */
export function isSpace(code: number): boolean {
  return kindOf(code) === SPACE || code === 0xa0;
}

/** White space within a line. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0xa0;
}

/** The end of a line. */
export function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Where the white space that starts at `index` ends. */
export function skipBlanks(text: string, index: number, limit = 64): number {
  let at = index;
  const end = Math.min(text.length, index + limit);
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Letters beyond ASCII, but not punctuation and symbols. */
function isForeignLetter(code: number): boolean {
  return (code >= 0xc0 && code < 0x2000) || (code >= 0x3041 && code < 0xd800);
}

const UNDERSCORE = '_'.charCodeAt(0);
const HYPHEN = '-'.charCodeAt(0);
