import type { RouteAnswer } from '@seawall/admin-api';

/**
 * What a cause is called: its words without its code, which stands beside them, and with dots for what differs each time.
 *
 * It stays the same from error to error, so that a list can be read while it is live.
 */
export function groupName({ title, code }: Pick<RouteAnswer<'getGroup'>, 'title' | 'code'>): string {
  const words = title.startsWith(`${code}: `) ? title.slice(code.length + 2) : title;
  return words.replaceAll(/"?<[a-z]+>"?/g, '…').trim() || title;
}
