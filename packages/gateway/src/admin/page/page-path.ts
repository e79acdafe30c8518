/** What the path of a request means below the root, without the slash at its start; `undefined` for one that is no path. */
export function toFilePath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname).slice(1);
    return ODD.test(path) ? undefined : path;
  } catch {
    // Bytes that are no text name nothing.
    return undefined;
  }
}

/** Steps up, steps on the spot, and what no file system takes. */
const ODD = /(?:^|\/)\.{1,2}(?:\/|$)|\0/;

/**
 * Whether the page itself decides what is shown there.
 *
 * The first part of such a path has no dot, as files and `.well-known` have, and is no place of the gateway: who looks for
 * one of those, as a host that asks how to sign in, must not be answered with a page.
 */
export function isScreen(path: string): boolean {
  return path === '' || SCREEN.test(path);
}

const SCREEN = /^(?!(?:api|assets|healthz|mcp|metrics|readyz)(?:\/|$))[^./]+(?:\/|$)/;

/** Whether the one who asks can show a page. */
export function takesPage(headers: Headers): boolean {
  const accepted = headers.get('accept');
  return accepted === null || accepted.includes('text/html') || accepted.includes('*/*');
}

/** The way from a screen back to the root, so that the page works below any path of a reverse proxy. */
export function screenBase(pathname: string): string {
  // A slash within a name is encoded, and no step for a browser.
  const depth = pathname.split('/').length - 2;
  return depth === 0 ? './' : '../'.repeat(depth);
}
