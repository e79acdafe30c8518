import { looksRandom } from '../values/value-shape.ts';
import { isAlphanumeric, isBase64, isDigit } from './characters.ts';
import type { Findings } from './findings.ts';

/**
 * Finds credentials that a form in their middle gives away: JSON web tokens, and tokens of Telegram, Azure, Mailchimp,
 * Firebase and others.
 */
export function findShapedTokens(text: string, findings: Findings): void {
  findWebTokens(text, findings);
  // Colons are in every text, a pair of these letters is not.
  const hasLetters = text.includes('AA');
  for (const { anchor, shape, rule } of ANCHORED) {
    if (anchor === ':AA' && !hasLetters) continue;
    for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at + MIN_STEP)) {
      // Most anchors that came about by chance stand behind nothing.
      if (!isAlphanumeric(text.charCodeAt(at - 1)) || (anchor === ':AA' && !isDigit(text.charCodeAt(at - 1)))) continue;
      const [start, end] = runAround(text, at);
      const run = text.slice(start, end);
      if (shape.test(run)) findings.add(start, end, rule);
    }
  }
}

/** Tokens with something in the middle that is always the same, in a run of letters, digits and `-_.:~+/=`. */
const ANCHORED: readonly { readonly anchor: string; readonly shape: RegExp; readonly rule: string }[] = [
  { anchor: ':AA', shape: /(?:^|[^\d])\d{8,10}:AA[\w-]{30,}/, rule: 'telegram' },
  { anchor: 'Q~', shape: /[\w~.-]{3}\dQ~[\w~.-]{30,}/, rule: 'azure' },
  { anchor: 'JQQJ99', shape: /^[A-Za-z\d]{40,}JQQJ99[A-Za-z\d]{10,}$/, rule: 'azure' },
  { anchor: 'AzSe', shape: /[A-Za-z\d]{40,}AzSe[A-Za-z\d]{6}/, rule: 'azure' },
  { anchor: 'AzFu', shape: /[\w-]{40,}AzFu[\w-]{4,}/, rule: 'azure' },
  { anchor: 'AzCa', shape: /[A-Za-z\d]{30,}AzCa[A-Za-z\d]{6}/, rule: 'azure' },
  { anchor: 'AZDO', shape: /[A-Za-z\d]{40,}AZDO\w{4}/, rule: 'azure-devops' },
  { anchor: '-us', shape: /(?:^|[^\da-f])[\da-f]{32}-us\d{1,2}(?![\da-z])/, rule: 'mailchimp' },
  { anchor: ':APA91b', shape: /[\w-]{8,}:APA91b[\w-]{40,}/, rule: 'firebase' },
  { anchor: 'T3BlbkFJ', shape: /\w{8,}T3BlbkFJ\w{8,}/, rule: 'openai' },
  { anchor: '.atlasv1.', shape: /\w{10,}\.atlasv1\.[\w-]{30,}/, rule: 'terraform' },
];

/** Anchors that are closer together lie in one run, which is tested as a whole. */
const MIN_STEP = 24;
/** A run is looked at this far to each side, so that a text of anchors costs no more than its length. */
const REACH = 96;

function runAround(text: string, at: number): readonly [start: number, end: number] {
  let start = at;
  while (start > 0 && at - start < REACH && isRunPart(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < text.length && end - at < REACH && isRunPart(text.charCodeAt(end))) end += 1;
  return [start, end];
}

function isRunPart(code: number): boolean {
  return isAlphanumeric(code) || RUN_SIGNS.has(code);
}

const RUN_SIGNS: ReadonlySet<number> = new Set([...'-_.:~+'].map((sign) => sign.charCodeAt(0)));

/** `eyJ…` with at least one dot and something behind it: a signed or encrypted token, or the beginning of one. */
function findWebTokens(text: string, findings: Findings): void {
  let at = text.indexOf('eyJ');
  while (at >= 0) {
    const end = isAlphanumeric(text.charCodeAt(at - 1)) ? at + 3 : webTokenEnd(text, at);
    const token = text.slice(at, Math.min(end, at + 400));
    if (isWebToken(token)) findings.add(at, end, 'jwt');
    at = text.indexOf('eyJ', Math.max(end, at + 3));
  }
}

function webTokenEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isAlphanumeric(text.charCodeAt(at)) || TOKEN_SIGNS.has(text.charCodeAt(at)))) at += 1;
  while (at > from && text.charCodeAt(at - 1) === DOT) at -= 1;
  return at;
}

function isWebToken(token: string): boolean {
  const dot = token.indexOf('.');
  // The header says at least which algorithm signed: {"alg":"none"} is the shortest.
  if (dot < 0) return token.length >= 30 && /^eyJ(?:hbGciOi|0eXAiOi|raWQiOi|lbmMiOi)/.test(token);
  return dot >= 12 && token.length - dot > 8 && (looksRandom(token.slice(dot)) || token.startsWith('eyJ', dot + 1));
}

const DOT = '.'.charCodeAt(0);
const TOKEN_SIGNS: ReadonlySet<number> = new Set([...'-_.='].map((sign) => sign.charCodeAt(0)));

/**
 * Tokens of Discord, Zhipu and Asana: parts of known lengths with a dot or colon between. The first part is a run of
 * characters that can be base64; `runs` are places within such runs.
 */
export function findPartedTokens(text: string, runs: readonly number[], findings: Findings): void {
  for (const place of runs) {
    let at = place;
    // Runs may be millions of characters long; what stands behind such a one is no second part.
    const until = place + MAX_PART_LENGTH;
    while (at < until && isBase64(text.charCodeAt(at)) && text.charCodeAt(at) !== EQUALS) at += 1;
    const sign = text.charCodeAt(at);
    if ((sign !== DOT && sign !== COLON) || !isAlphanumeric(text.charCodeAt(at + 1))) continue;
    if (
      sign === COLON ? !isDigit(text.charCodeAt(at - 1)) : !isHex(text, at - 32, at) && text.charCodeAt(at + 7) !== DOT
    )
      continue;
    const [start, end] = runAround(text, at);
    addParted(text, start, end, findings);
  }
}

function addParted(text: string, start: number, end: number, findings: Findings): void {
  const run = text.slice(start, end);
  if (DISCORD.test(run)) findings.add(start, end, 'discord');
  else if (ZHIPU.test(run)) findings.add(start, end, 'zhipu');
  else if (ASANA.test(run)) findings.add(asanaStart(text, start), end, 'asana');
}

/** The ids before the last one are no secret, but they belong to the token. */
function asanaStart(text: string, start: number): number {
  const before = /(?:^|[^\w/])(\d\/(?:\d{14,18}\/)?)$/.exec(text.slice(Math.max(0, start - 24), start));
  return start - (before?.[1]?.length ?? 0);
}

/** The longest first part has 32 characters. */
const MAX_PART_LENGTH = 64;
const COLON = ':'.charCodeAt(0);
const EQUALS = '='.charCodeAt(0);
const ASANA = /^\d{14,18}:[\da-f]{32}$/;
const DISCORD = /^[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}(?:\.[a-z]{2,4})?$/;
const ZHIPU = /^[\da-f]{32}\.[A-Za-z\d]{16}$/;

function isHex(text: string, start: number, end: number): boolean {
  if (start < 0) return false;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (!isDigit(code) && !(code >= 0x61 && code <= 0x66)) return false;
  }
  return true;
}
