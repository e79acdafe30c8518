import { looksGenerated } from '../values/value-shape.ts';
import { isBase64 } from './characters.ts';
import type { Findings } from './findings.ts';
import { MIN_RUN } from './survey.ts';

/**
 * Finds runs of base64 that hold a text with something to hide, or `user:password`. Images, digests, cursors and ids either
 * hold no text, or one with nothing to hide. `runs` are places within the runs.
 */
export function findBase64(
  text: string,
  runs: readonly number[],
  findings: Findings,
  hidesInside: (decoded: string) => boolean,
): void {
  let done = 0;
  for (const place of runs) {
    if (place < done) continue;
    let start = place;
    while (start > done && isBase64(text.charCodeAt(start - 1))) start -= 1;
    let end = place + 1;
    while (end < text.length && isBase64(text.charCodeAt(end))) end += 1;
    addRun(text, start, end, findings, hidesInside);
    done = end;
  }
}

function addRun(
  text: string,
  from: number,
  end: number,
  findings: Findings,
  hidesInside: (decoded: string) => boolean,
): void {
  // `auth=` before a run is no part of it.
  let start = end;
  while (start > from && (text.charAt(start - 1) !== '=' || start > end - 2)) start -= 1;
  const decoded = end - start < MIN_RUN ? undefined : decodePrintable(text, start, end);
  if (decoded !== undefined && (isUserAndPassword(decoded) || hidesInside(decoded))) findings.add(start, end, 'base64');
}

const MIN_DECODED = 12;
/** A longer run is decoded up to here; what it begins with decides. */
const MAX_RUN = 262_144;

/** The text that a run holds, if it is printable ASCII throughout; stops at the first byte that is not. */
function decodePrintable(text: string, from: number, end: number): string | undefined {
  const codes: number[] = [];
  let bits = 0;
  let count = 0;
  for (let at = from; at < Math.min(end, from + MAX_RUN); at += 1) {
    const value = VALUES[text.charCodeAt(at)] ?? NO_VALUE;
    if (value === NO_VALUE) break;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const byte = (bits >> count) & 0xff;
    if (byte >= 0x7f || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return undefined;
    codes.push(byte);
  }
  return codes.length < MIN_DECODED ? undefined : fromCodes(codes);
}

function fromCodes(codes: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < codes.length; at += 4096) parts.push(String.fromCharCode(...codes.slice(at, at + 4096)));
  return parts.join('');
}

const NO_VALUE = 255;
const VALUES = new Uint8Array(128).fill(NO_VALUE);
for (const [value, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  VALUES[char.charCodeAt(0)] = value;
}
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** Cursors and ids are written as `name:value` too. */
const CURSOR_NAMES =
  /^(?:\d+|id|ids|cursor|offset|page|after|before|time|ts|timestamp|node|edge|next|prev|type|gid|arrayconnection|connection|object|row|seq|version|sha|hash|v\d+|https?|urn)$/i;

function isUserAndPassword(decoded: string): boolean {
  const match = /^([\w.@+-]{1,64}):([^\s:]{6,128})$/.exec(decoded);
  const user = match?.[1] ?? '';
  const password = match?.[2] ?? '';
  if (match === null || CURSOR_NAMES.test(user)) return false;
  return /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(user) || looksGenerated(password, 8);
}
