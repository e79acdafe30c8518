import { readSpan } from '../../parts/time-span.ts';
import type { PageSearchValues } from '../../shell/use-page-search.ts';

/** What the log can be filtered by, beside a span of time. */
export const LOG_FILTERS = ['servers', 'target', 'group', 'callId', 'kinds', 'codes', 'outcomes', 'text'] as const;

/** The latest errors of a server, which are shown below the list of servers. */
export function latestErrors(server: string) {
  return { servers: server, limit: 50 };
}

/** Whose errors the log shows, where they are filtered by nothing else. */
export function onlyServer(search: PageSearchValues): string | undefined {
  const given = [...LOG_FILTERS, 'from', 'to'].filter((name) => Boolean(search[name]));
  return given.length === 1 ? search.servers : undefined;
}

/** Which errors the log asks for. */
export function logFilter(search: PageSearchValues) {
  return { ...Object.fromEntries(LOG_FILTERS.map((name) => [name, search[name]])), ...readSpan(search) };
}
