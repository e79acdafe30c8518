/**
 * Whether these are HTTP headers. Node loads its whole HTTP client (30 ms) when the global `Headers` is first read, so it is
 * read only for an object that has a method of headers.
 */
export function isHeaders(value: object): value is Headers {
  return 'getSetCookie' in value && typeof Headers === 'function' && value instanceof Headers;
}
