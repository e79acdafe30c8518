import type { AdminHandlers } from '../operations.ts';
import type { AdminContext } from '../sources.ts';
import { found } from './not-found.ts';
import { toTimeRange } from './time-range.ts';

type ErrorOperation = 'listErrors' | 'getError' | 'countErrors';

/** Errors as they were recorded. */
export function createErrorHandlers({ sources }: AdminContext): Pick<AdminHandlers, ErrorOperation> {
  return {
    listErrors: ({ query: { from, to, ...query } }) => sources.store.errors({ ...query, ...toTimeRange(from, to) }),
    getError: async ({ parameters: { id } }) => {
      const { store, tracker } = sources;
      const error = found(await store.error(id), 'error', id);
      const call = error.callId === undefined ? undefined : await store.call(error.callId);
      const group = tracker.groups.get(error.group) ?? (await store.group(error.group));
      return { error, ...(call === undefined ? {} : { call }), ...(group === undefined ? {} : { group }) };
    },
    countErrors: async ({ query: { from, to, ...query } }) => ({
      items: await sources.store.countErrors({ ...query, ...toTimeRange(from, to) }),
    }),
  };
}
