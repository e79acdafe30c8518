import { looksRandom } from '../values/value-shape.ts';
import { type TailKind, VENDOR_FORMATS, type VendorFormat } from '../vendor-formats.ts';
import { isAlphanumeric, isBase64, isDigit } from './characters.ts';
import type { Findings } from './findings.ts';

/**
 * Finds credentials that the beginning of their format gives away. `beginnings` are the places at which the first characters
 * of a format end.
 */
export function findVendorTokens(text: string, beginnings: readonly number[], findings: Findings): void {
  const rejectedTo: Partial<Record<TailKind, number>> = {};
  let at = 0;
  for (const beginning of beginnings) {
    for (let index = Math.max(at, beginning - 3); index < beginning; index += 1) {
      at = Math.max(index + 1, matchAt(text, index, rejectedTo, findings));
      if (at > beginning) break;
    }
  }
}

/** Finds hashes of passwords, whose beginnings are signs. */
export function findPasswordHashes(text: string, findings: Findings): void {
  for (const sign of HASH_SIGNS) {
    for (let index = text.indexOf(sign); index >= 0; ) {
      index = text.indexOf(sign, Math.max(index + 1, matchAt(text, index, {}, findings)));
    }
  }
}

const HASH_SIGNS: readonly string[] = ['$', '{S'];

/** Where the token that starts at `index` ends; 0 where none does. */
function matchAt(
  text: string,
  index: number,
  rejectedTo: Partial<Record<TailKind, number>>,
  findings: Findings,
): number {
  // The letter before may belong to a sign of mail in quoted-printable: `key=3Dx`.
  if (isAlphanumeric(text.charCodeAt(index - 1)) && !text.startsWith('=3D', index - 3)) return 0;
  const bucket = BUCKETS.get((text.charCodeAt(index) << 8) | (text.charCodeAt(index + 1) & 0xff));
  if (bucket === undefined || isInsideFile(text, index)) return 0;
  return matchBucket(text, index, bucket, rejectedTo, findings);
}

interface Candidate {
  readonly prefix: string;
  readonly format: VendorFormat;
}

/** By their first two characters, longest beginning first. */
const BUCKETS: ReadonlyMap<number, readonly Candidate[]> = bucketsOf(VENDOR_FORMATS);

function bucketsOf(formats: readonly VendorFormat[]): ReadonlyMap<number, readonly Candidate[]> {
  const buckets = new Map<number, Candidate[]>();
  for (const format of formats) {
    for (const prefix of format.prefixes) {
      const start = (prefix.charCodeAt(0) << 8) | prefix.charCodeAt(1);
      const bucket = buckets.get(start) ?? [];
      bucket.push({ prefix, format });
      buckets.set(start, bucket);
    }
  }
  for (const bucket of buckets.values()) bucket.sort((a, b) => b.prefix.length - a.prefix.length);
  return buckets;
}

/** Whether a `/` or `+` before belongs to the middle of an image or the like, where any beginning can come about. */
function isInsideFile(text: string, index: number): boolean {
  if (index === 0 || !isSlashOrPlus(text.charCodeAt(index - 1))) return false;
  let at = index - 1;
  const stop = index - LONG_BASE64;
  while (at >= 0 && at > stop && (isAlphanumeric(text.charCodeAt(at)) || isSlashOrPlus(text.charCodeAt(at)))) at -= 1;
  return at <= stop;
}

function isSlashOrPlus(code: number): boolean {
  return code === SLASH || code === PLUS;
}

/** Where the token of the first fitting format ends; 0 where none fits. */
function matchBucket(
  text: string,
  index: number,
  bucket: readonly Candidate[],
  rejectedTo: Partial<Record<TailKind, number>>,
  findings: Findings,
): number {
  for (const { prefix, format } of bucket) {
    if (!text.startsWith(prefix, index)) continue;
    // A run of these characters was looked at from further ahead, and none of it is random.
    if (format.isMixed && index < (rejectedTo[format.tail] ?? 0)) continue;
    const from = index + prefix.length;
    const measured = runEnd(text, from, format.tail, MEASURED);
    if (measured - from < format.minTail) continue;
    if (format.isMixed && !looksRandom(text.slice(from, measured))) {
      rejectedTo[format.tail] = index + MEASURED / 2;
      continue;
    }
    const end = trimEnd(text, from, runEnd(text, measured, format.tail, text.length));
    findings.add(index, end, format.name);
    return end;
  }
  return 0;
}

/** So much of a run is enough to tell whether it is random. */
const MEASURED = 256;
/** A run of this length before a `/` is the inside of a file in base64. */
const LONG_BASE64 = 56;

function runEnd(text: string, from: number, kind: TailKind, limit: number): number {
  const stop = Math.min(text.length, from + limit);
  const isPart = TAILS[kind];
  let at = from;
  while (at < stop && isPart(text.charCodeAt(at))) at += 1;
  return at;
}

/** The full stop of a sentence is no part of a token. */
function trimEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && TRAILING.has(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const SLASH = '/'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const UNDERSCORE = '_'.charCodeAt(0);
const HYPHEN = '-'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);
const TRAILING: ReadonlySet<number> = new Set([...'.-_:|~'].map((sign) => sign.charCodeAt(0)));
const BASE64_EXTRA: ReadonlySet<number> = new Set([...'.~%|$'].map((sign) => sign.charCodeAt(0)));

const TAILS: Readonly<Record<TailKind, (code: number) => boolean>> = {
  alnum: isAlphanumeric,
  word: (code) => isAlphanumeric(code) || code === UNDERSCORE,
  url: (code) => isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN,
  dotted: (code) => isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN || code === DOT || code === EQUALS,
  hash: (code) => isBase64(code) || BASE64_EXTRA.has(code) || code === COMMA,
  base64: (code) => isBase64(code) || BASE64_EXTRA.has(code),
  hex: (code) => isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46),
  upper: (code) => isDigit(code) || (code >= 0x41 && code <= 0x5a),
};
