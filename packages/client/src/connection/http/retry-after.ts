/**
 * When a server wants to be asked again, in milliseconds from now, by the headers of its answer.
 *
 * `Retry-After` counts first, then what rate limiters say in other words. `undefined` when none says anything.
 */
export function readRetryAfterMs(headers: { get(name: string): string | null }, nowMs: number): number | undefined {
  const milliseconds = positive(headers.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== null) return positive(retryAfter, 1000) ?? fromDate(retryAfter, nowMs);
  for (const name of RESET_HEADERS) {
    const value = headers.get(name);
    if (value === null) continue;
    const resetMs = readReset(value, nowMs);
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

/** A number larger than this is a point in time, not a length: seconds since the epoch. */
const EPOCH_SECONDS = 1_000_000_000;
const EPOCH_MILLISECONDS = EPOCH_SECONDS * 1000;

function readReset(value: string, nowMs: number): number | undefined {
  const number = positive(value);
  if (number === undefined) return fromDuration(value) ?? fromDate(value, nowMs);
  if (number >= EPOCH_MILLISECONDS) return Math.max(0, number - nowMs);
  return number >= EPOCH_SECONDS ? Math.max(0, number * 1000 - nowMs) : number * 1000;
}

function positive(value: string | null, factor = 1): number | undefined {
  return value !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Math.ceil(Number(value) * factor) : undefined;
}

function fromDate(value: string, nowMs: number): number | undefined {
  const atMs = /[a-z]{3}|T/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** `6m0s`, `1.5s`, `200ms`. */
function fromDuration(value: string): number | undefined {
  const match = /^\s*(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?\s*$/.exec(value);
  if (!match || value.trim() === '') return undefined;
  const [hours, minutes, seconds, milliseconds] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.ceil(((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000 + (milliseconds ?? 0));
}
