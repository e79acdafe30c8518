import IconButton from '@mui/material/IconButton';
import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { Answer } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Facts } from '../../parts/panel.tsx';
import { Payload } from '../../parts/payload.tsx';
import { SideDrawer } from '../../parts/side-drawer.tsx';
import { Waterfall } from '../../parts/waterfall.tsx';
import { callAdvice } from './call-advice.ts';
import { CallOutcome } from './call-columns.tsx';
import { CallReplay } from './call-replay.tsx';
import { callRequest } from './call-request.ts';
import styles from './calls.module.css';

type Found = RouteAnswer<'getCall'>;

/** One call beside the list: where its time went, what was sent, what came. */
export function CallDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const answer = useAdmin('getCall', { parameters: { id } });
  const found = answer.data?.call.id === id ? answer.data : undefined;
  return (
    <SideDrawer label="Call" onClose={onClose}>
      <header className={styles.head}>
        <h2 dir="auto">
          {found === undefined ? 'Call' : `${found.call.target || found.call.method} on ${found.call.server}`}
        </h2>
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </header>
      <Answer of={{ ...answer, data: found }} lines={8}>
        {(known) => <Whole found={known} />}
      </Answer>
    </SideDrawer>
  );
}

function Whole({ found }: { readonly found: Found }): JSX.Element {
  const { call, errors } = found;
  const request = callRequest(call);
  const advice = callAdvice(found);
  return (
    <div className={styles.body}>
      <div>
        <CallOutcome call={call} /> <ExactMoment atMs={call.startedAtMs} /> · {formatDuration(call.durationMs)}
      </div>
      {advice === undefined ? null : (
        <p className={styles.advice}>
          <Icon name="fix" />
          <span dir="auto">{advice}</span>
        </p>
      )}
      <Waterfall call={call} />
      {errors.length === 0 ? null : (
        <section>
          <h3>Errors</h3>
          <ul className={styles.errors}>
            {errors.map(({ id, error, attempt }) => (
              <li key={id}>
                <Link to="/log/$error" params={{ error: id }}>
                  {attempt === undefined ? '' : `Attempt ${attempt}: `}
                  <code>{error.code}</code>
                </Link>
                <p dir="auto">{error.message}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Payload title="Arguments" text={call.argumentsText} />
      <Payload title="Result" text={call.resultText} />
      <Facts
        rows={[
          ['Method', call.method],
          ['Kind', call.safety],
          ['Code', <code key="code">{call.code ?? '–'}</code>],
          ['For', <bdi key="for">{call.principal}</bdi>],
          ['Session of the host', call.session ?? '–'],
          ['Trace', <code key="trace">{call.traceId ?? '–'}</code>],
          ['Id', <code key="id">{call.id}</code>],
        ]}
      />
      <div className={styles.actions}>
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(found, null, 2)} />
        {request === undefined ? null : <CopyButton label="Copy the request" text={() => request} />}
        <CallReplay call={call} />
      </div>
    </div>
  );
}
