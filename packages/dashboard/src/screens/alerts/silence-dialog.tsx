import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useEffect, useState } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Answer, type KnownAnswer } from '../../parts/answer.tsx';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ServerChoice } from '../../parts/server-choice.tsx';
import styles from './alerts.module.css';
import { SilenceConditions } from './silence-conditions.tsx';
import { isComplete, matchersOf, type SilenceDraft } from './silence-draft.ts';

const HOUR_MS = 3_600_000;

const LENGTHS = [
  ['1', 'for one hour'],
  ['4', 'for 4 hours'],
  ['24', 'for a day'],
  ['168', 'for a week'],
] as const;

const NOTHING: SilenceDraft = { server: '', rule: '', conditions: [] };

/** Mutes the alerts of a server, those of a rule or those with other labels, for a while; shows first which these are now. */
export function SilenceDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { time } = useServices();
  const [draft, setDraft] = useState(NOTHING);
  const [hours, setHours] = useState('1');
  const rules = useAdmin('listRules').data?.items ?? [];
  const create = useAdminChange('createSilence');
  const matchers = [...matchersOf(draft)];
  const written = [...matchersOf(usePaused(draft))];
  const preview = useAdmin('previewSilence', { body: { matchers: written } }, { enabled: written.length > 0 });
  return (
    <ConfirmDialog
      title="Mute alerts"
      action="Mute"
      isReady={isComplete(draft)}
      consequences="Nobody is told of these alerts meanwhile. They are still recorded, and calls are not affected."
      fields={
        <>
          <div className={styles.matcher}>
            <ServerChoice all="Any server" value={draft.server} onChange={(server) => setDraft({ ...draft, server })} />
            <Choice
              label="Rule"
              value={draft.rule}
              options={[['', 'Any rule'], ...rules.map(({ name }) => [name, name] as const)]}
              onChange={(rule) => setDraft({ ...draft, rule })}
            />
            <Choice label="How long" value={hours} options={LENGTHS} onChange={setHours} />
          </div>
          <SilenceConditions draft={draft} onChange={setDraft} />
          <div className={styles.preview} aria-live="polite">
            {written.length === 0 ? 'Choose a server, a rule, or add a condition.' : <Muted of={preview} />}
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

/** How long somebody who types is waited for, in milliseconds. */
const TYPING_MS = 200;

/** A value as it was when it last stayed the same for a moment. */
function usePaused<T>(value: T): T {
  const { clock } = useServices();
  const [paused, setPaused] = useState(value);
  useEffect(() => clock.after(TYPING_MS, () => setPaused(value)), [clock, value]);
  return paused;
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
