import Button from '@mui/material/Button';
import { type JSX, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ServerChoice } from '../../parts/server-choice.tsx';
import styles from './settings.module.css';

const WHAT = {
  payloads: 'arguments and results of calls',
  errors: 'errors and their causes',
  calls: 'calls',
  everything: 'everything',
} as const;

type What = keyof typeof WHAT;

/** Forgets what is kept. */
export function PurgePanel(): JSX.Element {
  const [what, setWhat] = useState<What>('payloads');
  const [server, setServer] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const purge = useAdminChange('purge');
  const scope = server === '' ? 'of all servers' : `of ${server}`;
  return (
    <Panel title="Forget what is kept">
      <div className={styles.purge}>
        <Choice
          label="What"
          value={what}
          options={Object.entries(WHAT)}
          onChange={(chosen) => {
            if (isWhat(chosen)) setWhat(chosen);
          }}
        />
        <ServerChoice
          label="Of which server"
          all="of all servers"
          textOf={ofServer}
          value={server}
          onChange={setServer}
        />
        <Button color="error" onClick={() => setIsAsked(true)}>
          Forget
        </Button>
        <span aria-live="polite">
          {purge.data === undefined ? '' : `${plural(purge.data.removed, 'record')} removed.`}
        </span>
      </div>
      {isAsked ? (
        <ConfirmDialog
          title={`Forget ${WHAT[what]} ${scope}`}
          consequences="They are gone for good: charts, causes and the log lose them. The audit stays."
          action="Forget for good"
          isDangerous
          onConfirm={(reason) => purge.mutateAsync({ body: { reason, what, ...(server === '' ? {} : { server }) } })}
          onClose={() => setIsAsked(false)}
        />
      ) : null}
    </Panel>
  );
}

const ofServer = (name: string): string => `of ${name}`;

function isWhat(name: string): name is What {
  return Object.hasOwn(WHAT, name);
}
