import type { Era, Way } from './pairing.ts';

/** What an upstream server is called in the configuration. */
export function serverName(era: Era, link: Way): string {
  return `${era === '2025-11-25' ? 'older' : 'newer'}_${link}`;
}

/** What the upstream server is called whose hosts each have a connection of their own. */
export function ownServerName(era: Era, link: Way): string {
  return `${serverName(era, link)}_own`;
}

/** What the upstream server is called whose calls are given up: it may go on with them, so it is asked nothing else. */
export function givenUpServerName(era: Era, link: Way): string {
  return `${serverName(era, link)}_given_up`;
}

/** The URI of a resource that one server alone has. */
export function uriOf(server: string, path: string): string {
  return `test://${server}/${path}`;
}
