import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

type Action = 'resolve' | 'archive' | 'reopen' | 'split';

const WORDS: Readonly<Record<Action, { readonly title: string; readonly consequences: string }>> = {
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
};

const UNTIL = [
  ['escalating', 'until it escalates'],
  ['count', 'until 100 more errors came'],
  ['forever', 'for ever'],
] as const;

const MORE_ERRORS = 100;

/** What can be done with a group of errors. */
export function GroupActions({ group }: { readonly group: RouteAnswer<'getGroup'> }): JSX.Element {
  const [asked, setAsked] = useState<Action>();
  const [until, setUntil] = useState<string>('escalating');
  const resolve = useAdminChange('resolveGroup');
  const archive = useAdminChange('archiveGroup');
  const reopen = useAdminChange('reopenGroup');
  const split = useAdminChange('splitGroup');
  const parameters = { id: group.id };
  const run = (reason: string): Promise<unknown> => {
    switch (asked) {
      case 'archive':
        return archive.mutateAsync({ parameters, body: { reason, until: untilOf(until) } });
      case 'reopen':
        return reopen.mutateAsync({ parameters, body: { reason } });
      case 'split':
        return split.mutateAsync({ parameters, body: { reason } });
      default:
        return resolve.mutateAsync({ parameters, body: { reason } });
    }
  };
  const isOpen = group.state !== 'resolved' && group.state !== 'archived';
  const actions: readonly Action[] = [
    ...(isOpen ? (['resolve', 'archive'] as const) : (['reopen'] as const)),
    ...(group.mergedInto === undefined ? [] : (['split'] as const)),
  ];
  return (
    <>
      {actions.map((action) => (
        <Button key={action} variant={action === 'resolve' ? 'contained' : 'outlined'} onClick={() => setAsked(action)}>
          {WORDS[action].title}
        </Button>
      ))}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`${WORDS[asked].title}: ${group.code}`}
          action={WORDS[asked].title}
          consequences={WORDS[asked].consequences}
          fields={
            asked === 'archive' ? (
              <Choice label="How long" value={until} options={UNTIL} onChange={setUntil} />
            ) : undefined
          }
          onConfirm={run}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function untilOf(choice: string) {
  if (choice === 'count') return { kind: 'count', count: MORE_ERRORS } as const;
  return choice === 'forever' ? ({ kind: 'forever' } as const) : ({ kind: 'escalating' } as const);
}
