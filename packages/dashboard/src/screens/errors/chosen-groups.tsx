import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { invalidate } from '../../data/apply-events.ts';
import { changeEach } from '../../data/change-each.ts';
import { useServices } from '../../data/services.tsx';
import { plural } from '../../format/amounts.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { groupName } from '../../parts/group-name.ts';
import styles from './errors.module.css';
import { ARCHIVE_CHOICES, archiveUntil, GROUP_ACTION_WORDS, type GroupAction } from './group-action-words.ts';

type Group = RouteAnswer<'getGroup'>;

/** Groups that were chosen in the list. */
export interface ChosenGroupsProps {
  readonly groups: readonly Group[];
  /** Done with one of them; or with choosing. */
  readonly onDone: (group?: Group) => void;
}

type BulkAction = Exclude<GroupAction, 'split'> | 'merge';

/** How many groups one other can take at once. */
const MAX_MERGED = 50;

/** What can be done with several groups of errors at once. */
export function ChosenGroups({ groups, onDone }: ChosenGroupsProps): JSX.Element | null {
  const [asked, setAsked] = useState<BulkAction>();
  if (groups.length === 0) return null;
  const isOpen = groups.some(({ state }) => state !== 'resolved' && state !== 'archived');
  // One that is merged into another is split off first, on its own page.
  const areWhole = groups.every(({ mergedInto }) => mergedInto === undefined);
  const canMerge = areWhole && groups.length > 1 && groups.length <= MAX_MERGED + 1;
  const actions: readonly BulkAction[] = [
    ...(isOpen ? (['resolve', 'archive'] as const) : areWhole ? (['reopen'] as const) : []),
    ...(canMerge ? (['merge'] as const) : []),
  ];
  return (
    <div className={styles.chosen} role="toolbar" aria-label="With the causes that are chosen">
      <strong aria-live="polite">{plural(groups.length, 'cause')} chosen</strong>
      {actions.map((action) => (
        <Button key={action} onClick={() => setAsked(action)}>
          {GROUP_ACTION_WORDS[action].title}
        </Button>
      ))}
      <Button color="inherit" onClick={() => onDone()}>
        Choose none
      </Button>
      {asked === undefined ? null : (
        <ChosenDialog action={asked} groups={groups} onDone={onDone} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

interface ChosenDialogProps extends ChosenGroupsProps {
  readonly action: BulkAction;
  readonly onClose: () => void;
}

function ChosenDialog({ action, groups, onDone, onClose }: ChosenDialogProps): JSX.Element {
  const { admin, queries } = useServices();
  const [until, setUntil] = useState<string>('escalating');
  const [into, setInto] = useState(groups.toSorted((one, other) => other.count - one.count)[0]?.id ?? '');
  // What is done to them takes them out of the list, and out of what was chosen.
  const [all] = useState(groups);
  const change = (group: Group, reason: string): Promise<unknown> => {
    const parameters = { id: group.id };
    switch (action) {
      case 'archive':
        return admin.request('archiveGroup', { parameters, body: { reason, until: archiveUntil(until) } });
      case 'reopen':
        return admin.request('reopenGroup', { parameters, body: { reason } });
      default:
        return admin.request('resolveGroup', { parameters, body: { reason } });
    }
  };
  const run = async (reason: string): Promise<void> => {
    try {
      if (action === 'merge') {
        const others = all.flatMap(({ id }) => (id === into ? [] : [id]));
        await admin.request('mergeGroups', { parameters: { id: into }, body: { reason, groups: others } });
        onDone();
      } else await changeEach(groups, (group) => change(group, reason), onDone);
    } finally {
      invalidate(queries);
    }
  };
  const { title, consequences } = GROUP_ACTION_WORDS[action];
  return (
    <ConfirmDialog
      title={`${title}: ${plural(all.length, 'cause')}`}
      action={title}
      consequences={
        <>
          <p>{consequences}</p>
          <ul className={styles.named}>
            {all.slice(0, NAMED).map((group) => (
              <li key={group.id} dir="auto">
                {groupName(group)}
              </li>
            ))}
            {all.length > NAMED ? <li>and {plural(all.length - NAMED, 'more cause')}</li> : null}
          </ul>
        </>
      }
      fields={
        action === 'archive' ? (
          <Choice label="How long" isLabelShown value={until} options={ARCHIVE_CHOICES} onChange={setUntil} />
        ) : action === 'merge' ? (
          <Choice
            label="Which goes on"
            isLabelShown
            value={into}
            options={all.map((group) => [group.id, groupName(group)] as const)}
            onChange={setInto}
          />
        ) : undefined
      }
      onConfirm={run}
      onClose={onClose}
    />
  );
}

const NAMED = 5;
