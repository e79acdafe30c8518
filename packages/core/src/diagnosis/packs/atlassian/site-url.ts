const MAX_BASE_URL = 500;
const MAX_PART = 1500;
const MAX_ENCODED_PART = 4000;

/**
 * Reads the configured address of a site; `undefined` for what no browser should be sent to.
 *
 * What stands behind the path is dropped, and an address with a user or a password in it is refused: links are shown to people.
 */
export function readSiteUrl(baseUrl: string): URL | undefined {
  if (baseUrl.length > MAX_BASE_URL || !URL.canParse(baseUrl)) return undefined;
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return url;
}

/** Host and path of a site, without a slash at the end. */
export function toSitePrefix(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/{1,20}$/, '')}`;
}

/** Encodes an argument for a URL; `undefined` when it is empty, too long, or no text. */
export function encodePart(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_PART) return undefined;
  const text = value.trim();
  if (text === '' || !text.isWellFormed()) return undefined;
  const encoded = encodeURIComponent(text);
  return encoded.length <= MAX_ENCODED_PART ? encoded : undefined;
}

/** The first of some arguments that is there, as a text; numbers are ids. */
export function findArgument(values: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  }
  return undefined;
}
