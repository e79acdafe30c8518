import { readRetryAfterMs } from '../policies/retry/retry-after.ts';
import type { Facts } from './peel/facts.ts';
import { anyOf } from './read/any-of.ts';
import type { EvidenceView } from './read/evidence-view.ts';
import { isPlainArray, isPlainRecord, type PlainValue } from './read/plain-value.ts';

/** No server is believed that asks for a longer wait. */
export const MAX_WAIT_MS = 7 * 24 * 3600 * 1000;

/** When a server wants the next call, in milliseconds from now: by its headers, its fields, then its words. */
export function readWaitMs(view: EvidenceView, facts: Facts, nowMs: number): number | undefined {
  const waitMs = readRetryAfterMs((name) => view.headers[name], nowMs) ?? fromBody(facts, nowMs);
  return waitMs === undefined ? undefined : Math.min(Math.max(0, Math.ceil(waitMs)), MAX_WAIT_MS);
}

/** A moment in a field that has passed says less than the words beside it. */
function fromBody(facts: Facts, nowMs: number): number | undefined {
  const ofFields = facts.objects.map((object) => fromFields(object, nowMs, 0)).find(isKnown);
  if (ofFields !== undefined && ofFields > 0) return ofFields;
  return fromText(`${facts.text}\n${facts.rest.slice(0, 2000)}`, nowMs) ?? ofFields;
}

/** A number larger than this is a point in time, in seconds since the epoch, not a length. */
const EPOCH_SECONDS = 1_000_000_000;

function fromReset(value: string | undefined, nowMs: number): number | undefined {
  const number = toNumber(value);
  if (number === undefined) return value === undefined ? undefined : (readLength(value) ?? untilDate(value, nowMs));
  if (number >= EPOCH_SECONDS * 1000) return number - nowMs;
  return number >= EPOCH_SECONDS ? number * 1000 - nowMs : number * 1000;
}

/** How vendors name a wait in an object, and what one unit of the number is in milliseconds. */
const WAIT_FIELDS: Readonly<Record<string, number>> = {
  retry_after_ms: 1,
  retryAfterMs: 1,
  retry_after_milliseconds: 1,
  retryDelayMs: 1,
  wait_ms: 1,
  retry_after: 1000,
  retryAfter: 1000,
  'retry-after': 1000,
  'Retry-After': 1000,
  retry_after_seconds: 1000,
  retryAfterSeconds: 1000,
  retry_after_sec: 1000,
  retry_in: 1000,
  retry_in_seconds: 1000,
  retryDelay: 1000,
  wait_seconds: 1000,
  estimated_time: 1000,
  reset_in: 1000,
  resets_in: 1000,
  resetAfter: 1000,
  reset_after: 1000,
};
const RESET_FIELDS: ReadonlySet<string> = new Set([
  'reset_at',
  'resetAt',
  'resets_at',
  'resetsAt',
  'rate_limit_reset',
  'reset',
  'resetTime',
  'reset_time',
  'retry_at',
  'retryAt',
  'X-RateLimit-Reset',
  'x-ratelimit-reset',
]);
const MAX_DEPTH = 5;
const MAX_FIELDS = 40;

function fromFields(value: PlainValue, nowMs: number, depth: number): number | undefined {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return undefined;
  if (isPlainArray(value))
    return value
      .slice(0, 10)
      .map((item) => fromFields(item, nowMs, depth + 1))
      .find(isKnown);
  if (!isPlainRecord(value)) return undefined;
  const entries = Object.entries(value).slice(0, MAX_FIELDS);
  for (const [key, own] of entries) {
    const unitMs = Object.hasOwn(WAIT_FIELDS, key) ? WAIT_FIELDS[key] : undefined;
    const waitMs = unitMs === undefined ? undefined : fromField(own, unitMs, nowMs);
    if (waitMs !== undefined) return waitMs;
  }
  for (const [key, own] of entries) {
    const text = typeof own === 'number' ? String(own) : own;
    const resetMs = RESET_FIELDS.has(key) && typeof text === 'string' ? fromReset(text, nowMs) : undefined;
    if (resetMs !== undefined) return resetMs;
  }
  return entries.map(([, item]) => fromFields(item, nowMs, depth + 1)).find(isKnown);
}

