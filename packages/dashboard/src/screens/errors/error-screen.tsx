import type { RouteAnswer } from '@seawall/admin-api';
import { Link, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatDuration } from '../../format/amounts.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { Payload } from '../../parts/payload.tsx';
import { Waterfall } from '../../parts/waterfall.tsx';
import { CallReplay } from '../calls/call-replay.tsx';
import { ErrorOutcome } from './error-columns.tsx';
import { ErrorNeighbours } from './error-neighbours.tsx';
import styles from './errors.module.css';
import { Explanation } from './explanation.tsx';

type Found = RouteAnswer<'getError'>;

/** One error: what it is and what to do, then the call that it belongs to, attempt by attempt. */
export function ErrorScreen(): JSX.Element {
  const { error: id = '' } = useParams({ strict: false });
  const answer = useAdmin('getError', { parameters: { id } });
  const found = answer.data?.error.id === id ? answer.data : undefined;
  return (
    <Page
      name={found?.error.error.code ?? 'Error'}
      title={<bdi>{found === undefined ? 'Error' : `${found.error.error.code} on ${found.error.server}`}</bdi>}
      lead={found === undefined ? null : <Lead found={found} />}
      actions={
        found === undefined ? null : (
          <>
            <ErrorNeighbours error={found.error} />
            <CopyButton label="Copy as JSON" text={() => JSON.stringify(found, null, 2)} />
          </>
        )
      }
    >
      <Answer of={{ ...answer, data: found }} lines={8}>
        {(known) => (
          <>
            <Panel title="What is wrong, and what to do">
              <Explanation error={known.error.error} />
            </Panel>
            <Panel title="Its call">
              {known.call === undefined ? (
                <Nothing>
                  {known.error.callId === undefined
                    ? 'It is an error of the connection: no call had to do with it.'
                    : 'The call has not ended yet, or is not kept any more.'}
                </Nothing>
              ) : (
                <>
                  <Waterfall call={known.call} />
                  <CallReplay call={known.call} />
                </>
              )}
            </Panel>
            <Panel title="What was sent, and what came">
              <div className={styles.payloads}>
                {known.error.callId === undefined ? null : (
                  <>
                    <Payload title="Arguments" text={known.call?.argumentsText} />
                    <Payload title="Result" text={known.call?.resultText} />
                  </>
                )}
                <Payload title="Context of the error" text={JSON.stringify(known.error.error.context, null, 2)} />
              </div>
            </Panel>
            <Panel title="Particulars">
              <Facts rows={factsOf(known)} />
            </Panel>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Lead({ found: { error, group } }: { readonly found: Found }): JSX.Element {
  return (
    <>
      <ErrorOutcome outcome={error.outcome} /> <ExactMoment atMs={error.atMs} /> ·{' '}
      <Link to="/servers/$server" params={{ server: error.server }}>
        <bdi>{error.server}</bdi>
      </Link>
      {error.target === undefined ? null : <bdi> · {error.target}</bdi>} ·{' '}
      <Link to="/errors/$group" params={{ group: error.group }}>
        {group === undefined ? 'all of this cause' : `all ${group.count} of this cause`}
      </Link>
    </>
  );
}

const DELIVERY_WORDS = {
  'not-sent': 'It was never sent.',
  unknown: 'It was sent; whether it ran is unknown.',
  answered: 'The server answered.',
} as const;

function factsOf({ error, call }: Found) {
  return [
    ['Attempt', error.attempt ?? '–'],
    ['Took', error.durationMs === undefined ? '–' : formatDuration(error.durationMs)],
    ['Delivery', error.delivery === undefined ? '–' : DELIVERY_WORDS[error.delivery]],
    ['Method', error.method ?? '–'],
    ['For', <bdi key="for">{error.principal ?? '–'}</bdi>],
    ['Session of the host', error.session ?? '–'],
    ['Trace', <code key="trace">{call?.traceId ?? '–'}</code>],
    ['Call', <code key="call">{error.callId ?? '–'}</code>],
  ] as const;
}
