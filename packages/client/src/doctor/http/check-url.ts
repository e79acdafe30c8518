import type { Finding } from '../checkup.ts';
import { toShownUrl } from '../shown-text.ts';

/** What is odd about a URL that can be read. */
export function checkUrl(text: string): Finding {
  const url = new URL(text);
  const [oddity, ...rest] = ODDITIES.filter(({ isOdd }) => isOdd(url));
  const detail = `${toShownUrl(url)}.`;
  if (oddity === undefined) return { outcome: 'passed', detail };
  return {
    outcome: 'warning',
    detail: `${detail} ${oddity.what}`,
    fix: oddity.fix,
    ...(rest.length === 0 ? {} : { lines: rest.map(({ what, fix }) => `${what} ${fix}`) }),
  };
}

interface Oddity {
  readonly isOdd: (url: URL) => boolean;
  readonly what: string;
  readonly fix: string;
}

const ODDITIES: readonly Oddity[] = [
  {
    isOdd: ({ pathname, search, hash }) =>
      /(?:%20|%22|%27|%3[CE]|%60|[,;)\]}'"])+$/i.test(`${pathname}${search}${hash}`),
    what: 'It ends in a character that hardly belongs to it.',
    fix: 'Remove the quote, comma, bracket or space at the end of the URL.',
  },
  {
    isOdd: ({ hostname }) => hostname === '0.0.0.0' || hostname === '[::]',
    what: 'Its host is an address to listen on, not one to reach.',
    fix: 'Write 127.0.0.1, or the name of the machine.',
  },
  {
    isOdd: ({ hostname, pathname }) =>
      /(?:^|\.)(?:example\.(?:com|org|net)|example|invalid)$/.test(hostname) ||
      /(?:%3C|<|%7B|\{|\byour[-_])/i.test(`${hostname}${pathname}`),
    what: 'It looks like an example that nobody replaced.',
    fix: 'Write the URL of your server.',
  },
  {
    isOdd: ({ pathname }) => pathname === '/',
    what: 'It has no path; most servers are at a path as /mcp or /sse.',
    fix: "If it can't be reached, add the path that the documentation of the server names.",
  },
  {
    isOdd: ({ pathname }) => pathname.includes('//'),
    what: 'Its path has two slashes in a row.',
    fix: 'Remove one of them.',
  },
  {
    isOdd: ({ hash }) => hash !== '',
    what: 'What follows "#" is never sent.',
    fix: 'Remove it, or write it as part of the path.',
  },
];