function fromField(value: PlainValue | undefined, unitMs: number, nowMs: number): number | undefined {
  if (typeof value === 'number') return value >= EPOCH_SECONDS ? fromReset(String(value), nowMs) : value * unitMs;
  if (typeof value !== 'string') return undefined;
  const number = toNumber(value);
  return number === undefined ? (readLength(value) ?? untilDate(value, nowMs)) : number * unitMs;
}

/** After these words a length of time, a number of seconds or a date says when to come back. */
const BEFORE_WAIT = new RegExp(
  `\\b${anyOf([
    /retry[- ]?after|(?:re)?try(?: your request| again| this| it)?(?: \w+)?(?: again)? (?:in|after|at)/,
    /available (?:again )?(?:in|after|at)|again in|blocked for/,
    /wait(?:ing)?(?: for)?(?: at least| about| approximately)?|a wait of/,
    /resets?(?: at| in| on| after)?|reset time|resets? your limit (?:in|at)/,
    /cool(?:ing)? ?down(?: for| of| period)?|back ?off(?: for)?/,
  ])}\\b["'\\s:=~]{0,4}(?:about |approximately |approx\\.? |~ ?)?`,
  'gi',
);
const MAX_PLACES = 6;

function fromText(text: string, nowMs: number): number | undefined {
  BEFORE_WAIT.lastIndex = 0;
  for (let count = 0; count < MAX_PLACES; count += 1) {
    const match = BEFORE_WAIT.exec(text);
    if (!match) break;
    const after = text.slice(BEFORE_WAIT.lastIndex, BEFORE_WAIT.lastIndex + 60);
    const isRetryAfter = /retry[- ]?after|try again (?:after|in)/i.test(match[0]);
    const waitMs =
      readLength(after) ??
      (isRetryAfter ? secondsOf(/^[\d.]{1,12}(?=\s*(?:$|[\n.,;)"'}\]]))/.exec(after)?.[0] ?? '') : undefined) ??
      untilDate(dateOf(after), nowMs);
    if (waitMs !== undefined) return waitMs;
  }
  return undefined;
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  mi: 60_000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const LENGTH =
  /^\s*(\d{1,9}(?:\.\d{1,9})?)\s?(?:more )?(milliseconds?|millis|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b/i;
const LENGTH_PART =
  /^(?:\s|,|and)*(\d{1,9}(?:\.\d{1,9})?)\s?(?:more )?(milliseconds?|millis|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])/i;
const MAX_PARTS = 5;

/** `34s`, `12m3s`, `1 hour and 5 minutes`. */
function readLength(text: string): number | undefined {
  if (!LENGTH.test(text) && !/^\s*\d{1,9}(?:\.\d+)?[dhm]\d/i.test(text)) return undefined;
  let left = text;
  let totalMs = 0;
  for (let part = 0; part < MAX_PARTS; part += 1) {
    const match = LENGTH_PART.exec(left.replace(/^(\s*\d+(?:\.\d+)?[dhms])(?=\d)/i, '$1 '));
    if (!match) break;
    totalMs += Number(match[1]) * unitMs(match[2] ?? 's');
    left = left.replace(/^(\s*\d+(?:\.\d+)?[dhms])(?=\d)/i, '$1 ').slice(match[0].length);
  }
  return totalMs;
}

function unitMs(unit: string): number {
  const word = unit.toLowerCase();
  if (word.startsWith('ms') || word.startsWith('milli')) return 1;
  return UNITS_MS[word[0] ?? 's'] ?? 1000;
}

const DATE =
  /^(?:\w{3},? )?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z| ?UTC|[+-]\d\d:?\d\d)?|\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d(?: GMT| UTC)?|\w{3} \d{1,2},? \d{4} \d\d:\d\d:\d\d(?: (?:GMT|UTC)(?:[+-]\d{4})?)?)/;

function dateOf(text: string): string | undefined {
  return DATE.exec(text.trim())?.[0];
}

function untilDate(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined || !/\d/.test(value) || !/[a-z]{3}|\d-\d|\dT\d/i.test(value)) return undefined;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function secondsOf(value: string): number | undefined {
  const seconds = toNumber(value);
  return seconds === undefined ? undefined : seconds * 1000;
}

function toNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(value) ? Number(value) : undefined;
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined;
}
