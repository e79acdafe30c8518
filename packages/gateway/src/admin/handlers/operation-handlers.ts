import { redactText } from '@seawall/core/base';
import type { AdminHandlers } from '../operations.ts';
import type { AdminContext } from '../sources.ts';
import { toTimeRange } from './time-range.ts';

type OwnOperation = 'listAudit' | 'purge' | 'testRedaction';

/** The audit, what is kept, and redaction. */
export function createOperationHandlers({ sources }: AdminContext): Pick<AdminHandlers, OwnOperation> {
  return {
    listAudit: ({ query: { from, to, ...query } }) => sources.audit.entries({ ...query, ...toTimeRange(from, to) }),
    purge: async ({ body: { what, server } }) => {
      const purge = { what, ...(server === undefined ? {} : { server }) };
      sources.tracker.forget(purge);
      return { removed: await sources.store.purge(purge) };
    },
    testRedaction: ({ body }) => {
      const before = countMarkers(body.text);
      const text = redactText(body.text);
      const rules = [...countMarkers(text)]
        .map(([rule, count]) => ({ rule, count: count - (before.get(rule) ?? 0) }))
        .filter(({ count }) => count > 0);
      return { text, rules };
    },
  };
}

/** How often each rule left its marker in a text. */
function countMarkers(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, rule = ''] of text.matchAll(MARKER)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

const MARKER = /\[REDACTED:([\w.-]{1,60})\]/g;
