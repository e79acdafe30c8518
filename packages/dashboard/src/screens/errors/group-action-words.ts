/** What can be done with one group of errors. */
export type GroupAction = 'resolve' | 'archive' | 'reopen' | 'split';

/** What each action is called, and what it does. */
export const GROUP_ACTION_WORDS: Readonly<
  Record<GroupAction | 'merge', { readonly title: string; readonly consequences: string }>
> = {
  resolve: {
    title: 'Resolve',
    consequences: 'The cause counts as gone. An error that happens later brings the group back, as one that came back.',
  },
  archive: {
    title: 'Put away',
    consequences: 'The group leaves the list of what is open; its errors are still recorded.',
  },
  reopen: { title: 'Reopen', consequences: 'The group is open again.' },
  split: {
    title: 'Split off',
    consequences: 'The group takes its own errors again instead of the group that it was merged into.',
  },
  merge: {
    title: 'Merge',
    consequences:
      'One group goes on with the errors of all of them, those that were and those to come. Each of the others is put away, and can be split off again.',
  },
};

/** How long a group can be put away. */
export const ARCHIVE_CHOICES = [
  ['escalating', 'until it escalates'],
  ['count', 'until 100 more errors came'],
  ['forever', 'for ever'],
] as const;

const MORE_ERRORS = 100;

/** One of {@link ARCHIVE_CHOICES}, as the gateway takes it. */
export function archiveUntil(choice: string) {
  if (choice === 'count') return { kind: 'count', count: MORE_ERRORS } as const;
  return choice === 'forever' ? ({ kind: 'forever' } as const) : ({ kind: 'escalating' } as const);
}
