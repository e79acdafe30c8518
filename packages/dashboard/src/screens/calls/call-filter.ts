import { readSpan } from '../../parts/time-span.ts';
import type { PageSearchValues } from '../../shell/use-page-search.ts';

/** What calls can be filtered by, beside a span of time. */
export const CALL_FILTERS = ['servers', 'target', 'session', 'outcomes', 'servedBy', 'minDurationMs', 'text'] as const;

/** Which calls the list asks for. */
export function callFilter(search: PageSearchValues) {
  return { ...Object.fromEntries(CALL_FILTERS.map((name) => [name, search[name]])), ...readSpan(search) };
}
