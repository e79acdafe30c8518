import type { RouteInput } from '@seawall/admin-api';
import { type GroupRecord, redactText } from '@seawall/core/base';
import type { ArchiveUntil } from '@seawall/telemetry';
import type { AdminHandlers } from '../operations.ts';
import { ProblemError } from '../problems.ts';
import type { AdminContext } from '../sources.ts';
import { found } from './not-found.ts';

type GroupOperation =
  | 'listGroups'
  | 'getGroup'
  | 'resolveGroup'
  | 'archiveGroup'
  | 'reopenGroup'
  | 'mergeGroups'
  | 'splitGroup';

/** Groups of errors, and what people decide about them. */
export function createGroupHandlers({ sources }: AdminContext): Pick<AdminHandlers, GroupOperation> {
  const known = async (id: string): Promise<GroupRecord> => {
    const { store, tracker } = sources;
    return found(tracker.groups.get(id) ?? (await store.group(id)), 'group', id);
  };
  /** Lists come from the store, and whoever changed a group looks at one next. */
  const inStore = async <T>(changed: Promise<T>): Promise<T> => {
    const group = await changed;
    await sources.store.flush();
    return group;
  };
  return {
    listGroups: async ({ query: { seenSince, ...query } }) => {
      const page = await sources.store.groups({
        ...query,
        ...(seenSince === undefined ? {} : { seenSinceMs: seenSince }),
      });
      // What is kept may be a second old, and somebody who resolved a group looks at once.
      const items = page.items.map((group) => sources.tracker.groups.get(group.id) ?? group);
      return { ...page, items: items.filter(({ state }) => query.states?.includes(state) !== false) };
    },
    getGroup: ({ parameters: { id } }) => known(id),
    resolveGroup: async ({ parameters: { id } }) =>
      found(await inStore(sources.tracker.groups.resolve(id)), 'group', id),
    archiveGroup: async ({ parameters: { id }, body: { until } }) =>
      found(await inStore(sources.tracker.groups.archive(id, toArchiveUntil(until))), 'group', id),
    reopenGroup: async ({ parameters: { id } }) => found(await inStore(sources.tracker.groups.reopen(id)), 'group', id),
    mergeGroups: async ({ parameters: { id }, body: { groups } }) => {
      // All or none, as far as that can be known before.
      for (const group of [id, ...groups]) await known(group);
      for (const group of groups) {
        const merged = await inStore(sources.tracker.groups.merge(group, id));
        if (merged === undefined) throw notMergeable(group, id);
      }
      return known(id);
    },
    splitGroup: async ({ parameters: { id } }) => {
      await known(id);
      const group = await inStore(sources.tracker.groups.split(id));
      if (group !== undefined) return group;
      throw new ProblemError('CONFLICT', { detail: 'The group is not merged into another one.' });
    },
  };
}

function toArchiveUntil(until: RouteInput<'archiveGroup'>['body']['until']): ArchiveUntil {
  switch (until.kind) {
    case 'escalating':
      return { escalating: true };
    case 'count':
      return { count: until.count };
    case 'time':
      return { atMs: until.atMs };
    case 'forever':
      return {};
  }
}

function notMergeable(group: string, into: string): ProblemError {
  return new ProblemError('CONFLICT', {
    detail: redactText(`The group "${group}" can't be merged into "${into}".`),
    hint: 'A group can not be merged into itself, nor into one that is merged into it.',
  });
}
