import { clip } from './clip.ts';
import { readProperty } from './foreign-value.ts';

/** The headers that say something about a failure. */
const HEADERS = [
  'retry-after',
  'retry-after-ms',
  'www-authenticate',
  'content-type',
  'server',
  'location',
  'ratelimit-reset',
  'x-ratelimit-reset',
  'x-ratelimit-reset-after',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
  'x-rate-limit-reset',
  'x-ratelimit-remaining',
  'x-amzn-errortype',
  'cf-mitigated',
] as const;

const MAX_HEADERS = 100;

/** Reads headers from a record or from an object with `get`; names in lower case. Never throws. */
export function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== 'object' || headers === null) return {};
  const found: Record<string, string> = {};
  try {
    const get: unknown = Reflect.get(headers, 'get');
    if (typeof get === 'function') {
      for (const name of HEADERS) keep(found, name, Reflect.apply(get, headers, [name]));
      return found;
    }
    const known: ReadonlySet<string> = new Set(HEADERS);
    for (const key of Object.keys(headers).slice(0, MAX_HEADERS)) {
      const name = key.toLowerCase();
      if (known.has(name)) keep(found, name, readProperty(headers, key));
    }
  } catch {
    // A foreign object that does not let itself be read has no headers for us.
  }
  return found;
}

function keep(found: Record<string, string>, name: string, value: unknown): void {
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text === 'string') found[name] = clip(text);
  else if (typeof text === 'number') found[name] = String(text);
}
