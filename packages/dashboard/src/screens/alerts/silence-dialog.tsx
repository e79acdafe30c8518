import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Answer, type KnownAnswer } from '../../parts/answer.tsx';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import styles from './alerts.module.css';

const HOUR_MS = 3_600_000;

const LENGTHS = [
  ['1', 'for one hour'],
  ['4', 'for 4 hours'],
  ['24', 'for a day'],
  ['168', 'for a week'],
] as const;

/** Mutes the alerts of a server, or those of a rule, for a while; shows first which these are now. */
export function SilenceDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { time } = useServices();
  const [server, setServer] = useState('');
  const [rule, setRule] = useState('');
  const [hours, setHours] = useState('1');
  const servers = useAdmin('listServers').data?.items ?? [];
  const rules = useAdmin('listRules').data?.items ?? [];
  const create = useAdminChange('createSilence');
  const matchers = [
    ...(server === '' ? [] : [{ label: 'server', operator: '=' as const, value: server }]),
    ...(rule === '' ? [] : [{ label: 'alertname', operator: '=' as const, value: rule }]),
  ];
  const preview = useAdmin('previewSilence', { body: { matchers } }, { enabled: matchers.length > 0 });
  return (
    <ConfirmDialog
      title="Mute alerts"
      action="Mute"
      isReady={matchers.length > 0}
      consequences="Nobody is told of these alerts meanwhile. They are still recorded, and calls are not affected."
      fields={
        <>
          <div className={styles.matcher}>
            <Choice
              label="Server"
              value={server}
              options={[['', 'Any server'], ...servers.map(({ name }) => [name, name] as const)]}
              onChange={setServer}
            />
            <Choice
              label="Rule"
              value={rule}
              options={[['', 'Any rule'], ...rules.map(({ name }) => [name, name] as const)]}
              onChange={setRule}
            />
            <Choice label="How long" value={hours} options={LENGTHS} onChange={setHours} />
          </div>
          <div className={styles.preview} aria-live="polite">
            {matchers.length === 0 ? 'Choose a server, a rule, or both.' : <Muted of={preview} />}
          </div>
        </>
      }
      onConfirm={(reason) =>
        create.mutateAsync({ body: { reason, matchers, endsAtMs: time.now() + Number(hours) * HOUR_MS } })
      }
      onClose={onClose}
    />
  );
}

function Muted({ of }: { readonly of: KnownAnswer<RouteAnswer<'previewSilence'>> }): JSX.Element {
  return (
    <Answer of={of} lines={1}>
      {({ items }) =>
        items.length === 0 ? (
          'No alert of now would be muted.'
        ) : (
          <>
            {plural(items.length, 'alert')} of now would be muted:
            <ul>
              {items.map(({ id, annotations, rule }) => (
                <li key={id} dir="auto">
                  {annotations.summary ?? rule}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Answer>
  );
}
