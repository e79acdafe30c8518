import { FOREIGN_PIECES } from '../names/foreign-words.ts';
import { VENDOR_FORMATS } from '../vendor-formats.ts';
import { FIRST_BEYOND_ASCII, FOREIGN_BYTE, readBytes } from './window-bytes.ts';

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
  const seen = { length: text.length, names: [], vendors: [], runs: [], found: 0, hits: 0, gram: 0, runBlocks: 0 };
  let isClean = false;
  for (let from = 0; from < text.length; from += WINDOW) {
    const to = Math.min(text.length, from + WINDOW);
    const skips = isClean && repeats(text, from, to);
    // Nothing goes on from the window before: whatever did would have been met in that one.
    if (skips) seen.gram = seen.runBlocks = 0;
    isClean = surveyPart(text, skips ? to - TAIL : from, to, seen);
  }
  const { names, vendors, runs, found } = seen;
  const has = found | (runs.length > 0 ? HAS.base64 : 0);
  return { has, names, vendors, runs };
}

/**
 * Whether a window only says again what stands shortly before it, as in a log of one line over and over. Where that held
 * nothing, it holds nothing either, but for what its end begins.
 */
function repeats(text: string, from: number, to: number): boolean {
  if (to - from < TAIL) return false;
  const found = text.slice(from - REACH, from + HEAD - 1).indexOf(text.slice(from, from + HEAD));
  if (found < 0) return false;
  const distance = REACH - found;
  // With what can begin a piece of a name or a run before the window.
  return text.slice(from - HEAD, to) === text.slice(from - HEAD - distance, to - distance);
}

/** What goes on from one window of a text to the next. */
interface Progress {
  /** Of the text. */
  readonly length: number;
  readonly names: number[];
  readonly vendors: number[];
  readonly runs: number[];
  /** The flags of all characters so far. */
  found: number;
  /** How many pieces, beginnings and runs were met. */
  hits: number;
  /** The symbols of the last characters. */
  gram: number;
  /** How many blocks before this one are of nothing but characters of runs. */
  runBlocks: number;
}

/**
 * Goes through a part of a text, no longer than a window, in blocks of two pairs of characters. Most blocks end no piece of
 * a name and no beginning of a format, so that one question tells for all four. Gives back whether there was nothing in it.
 */
function surveyPart(text: string, from: number, to: number, seen: Progress): boolean {
  const length = readBytes(text, from, to, BYTES);
  BYTES.fill(0, length, length + BLOCK);
  let { gram, runBlocks } = seen;
  const hits = runBlocks >= MIN_RUN_BLOCKS ? -1 : seen.hits;
  let found = 0;
  for (let at = 0; at < length; at += BLOCK) {
    const first = PAIRS[BYTE_PAIRS[at >> 1] ?? 0] ?? 0;
    const second = PAIRS[BYTE_PAIRS[(at >> 1) + 1] ?? 0] ?? 0;
    found |= first | second;
    if ((first & second & RUN_PAIR) === 0) runBlocks = 0;
    else if (++runBlocks === MIN_RUN_BLOCKS) addRun(text, from + at, seen);
    const three = (gram << (2 * SYMBOL_BITS)) | (first & PAIR_MASK);
    gram = (three << (2 * SYMBOL_BITS)) | (second & PAIR_MASK);
    const endings =
      (ENDINGS[(three >> SYMBOL_BITS) & ENDING_MASK] ?? 0) |
      (ENDINGS[three & ENDING_MASK] ?? 0) |
      (ENDINGS[(gram >> SYMBOL_BITS) & ENDING_MASK] ?? 0) |
      (ENDINGS[gram & ENDING_MASK] ?? 0);
    if (endings === 0 && ((first | second) & FOREIGN_FLAG) === 0) continue;
    addHit(three >> SYMBOL_BITS, at, from, seen);
    addHit(three, at + 1, from, seen);
    addHit(gram >> SYMBOL_BITS, at + 2, from, seen);
    addHit(gram, at + 3, from, seen);
  }
  seen.found |= (found >> PAIR_BITS) & CHARACTER_FLAGS;
  seen.gram = gram;
  seen.runBlocks = runBlocks;
  return seen.hits === hits;
}

/** Notes what ends with the character at `at` of a window. */
function addHit(gram: number, at: number, from: number, seen: Progress): void {
  const index = from + at;
  // The last block may reach beyond the end of the text.
  if (index >= seen.length) return;
  const isForeign = BYTES[at] === FOREIGN_BYTE;
  const hit = GRAMS[gram & GRAM_MASK] ?? 0;
  if (hit === 0 && !isForeign) return;
  seen.hits += 1;
  if (isForeign) seen.names.push(index);
  if ((hit & HAS.name) !== 0) seen.names.push(index);
  if ((hit & HAS.vendor) !== 0) seen.vendors.push(index);
  seen.found |= hit;
}

