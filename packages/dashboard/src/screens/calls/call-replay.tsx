import Button from '@mui/material/Button';
import type { ReplayView } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdminChange } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Payload } from '../../parts/payload.tsx';
import { Status } from '../../parts/status.tsx';
import type { CallEntry } from './call-look.ts';
import styles from './calls.module.css';

/** Makes a call that only reads once more; nothing where it writes, or where its arguments were not kept. */
export function CallReplay({ call }: { readonly call: CallEntry }): JSX.Element | null {
  const [isAsked, setIsAsked] = useState(false);
  const { mutateAsync, data } = useAdminChange('replayCall');
  if (call.safety !== 'read' || call.argumentsText === undefined || call.method !== 'tools/call') return null;
  return (
    <div className={styles.replay}>
      <Button onClick={() => setIsAsked(true)}>Call it again</Button>
      {data === undefined ? null : <Replayed replay={data} />}
      {isAsked ? (
        <ConfirmDialog
          title={`Call ${call.target} again`}
          action="Call it"
          consequences={`${call.target} runs once more on ${call.server}, with the arguments that were kept. It only reads; its use may be counted and billed.`}
          onConfirm={(reason) => mutateAsync({ parameters: { id: call.id }, body: { reason } })}
          onClose={() => setIsAsked(false)}
        />
      ) : null}
    </div>
  );
}

function Replayed({ replay }: { readonly replay: ReplayView }): JSX.Element {
  const { outcome, durationMs, resultText, isCut, error } = replay;
  return (
    <div aria-live="polite">
      {outcome === 'succeeded' ? (
        <Status tone="good" shape="dot" word={`succeeded in ${formatDuration(durationMs)}`} />
      ) : (
        <Status tone="bad" shape="diamond" word={`failed after ${formatDuration(durationMs)}`} />
      )}
      {error === undefined ? null : <p dir="auto">{error.message}</p>}
      {resultText === undefined ? null : (
        <Payload title={isCut ? 'Beginning of its result' : 'Its result'} text={resultText} />
      )}
    </div>
  );
}
