import IconButton from '@mui/material/IconButton';
import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { Answer, Lines } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Facts } from '../../parts/panel.tsx';
import { Payload } from '../../parts/payload.tsx';
import { SideDrawer } from '../../parts/side-drawer.tsx';
import { Waterfall } from '../../parts/waterfall.tsx';
import { callAdvice } from './call-advice.ts';
import { CallOutcome } from './call-columns.tsx';
import type { CallEntry } from './call-look.ts';
import { CallReplay } from './call-replay.tsx';
import { callRequest } from './call-request.ts';
import styles from './calls.module.css';

type Found = RouteAnswer<'getCall'>;

/** What is known of a call: where the list knows it already, its errors come a moment later, unless they can't be read. */
interface Known extends Pick<Found, 'call'> {
  readonly errors: Found['errors'] | 'coming' | 'unknown';
}

/** Which call is shown. */
export interface CallDrawerProps {
  readonly id: string;
  /** The same call as the list has it, and when that was read. */
  readonly listed: CallEntry | undefined;
  readonly listedAtMs: number;
  readonly onClose: () => void;
}

/** One call beside the list: where its time went, what was sent, what came. */
export function CallDrawer({ id, listed, listedAtMs, onClose }: CallDrawerProps): JSX.Element {
  const answer = useAdmin('getCall', { parameters: { id } });
  const read = answer.data?.call.id === id ? answer.data : undefined;
  const errors = answer.error === null ? 'coming' : 'unknown';
  const found: Known | undefined = read ?? (listed === undefined ? undefined : { call: listed, errors });
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
      <Answer of={{ ...answer, data: found, dataUpdatedAt: answer.dataUpdatedAt || listedAtMs }} lines={8}>
        {(known) => <Whole found={known} />}
      </Answer>
    </SideDrawer>
  );
}

function Whole({ found }: { readonly found: Known }): JSX.Element {
  const { call, errors } = found;
  const request = callRequest(call);
  const advice = typeof errors === 'string' ? undefined : callAdvice({ call, errors });
  return (
    <div className={styles.body}>
      <div>
        <CallOutcome call={call} /> <ExactMoment atMs={call.startedAtMs} /> · {formatDuration(call.durationMs)}
      </div>
      {errors === 'coming' && call.outcome !== 'succeeded' ? <Lines count={1} /> : null}
      {advice === undefined ? null : (
        <p className={styles.advice}>
          <Icon name="fix" />
          <span dir="auto">{advice}</span>
        </p>
      )}
      <Waterfall call={call} />
      <Errors call={call} errors={errors} />
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
        {typeof errors === 'string' ? null : (
          <CopyButton label="Copy as JSON" text={() => JSON.stringify({ call, errors }, null, 2)} />
        )}
        {request === undefined ? null : <CopyButton label="Copy the request" text={() => request} />}
        <CallReplay call={call} />
      </div>
    </div>
  );
}

/** What went wrong in a call; as long as that is on its way, the place where it is going to stand. */
function Errors({ call, errors }: Known): JSX.Element | null {
  const hasNone = errors === 'coming' ? call.tries.every(({ code }) => code === undefined) : errors.length === 0;
  if (errors === 'unknown' || hasNone) return null;
  return (
    <section>
      <h3>Errors</h3>
      {errors === 'coming' ? (
        <Lines count={2} />
      ) : (
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
      )}
    </section>
  );
}