/** Notes the run that fills the blocks up to the one at `index`, if it is long enough with what it has before and behind. */
function addRun(text: string, index: number, seen: Progress): void {
  seen.hits += 1;
  let start = index - (MIN_RUN_BLOCKS - 1) * BLOCK;
  let end = index + BLOCK;
  while (end - start < MIN_RUN && start > 0 && isRunPart(text.charCodeAt(start - 1))) start -= 1;
  while (end - start < MIN_RUN && isRunPart(text.charCodeAt(end))) end += 1;
  if (end - start >= MIN_RUN) seen.runs.push(index);
}

function isRunPart(code: number): boolean {
  return code < FIRST_BEYOND_ASCII && ((CHARACTERS[code] ?? 0) & (RUN << SYMBOL_BITS)) !== 0;
}

/** Whether a part of a text holds a piece of a word that names a secret. */
export function hasNamePiece(text: string, start: number, end: number): boolean {
  let gram = 0;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= FIRST_BEYOND_ASCII) return true;
    gram = ((gram << SYMBOL_BITS) | ((CHARACTERS[code] ?? 0) & SYMBOL_MASK)) & GRAM_MASK;
    if (((GRAMS[gram] ?? 0) & HAS.name) !== 0) return true;
  }
  return false;
}

/** Shorter runs are no base64 that holds anything, in characters. */
export const MIN_RUN = 20;
/** A run of the least length fills so many blocks, wherever it starts. */
const MIN_RUN_BLOCKS = 4;
const BLOCK = 4;
/** A text is read in windows of this length, in characters, so that its bytes stay in the fastest memory. */
const WINDOW = 8192;
/** The end of a window that repeats: longer than two runs, so that one that goes on is seen. */
const TAIL = 64;
/** What repeats is looked for so far back, well within the window before. */
const REACH = 4096;
/** In characters: more than the least run, so that none lies partly in what is compared and is not met in the rest. */
const HEAD = 32;
/** The bytes of the window that is read just now; nothing reads two at a time. */
const BYTES = new Uint8Array(WINDOW + BLOCK);
const BYTE_PAIRS = new Uint16Array(BYTES.buffer);

/** A character of base64. */
const RUN = 1024;

/** The symbol of a character, and its flags above. */
const CHARACTERS = new Uint16Array(256);
const SYMBOL_BITS = 5;
const SYMBOL_MASK = 0x1f;
const DIGIT_SYMBOL = 27;
const SIGNS = '_-.=';
const GRAM_MASK = 0xfffff;
const GRAMS = new Uint8Array(GRAM_MASK + 1);
/** The last three symbols of each gram that tells something: small enough to stay in the fastest memory. */
const ENDING_MASK = 0x7fff;
const ENDINGS = new Uint8Array(ENDING_MASK + 1);

/** For each two bytes side by side: their symbols, and above the flags of both. */
const PAIRS = new Uint32Array(65_536);
const PAIR_BITS = 2 * SYMBOL_BITS;
const PAIR_MASK = 0x3ff;
/** All flags of characters but the one of runs. */
const CHARACTER_FLAGS = RUN - 1;
/** A letter beyond ASCII is one of the two. */
const FOREIGN_FLAG = HAS.name << PAIR_BITS;
/** Both can be part of a run. */
const RUN_PAIR = RUN << PAIR_BITS;

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
CHARACTERS[FOREIGN_BYTE] = HAS.name << SYMBOL_BITS;

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
  'shar acce head env args argv curl mysq sshp logi apik verif iden magi hdn invi psk kty pdo bind';

for (const piece of `${NAME_PIECES} ${FOREIGN_PIECES}`.split(' ')) mark(piece, HAS.name);
for (const piece of ['begin', '-end', 'putt']) mark(piece, HAS.key);
for (const prefix of VENDOR_FORMATS.flatMap(({ prefixes }) => prefixes)) {
  // Signs without a place of their own in the alphabet would be taken for any other.
  if (!/^[${]/.test(prefix)) mark(prefix, HAS.vendor);
}
mark('eyj', HAS.vendor);
fillPairs();

/** Fills {@link PAIRS}; in which order a pair holds its bytes is up to the machine. */
function fillPairs(): void {
  const pair = new Uint16Array(1);
  const bytes = new Uint8Array(pair.buffer);
  for (let code = 0; code < PAIRS.length; code += 1) {
    pair[0] = code;
    const first = CHARACTERS[bytes[0] ?? 0] ?? 0;
    const second = CHARACTERS[bytes[1] ?? 0] ?? 0;
    const symbols = ((first & SYMBOL_MASK) << SYMBOL_BITS) | (second & SYMBOL_MASK);
    const flags = (((first | second) >> SYMBOL_BITS) & CHARACTER_FLAGS) | (((first & second) >> SYMBOL_BITS) & RUN);
    PAIRS[code] = symbols | (flags << PAIR_BITS);
  }
}
