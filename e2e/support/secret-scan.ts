/** A piece of a secret that stands in a text. */
export interface Leak {
  readonly where: string;
  /** How it was written there, as `base64`. */
  readonly spelling: string;
  /** What stands around it, the secret itself left out. */
  readonly around: string;
}

/** A text and where it was found. */
export interface ToldText {
  readonly where: string;
  readonly text: string;
}

/** As many characters in a row give a secret away. A cut secret is found as well; chance alone does not repeat so many. */
const PIECE_LENGTH = 12;
/** A piece is found by a part of it: one that begins at every so many characters, so that texts of megabytes take no time. */
const SEED_LENGTH = 6;
const SEED_STEP = PIECE_LENGTH - SEED_LENGTH + 1;
const AROUND_LENGTH = 60;
/** Shorter runs can't hold a piece in base64 or hex. */
const CODED_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const HEX_RUN = /(?:[0-9a-f]{2}){12,}/gi;

/**
 * Looks for secrets, and for pieces of them, in what left a process.
 *
 * Each text counts once, however often it tells one. Texts are decoded in every way in which one may be written: the search knows no list of spellings that redaction could
 * share its gaps with. Secrets have to be random: their pieces are looked for whatever stands around them.
 */
export function findLeaks(texts: readonly ToldText[], secrets: readonly string[]): readonly Leak[] {
  const pieces = piecesOf(secrets);
  const leaks: Leak[] = [];
  for (const { where, text } of texts) {
    for (const [spelling, reading] of readingsOf(text)) {
      const at = findPiece(reading, pieces);
      if (at === undefined) continue;
      leaks.push({ where, spelling, around: aroundOf(reading, at, pieces) });
      break;
    }
  }
  return leaks;
}

function piecesOf(secrets: readonly string[]): Pieces {
  const whole = new Set<string>();
  const seeds = new Set<string>();
  for (const secret of secrets) {
    const plain = secret.toLowerCase();
    if (plain.length < PIECE_LENGTH) throw new Error(`A secret of ${plain.length} characters can't be looked for.`);
    for (const written of [plain, [...plain].reverse().join('')]) {
      for (let at = 0; at + PIECE_LENGTH <= written.length; at += 1) whole.add(written.slice(at, at + PIECE_LENGTH));
      for (let at = 0; at + SEED_LENGTH <= written.length; at += 1) seeds.add(written.slice(at, at + SEED_LENGTH));
    }
  }
  return { whole, seeds };
}

/** What is looked for, forwards and backwards. */
interface Pieces {
  readonly whole: ReadonlySet<string>;
  /** Parts of the pieces; every piece in a text has one of them at one of the places that are looked at. */
  readonly seeds: ReadonlySet<string>;
}

/** Every way to read a text. */
function readingsOf(text: string): readonly (readonly [spelling: string, reading: string])[] {
  const unescaped = unescapeUrl(unescapeHtml(unescapeJson(text)));
  return [
    ['plain', text],
    ['escaped', unescaped],
    ['broken into lines', unescaped.replace(/\s+/g, '')],
    ['hex', runsOf(unescaped, HEX_RUN, (run) => Buffer.from(run, 'hex'))],
    ['base64', runsOf(unescaped, CODED_RUN, fromBase64)],
    ['base64, broken into lines', runsOf(unescaped.replace(/\s+/g, ''), CODED_RUN, fromBase64)],
  ];
}

/** Escapes may be escaped once more, as JSON in JSON in JSON. */
const ESCAPE_DEPTH = 3;

function unescapeJson(text: string): string {
  let read = text;
  for (let depth = 0; depth < ESCAPE_DEPTH; depth += 1)
    read = read
      .replace(/\\u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\(["\\/])/g, '$1');
  return read;
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,6});/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('&amp;', '&');
}

function unescapeUrl(text: string): string {
  let read = text;
  for (let depth = 0; depth < ESCAPE_DEPTH; depth += 1)
    read = read.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return read;
}

function runsOf(text: string, pattern: RegExp, decode: (run: string) => Buffer): string {
  return [...text.matchAll(pattern)].map(([run]) => decode(run).toString('latin1')).join('\n');
}

/** A run may begin with characters that are no part of it, so it is read from each of the four places. */
function fromBase64(run: string): Buffer {
  const plain = run.replaceAll('-', '+').replaceAll('_', '/');
  return Buffer.concat([0, 1, 2, 3].map((skip) => Buffer.from(`${plain.slice(skip)}`, 'base64')));
}

function findPiece(text: string, { whole, seeds }: Pieces): number | undefined {
  const plain = text.toLowerCase();
  for (let seed = 0; seed + SEED_LENGTH <= plain.length; seed += SEED_STEP) {
    if (!seeds.has(plain.slice(seed, seed + SEED_LENGTH))) continue;
    for (let at = Math.max(0, seed - SEED_STEP); at <= seed; at += 1)
      if (whole.has(plain.slice(at, at + PIECE_LENGTH))) return at;
  }
  return undefined;
}

/** What stands around a piece; every character that belongs to one becomes a star. */
function aroundOf(text: string, at: number, { whole }: Pieces): string {
  const from = Math.max(0, at - AROUND_LENGTH);
  const shown = [...text.slice(from, at + PIECE_LENGTH + AROUND_LENGTH)];
  const plain = text.slice(from, at + PIECE_LENGTH + AROUND_LENGTH + PIECE_LENGTH).toLowerCase();
  for (let start = 0; start < shown.length; start += 1)
    if (whole.has(plain.slice(start, start + PIECE_LENGTH)))
      for (let star = start; star < start + PIECE_LENGTH && star < shown.length; star += 1) shown[star] = '*';
  return shown.join('');
}
