/** The URI under which a resource is listed when an earlier server lists the same URI. */
export function toSeawallUri(server: string, uri: string): string {
  return `${SCHEME}${encodeURIComponent(server.toWellFormed())}/${encodeURIComponent(uri.toWellFormed())}`;
}

/** The server and the URI behind a URI of {@link toSeawallUri}; `undefined` for every other URI. */
export function parseSeawallUri(uri: string): { readonly server: string; readonly uri: string } | undefined {
  if (!uri.startsWith(SCHEME)) return undefined;
  const slash = uri.indexOf('/', SCHEME.length);
  if (slash === -1) return undefined;
  try {
    return {
      server: decodeURIComponent(uri.slice(SCHEME.length, slash)),
      uri: decodeURIComponent(uri.slice(slash + 1)),
    };
  } catch {
    // A broken percent escape: not one of ours.
    return undefined;
  }
}

const SCHEME = 'seawall://';
