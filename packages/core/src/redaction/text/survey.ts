import { FOREIGN_PIECES } from '../names/foreign-words.ts';
import { VENDOR_FORMATS } from '../vendor-formats.ts';

/** What a text holds that rules ask for; each is a bit of what {@link survey} gives. */
export const HAS = {
  /** A piece of a word that names a secret. */
  name: 1,
  /** The beginning of a format of a vendor. */
  vendor: 2,
  /** A frame of a private key. */
  key: 4,
  at: 8,
  percent: 16,
  backslash: 32,
  entity: 64,
  /** A run of characters that can be base64. */
  base64: 128,
  brace: 256,
  /** A sequence that colors what follows. */
  color: 512,
} as const;

/** What {@link survey} found. */
export interface Survey {
  /** The bits of {@link HAS}. */
  readonly has: number;
  /** Where pieces of words that name a secret end, in the order of the text. */
  readonly names: readonly number[];
  /** Where the first characters of formats of vendors end. */
  readonly vendors: readonly number[];
  /** Within each run of characters that can be base64, one place. */
  readonly runs: readonly number[];
}

/**
 * Goes through a text once and tells which rules can have something to find in it and where, so that clean text costs one
 * pass.
 *
 * Four characters at a time are looked up in a table, in an alphabet of 32: letters without case, digits as one, a few
 * signs, and all others as one.
 */
export function survey(text: string): Survey {
  const names: number[] = [];
  const vendors: number[] = [];
  const runs: number[] = [];
  let found = 0;
  let gram = 0;
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (CHARACTERS[code] ?? 0) : 0;
    gram = ((gram << SYMBOL_BITS) | (kind & SYMBOL_MASK)) & GRAM_MASK;
    const flags = kind >> SYMBOL_BITS;
    if ((flags & RUN) === 0) run = 0;
    else if (++run === MIN_RUN) runs.push(index);
    found |= flags;
    if (code >= FIRST_FOREIGN_LETTER) names.push(index);
    if (ENDINGS[gram & ENDING_MASK] === 0) continue;
    const hit = GRAMS[gram] ?? 0;
    if ((hit & HAS.name) !== 0) names.push(index);
    if ((hit & HAS.vendor) !== 0) vendors.push(index);
    found |= hit;
  }
  const has = (found & ~RUN) | (names.length > 0 ? HAS.name : 0) | (runs.length > 0 ? HAS.base64 : 0);
  return { has, names, vendors, runs };
}

/** Whether a part of a text holds a piece of a word that names a secret. */
export function hasNamePiece(text: string, start: number, end: number): boolean {
  let gram = 0;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 128) return true;
    gram = ((gram << SYMBOL_BITS) | ((CHARACTERS[code] ?? 0) & SYMBOL_MASK)) & GRAM_MASK;
    if (((GRAMS[gram] ?? 0) & HAS.name) !== 0) return true;
  }
  return false;
}

/** Shorter runs are no base64 that holds anything, in characters. */
export const MIN_RUN = 20;
const RUN = 1024;
const FIRST_FOREIGN_LETTER = 0xc0;

/** The symbol of a character, and its flags above. */
const CHARACTERS = new Uint16Array(128);
const SYMBOL_BITS = 5;
const SYMBOL_MASK = 0x1f;
const DIGIT_SYMBOL = 27;
const SIGNS = '_-.=';
const GRAM_MASK = 0xfffff;
const GRAMS = new Uint8Array(GRAM_MASK + 1);
/** The last three symbols of each gram that tells something: small enough to stay in the fastest memory. */
const ENDING_MASK = 0x7fff;
const ENDINGS = new Uint8Array(ENDING_MASK + 1);

for (let code = 0; code < 26; code += 1) CHARACTERS[0x41 + code] = CHARACTERS[0x61 + code] = code + 1;
for (let code = 0x30; code <= 0x39; code += 1) CHARACTERS[code] = DIGIT_SYMBOL;
for (const [index, sign] of [...SIGNS].entries()) CHARACTERS[sign.charCodeAt(0)] = DIGIT_SYMBOL + 1 + index;
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-') flag(char, RUN);
flag('@', HAS.at);
flag('%', HAS.percent);
flag('\\', HAS.backslash);
flag('&', HAS.entity);
flag('{', HAS.brace);
flag('\u001b', HAS.color);
flag('[', HAS.brace);

function flag(char: string, bit: number): void {
  const code = char.charCodeAt(0);
  CHARACTERS[code] = (CHARACTERS[code] ?? 0) | (bit << SYMBOL_BITS);
}

/** Marks a beginning of four or more characters; of shorter ones what stands before is not asked. */
function mark(start: string, bit: number): void {
  const beginning = start.slice(0, 4);
  const value = symbolsOf(beginning);
  const fill = 1 << (SYMBOL_BITS * (4 - beginning.length));
  for (let before = 0; before < fill; before += 1) {
    const gram = (before << (SYMBOL_BITS * beginning.length)) | value;
    GRAMS[gram] = (GRAMS[gram] ?? 0) | bit;
    ENDINGS[gram & ENDING_MASK] = 1;
  }
}

function symbolsOf(text: string): number {
  let value = 0;
  for (const char of text) value = (value << SYMBOL_BITS) | ((CHARACTERS[char.charCodeAt(0)] ?? 0) & SYMBOL_MASK);
  return value;
}

/** A piece of every English word in `names/sensitive-words.ts`, of every scheme, and of the words for blocks and commands. */
const NAME_PIECES =
  'pass pwd psw toke secr key auth cred cook sess sign sig hmac jwt jwe otp pin cvv cvc pat sid sas dsn salt pepp nonc csrf xsrf ' +
  'bear basi dige nego ntlm ssws hawk oaut asse samls saml tick mnem seed phra code conn pw= p= priv moti ' +
  'shar acce head env args argv curl mysq sshp logi apik verif iden magi hdn invi';

for (const piece of `${NAME_PIECES} ${FOREIGN_PIECES}`.split(' ')) mark(piece, HAS.name);
for (const piece of ['begin', '-end', 'putt']) mark(piece, HAS.key);
for (const prefix of VENDOR_FORMATS.flatMap(({ prefixes }) => prefixes)) {
  // Signs without a place of their own in the alphabet would be taken for any other.
  if (!/^[${]/.test(prefix)) mark(prefix, HAS.vendor);
}
mark('eyj', HAS.vendor);
