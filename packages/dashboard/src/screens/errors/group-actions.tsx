import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ARCHIVE_CHOICES, archiveUntil, GROUP_ACTION_WORDS, type GroupAction } from './group-action-words.ts';

/** What can be done with a group of errors. */
export function GroupActions({ group }: { readonly group: RouteAnswer<'getGroup'> }): JSX.Element {
  const [asked, setAsked] = useState<GroupAction>();
  const [until, setUntil] = useState<string>('escalating');
  const resolve = useAdminChange('resolveGroup');
  const archive = useAdminChange('archiveGroup');
  const reopen = useAdminChange('reopenGroup');
  const split = useAdminChange('splitGroup');
  const parameters = { id: group.id };
  const run = (reason: string): Promise<unknown> => {
    switch (asked) {
      case 'archive':
        return archive.mutateAsync({ parameters, body: { reason, until: archiveUntil(until) } });
      case 'reopen':
        return reopen.mutateAsync({ parameters, body: { reason } });
      case 'split':
        return split.mutateAsync({ parameters, body: { reason } });
      default:
        return resolve.mutateAsync({ parameters, body: { reason } });
    }
  };
  const isOpen = group.state !== 'resolved' && group.state !== 'archived';
  const isMerged = group.mergedInto !== undefined;
  const actions: readonly GroupAction[] = isMerged ? ['split'] : isOpen ? ['resolve', 'archive'] : ['reopen'];
  return (
    <>
      {actions.map((action) => (
        <Button key={action} variant={action === 'resolve' ? 'contained' : 'outlined'} onClick={() => setAsked(action)}>
          {GROUP_ACTION_WORDS[action].title}
        </Button>
      ))}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`${GROUP_ACTION_WORDS[asked].title}: ${group.code}`}
          action={GROUP_ACTION_WORDS[asked].title}
          consequences={GROUP_ACTION_WORDS[asked].consequences}
          fields={
            asked === 'archive' ? (
              <Choice label="How long" value={until} isLabelShown options={ARCHIVE_CHOICES} onChange={setUntil} />
            ) : undefined
          }
          onConfirm={run}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
