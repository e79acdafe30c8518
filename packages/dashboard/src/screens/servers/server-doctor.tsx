import Button from '@mui/material/Button';
import type { DiagnosticsView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { Failure, Lines, Nothing } from '../../parts/answer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status, type StatusLook } from '../../parts/status.tsx';
import styles from './servers.module.css';

type Examined = DiagnosticsView['servers'][number];
type Step = NonNullable<Examined['steps']>[number];

const LOOKS: Readonly<Record<Step['outcome'], StatusLook>> = {
  passed: { tone: 'good', shape: 'dot', word: 'passed' },
  warning: { tone: 'warn', shape: 'triangle', word: 'warning' },
  failed: { tone: 'bad', shape: 'diamond', word: 'failed' },
  skipped: { tone: 'quiet', shape: 'dash', word: 'skipped' },
};

/** Has the doctor examine a server, and shows each step with what to do. */
export function ServerDoctor({ server }: { readonly server: string }): JSX.Element {
  const { mutate, data, error, isPending } = useAdminChange('runDiagnostics');
  const examined = data?.servers.find((one) => one.server === server);
  return (
    <Panel
      title="The doctor's checks"
      aside={
        <Button disabled={isPending} onClick={() => mutate({ body: { servers: [server] } })}>
          {isPending ? 'Examining…' : examined === undefined ? 'Examine now' : 'Examine again'}
        </Button>
      }
    >
      {error === null ? null : <Failure error={error} />}
      {isPending ? <Lines count={6} /> : null}
      {examined === undefined && !isPending && error === null ? (
        <Nothing>
          The doctor walks the whole way to the server, from its command or address to its list of tools, and says at
          which step it ends and how to mend it.
        </Nothing>
      ) : null}
      {examined === undefined || isPending ? null : <Steps examined={examined} />}
    </Panel>
  );
}

function Steps({ examined }: { readonly examined: Examined }): JSX.Element {
  return (
    <>
      {examined.reason === undefined ? null : <p dir="auto">{examined.reason}</p>}
      <ol className={styles.steps}>
        {(examined.steps ?? []).map((step) => (
          <li key={step.id}>
            <Status {...LOOKS[step.outcome]} />
            <div>
              <strong>{step.title}</strong>
              <p dir="auto">{step.detail}</p>
              {(step.lines ?? []).length === 0 ? null : <pre>{step.lines?.join('\n')}</pre>}
              {step.fix === undefined ? null : <p className={styles.fix}>{step.fix}</p>}
            </div>
            <span className={styles.muted}>{formatDuration(step.durationMs)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
