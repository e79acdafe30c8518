import { contextOf, type MCPError } from '../../errors/mcp-error.ts';
import { hasRetryAfter, httpStatusOf } from '../settle/http-answer.ts';

/** Gives the value of a header by its name in lower case. */
export type HeaderLookup = (name: string) => string | null | undefined;

/**
 * When a server wants to be asked again, in milliseconds from now, by the headers of its answer.
 *
 * `Retry-After` counts first, then what rate limiters say in other words. `undefined` when none says anything, or what it
 * says is neither a length nor a time.
 */
export function readRetryAfterMs(header: HeaderLookup, nowMs: number): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'));
  if (milliseconds !== undefined) return Math.ceil(milliseconds);
  const retryAfter = header('retry-after');
  if (retryAfter !== null && retryAfter !== undefined) return parseRetryAfter(retryAfter, nowMs);
  for (const name of RESET_HEADERS) {
    const resetMs = parseReset(header(name), nowMs);
    if (resetMs !== undefined) return resetMs;
  }
  return undefined;
}

/** Headers that tell of the end of a limit. */
export const RESET_HEADERS: readonly string[] = [
  'ratelimit-reset',
  'x-ratelimit-reset',
  'x-ratelimit-reset-after',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
  'x-rate-limit-reset',
];

/**
 * Reads a `Retry-After`: seconds, a date, or a length with units as `1500ms`, in milliseconds from `nowMs`.
 *
 * A date that has passed is 0; what is negative or makes no sense is `undefined`.
 */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const seconds = readNumber(value);
  return seconds === undefined ? (readLength(value) ?? readDate(value, nowMs)) : Math.ceil(seconds * 1000);
}

/**
 * How long the server asked to be left alone when it failed with `error`, in milliseconds.
 *
 * Many servers send the end of a limit with every answer: beside an HTTP status that speaks of no limit it says nothing.
 */
export function retryAfterMsOf(error: MCPError): number | undefined {
  const context = contextOf(error);
  const { retryAfterMs } = context;
  if (typeof retryAfterMs !== 'number' || !Number.isFinite(retryAfterMs) || retryAfterMs < 0) return undefined;
  const status = httpStatusOf(context);
  return status === undefined || status === 429 || hasRetryAfter(context) ? retryAfterMs : undefined;
}

/** A number larger than this is a point in time, in seconds since the epoch, not a length. */
const EPOCH_SECONDS = 1_000_000_000;
const EPOCH_MILLISECONDS = EPOCH_SECONDS * 1000;

function parseReset(value: string | null | undefined, nowMs: number): number | undefined {
  if (value === null || value === undefined) return undefined;
  const number = readNumber(value);
  if (number === undefined) return readLength(value) ?? readDate(value, nowMs);
  if (number >= EPOCH_MILLISECONDS) return Math.max(0, number - nowMs);
  return Math.ceil(number >= EPOCH_SECONDS ? Math.max(0, number * 1000 - nowMs) : number * 1000);
}

function readNumber(value: string | null | undefined): number | undefined {
  return typeof value === 'string' && /^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(value) ? Number(value) : undefined;
}

/** `6m0s`, `1.5s`, `200ms`, `1h`. */
const LENGTH =
  /^\s*(?=\d)(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9}(?:\.\d{1,9})?)ms)?\s*$/;

function readLength(value: string): number | undefined {
  const match = LENGTH.exec(value);
  if (!match) return undefined;
  const [hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.ceil((hours * 3600 + minutes * 60 + seconds) * 1000 + milliseconds);
}

/** The three forms of a date in HTTP, and ISO 8601. `Date.parse` alone makes a date of many words. */
const DATES: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, \d{1,2}[ -][A-Z][a-z]{2}[ -]\d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/,
  /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z| UTC|[+-]\d\d:?\d\d)$/,
];
/** The third form has no zone: it is in UTC like the others. */
const WITHOUT_ZONE = 2;

function readDate(value: string, nowMs: number): number | undefined {
  const date = value.trim();
  const form = DATES.findIndex((pattern) => pattern.test(date));
  if (form < 0) return undefined;
  const atMs = Date.parse(form === WITHOUT_ZONE ? `${date} GMT` : date);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
