import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { type JSX, useState } from 'react';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { Answer } from '../../parts/answer.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Facts } from '../../parts/panel.tsx';
import { Payload } from '../../parts/payload.tsx';
import { SideDrawer } from '../../parts/side-drawer.tsx';
import { Status } from '../../parts/status.tsx';
import styles from './parked.module.css';
import { PARKED_LOOKS, type ParkedEntry } from './parked-looks.ts';

/** One parked write: what it would do, why it waits, and what can be done with it. */
export function ParkedDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const answer = useAdmin('getParked', { parameters: { id } });
  const parked = answer.data?.id === id ? answer.data : undefined;
  return (
    <SideDrawer label="Parked write" onClose={onClose}>
      <header className={styles.head}>
        <h2 dir="auto">{parked === undefined ? 'Parked write' : `${parked.tool} on ${parked.server}`}</h2>
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </header>
      <Answer of={{ ...answer, data: parked }} lines={6}>
        {(known) => (
          <div className={styles.body}>
            <div>
              <Status {...PARKED_LOOKS[known.state]} />
            </div>
            <p dir="auto">{(known.lastError ?? known.why).message}</p>
            <Payload title="Arguments" text={JSON.stringify(known.arguments)} />
            {known.result === undefined ? null : <Payload title="Result" text={JSON.stringify(known.result)} />}
            <Facts rows={factsOf(known)} />
            <ParkedActions parked={known} />
          </div>
        )}
      </Answer>
    </SideDrawer>
  );
}

function factsOf({ id, parkedAtMs, expiresAtMs, changedAtMs, notBeforeMs, sends, principal, changedBy }: ParkedEntry) {
  return [
    ['Ticket', <code key="id">{id}</code>],
    ['Parked', <ExactMoment key="parked" atMs={parkedAtMs} />],
    ['Given up', <ExactMoment key="expires" atMs={expiresAtMs} />],
    ['Changed', <ExactMoment key="changed" atMs={changedAtMs} />],
    ['Not sent before', notBeforeMs === undefined ? '–' : <ExactMoment key="before" atMs={notBeforeMs} />],
    ['Sent', `${sends}×`],
    ['For', <bdi key="for">{principal.id}</bdi>],
    ['By', <bdi key="by">{changedBy === undefined ? '–' : `${changedBy.actor}: ${changedBy.reason ?? ''}`}</bdi>],
  ] as const;
}

/** Why a write can't be sent by hand. */
const NOT_SENT_WORDS = {
  leased: 'It is about to be sent.',
  sent: 'It was sent; what its server answers decides.',
  done: 'It ran, so it is not sent again.',
  discarded: 'Somebody gave it up. The agent can make the call anew.',
} as const;

function ParkedActions({ parked }: { readonly parked: ParkedEntry }): JSX.Element {
  const { id, state, tool, server } = parked;
  const [asked, setAsked] = useState<'replay' | 'discard'>();
  const [isSure, setIsSure] = useState(false);
  const replay = useAdminChange('replayParked');
  const discard = useAdminChange('discardParked');
  if (state !== 'parked' && state !== 'unknown' && state !== 'expired')
    return <p className={styles.under}>{NOT_SENT_WORDS[state]}</p>;
  const isInDoubt = state === 'unknown';
  const isExpired = state === 'expired';
  const close = (): void => setAsked(undefined);
  return (
    <div className={styles.actions}>
      <Button variant="contained" onClick={() => setAsked('replay')}>
        {isExpired ? 'Send it after all' : 'Send it now'}
      </Button>
      {isExpired ? null : (
        <Button color="error" onClick={() => setAsked('discard')}>
          Give it up
        </Button>
      )}
      {asked === 'replay' ? (
        <ConfirmDialog
          title={`Send ${tool}`}
          action="Send it"
          isDangerous={isInDoubt}
          isReady={!isInDoubt || isSure}
          consequences={
            isInDoubt ? (
              <>
                <p>
                  It was sent before, and whether it ran is unknown. If it did, it runs a second time. Look on {server}{' '}
                  first.
                </p>
                <label className={styles.sure}>
                  <input type="checkbox" checked={isSure} onChange={(event) => setIsSure(event.target.checked)} />I
                  looked: it did not run.
                </label>
              </>
            ) : isExpired ? (
              `It never ran, and its time is over: what it was to do may not be meant any more. It waits anew, and runs on ${server} once.`
            ) : (
              `${tool} runs on ${server} once, now.`
            )
          }
          onConfirm={(reason) =>
            replay.mutateAsync({ parameters: { id }, body: { reason, confirmNotExecuted: isSure } })
          }
          onClose={close}
        />
      ) : null}
      {asked === 'discard' ? (
        <ConfirmDialog
          title={`Give up ${tool}`}
          action="Give it up"
          isDangerous
          consequences="It is never sent. The agent that asked for it is told so when it asks for its ticket."
          onConfirm={(reason) => discard.mutateAsync({ parameters: { id }, body: { reason } })}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
