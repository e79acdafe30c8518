import { isAlphanumeric, isSpace } from './characters.ts';
import type { Findings } from './findings.ts';

/**
 * Finds private keys in PEM, OpenSSH, PGP, SSH2 and PuTTY form: between their frames, without the end of a text that was
 * cut, without the beginning of one that starts in the middle, with line ends escaped or lost. Certificates and public keys
 * are no secrets.
 */
export function findPrivateKeys(text: string, findings: Findings): void {
  let from = 0;
  if (text.includes('PRIVATE KEY')) {
    for (let begin = text.indexOf('BEGIN '); begin >= 0; begin = text.indexOf('BEGIN ', Math.max(from, begin + 6))) {
      const label = labelEnd(text, begin + 6);
      if (label < 0) continue;
      from = keyEnd(text, label);
      // A frame alone is the same for everybody.
      if (from - label >= MIN_BODY) findings.add(dashesBefore(text, begin), from, 'private-key');
    }
    findTails(text, from, findings);
  }
  findPuttyKeys(text, findings);
}

/** Behind the dashes of `BEGIN … PRIVATE KEY-----`; -1 where the label is another. */
function labelEnd(text: string, from: number): number {
  const label = text.slice(from, from + MAX_LABEL_LENGTH);
  const match = /^(?:[A-Z\d]+ ){0,5}PRIVATE KEY(?: BLOCK)? ?-{4,5}/.exec(label);
  return match === null ? -1 : from + match[0].length;
}

const MIN_BODY = 12;
const MAX_LABEL_LENGTH = 80;
/** The longest header line of an encrypted or PGP key is shorter. */
const MAX_END_LENGTH = 100;

/** Behind the frame at the end, or behind what can be the body of a key where there is none. */
function keyEnd(text: string, from: number): number {
  const body = bodyEnd(text, from);
  const frame = /^[-\s\\nr"',+]{0,24}-{4,5} ?END [A-Z\d ]{0,60}-{2,5}/.exec(text.slice(body, body + MAX_END_LENGTH));
  if (frame !== null) return body + frame[0].length;
  let end = body;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

/** Base64, white space and its escapes, and header lines such as `Proc-Type: 4,ENCRYPTED`. */
function bodyEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isAlphanumeric(code) || isSpace(code) || BODY_SIGNS.has(code)) at += 1;
    else if (code === HYPHEN && !text.startsWith('----', at)) at += 1;
    else break;
  }
  return proseStart(text, from, at);
}

/** The body ends where three words of a sentence follow: a key that was cut is followed by anything. */
function proseStart(text: string, from: number, end: number): number {
  const body = text.slice(from, end);
  const prose = /[\s.)]{1,4}(?:[a-z]{1,12}[\s,.]{1,2}){2}[a-z]{2,12}\b/.exec(body);
  return prose === null ? end : from + prose.index;
}

const HYPHEN = '-'.charCodeAt(0);
const BODY_SIGNS: ReadonlySet<number> = new Set([...'+/=\\:,._%'].map((sign) => sign.charCodeAt(0)));

function dashesBefore(text: string, index: number): number {
  let at = index;
  while (at > 0 && index - at < 6 && (text.charCodeAt(at - 1) === HYPHEN || text.charCodeAt(at - 1) === 0x20)) at -= 1;
  while (text.charCodeAt(at) === 0x20) at += 1;
  return at;
}

/** The end of a key whose beginning was cut off: lines of base64 before an end frame. */
function findTails(text: string, from: number, findings: Findings): void {
  for (let at = text.indexOf('-----END ', from); at >= 0; at = text.indexOf('-----END ', at + 9)) {
    const label = labelEnd(text, at + 9);
    if (label < 0) continue;
    let start = at;
    while (start > from && isTailPart(text.charCodeAt(start - 1))) start -= 1;
    if (at - start >= MIN_TAIL_LENGTH) findings.add(start, label, 'private-key');
    from = label;
  }
}

const MIN_TAIL_LENGTH = 20;

function isTailPart(code: number): boolean {
  return isAlphanumeric(code) || code === 0x0a || code === 0x0d || (BODY_SIGNS.has(code) && code !== COLON);
}

const COLON = ':'.charCodeAt(0);

/** PuTTY writes the private half behind `Private-Lines: N`. */
function findPuttyKeys(text: string, findings: Findings): void {
  let at = text.indexOf('Private-Lines:');
  while (at >= 0) {
    const count = /^Private-Lines: ?\d{1,3}/.exec(text.slice(at, at + 24))?.[0].length ?? 0;
    const start = at + Math.max(count, 'Private-Lines:'.length);
    const end = bodyEnd(text, start);
    findings.add(start, end, 'private-key');
    at = text.indexOf('Private-Lines:', Math.max(end, at + 14));
  }
}
