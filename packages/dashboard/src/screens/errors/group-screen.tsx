import type { RouteAnswer } from '@seawall/admin-api';
import { Link, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin, useAdminPages } from '../../data/use-admin.ts';
import { formatCount, formatRatio, plural } from '../../format/amounts.ts';
import { Answer } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { GroupStatus } from '../../parts/group-status.tsx';
import { ExactMoment, Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { trendSteps } from '../../parts/trend-steps.ts';
import { errorColumns } from './error-columns.tsx';
import styles from './errors.module.css';
import { Explanation } from './explanation.tsx';
import { GroupActions } from './group-actions.tsx';
import { groupMarkdown } from './group-markdown.ts';
import { TrendBars } from './trend-bars.tsx';

type Group = RouteAnswer<'getGroup'>;

/** One cause of errors: what it is and what to do first, then when and where it struck. */
export function GroupScreen(): JSX.Element {
  const { group: id = '' } = useParams({ strict: false });
  const { time } = useServices();
  const answer = useAdmin('getGroup', { parameters: { id } });
  const group = answer.data?.id === id ? answer.data : undefined;
  return (
    <Page
      name={group?.code ?? 'Error'}
      title={<bdi>{group === undefined ? 'Error' : `${group.code} on ${group.server}`}</bdi>}
      lead={group === undefined ? null : <Lead group={group} />}
      actions={group === undefined ? null : <Actions group={group} />}
    >
      <Answer of={{ ...answer, data: group }} lines={8}>
        {(known) => (
          <>
            <Panel title="What is wrong, and what to do">
              <Explanation error={known.latest} />
            </Panel>
            <Panel title="When">
              <TrendBars trend={trendSteps(known.trend, time.now(), 14)} />
              <Facts rows={factsOf(known)} />
              {known.because.length === 0 ? null : (
                <details className={styles.because}>
                  <summary>Why these errors count as one cause</summary>
                  <ul className={styles.named}>
                    {known.because.map((reason) => (
                      <li key={reason} dir="auto">
                        {reason}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </Panel>
          </>
        )}
      </Answer>
      <Occurrences key={id} group={id} />
    </Page>
  );
}

function Lead({ group }: { readonly group: Group }): JSX.Element {
  return (
    <>
      <GroupStatus {...group} /> <Moment atMs={group.stateSinceMs} /> · {plural(group.count, 'error')} ·{' '}
      <Link to="/servers/$server" params={{ server: group.server }}>
        <bdi>{group.server}</bdi>
      </Link>
      {group.target === undefined ? null : <bdi> · {group.target}</bdi>}
      {group.mergedInto === undefined ? null : (
        <>
          {' · '}
          <Link to="/errors/$group" params={{ group: group.mergedInto }}>
            its errors count there
          </Link>
        </>
      )}
    </>
  );
}

function Actions({ group }: { readonly group: Group }): JSX.Element {
  return (
    <>
      <CopyButton label="Copy as Markdown" text={() => groupMarkdown(group, document.location.href)} />
      <CopyButton label="Copy as JSON" text={() => JSON.stringify(group, null, 2)} />
      <GroupActions group={group} />
    </>
  );
}

function factsOf({ firstSeenMs, lastSeenMs, count, recoveredCount, targets, sessions, ...group }: Group) {
  return [
    ['First seen', <ExactMoment key="first" atMs={firstSeenMs} />],
    ['Last seen', <ExactMoment key="last" atMs={lastSeenMs} />],
    ['Errors', formatCount(count)],
    ['Rescued by retry or fallback', count === 0 ? '–' : formatRatio(recoveredCount / count)],
    ['Tools', <bdi key="tools">{targets.join(', ') || '–'}</bdi>],
    ['Sessions of hosts', formatCount(sessions.length)],
    ...(group.archivedUntil === undefined || group.mergedInto !== undefined
      ? []
      : [['Put away', <PutAway key="away" until={group.archivedUntil} />] as const]),
  ] as const;
}

function PutAway({ until }: { readonly until: NonNullable<Group['archivedUntil']> }): JSX.Element {
  const { count, atMs, escalating } = until;
  if (escalating === true) return <>until it escalates</>;
  if (atMs !== undefined)
    return (
      <>
        until <ExactMoment atMs={atMs} />
      </>
    );
  return <>{count === undefined ? 'for ever' : `until ${plural(count, 'more error')} came`}</>;
}

function Occurrences({ group }: { readonly group: string }): JSX.Element {
  const errors = useAdminPages('listErrors', { group });
  return (
    <Panel
      title="Each time"
      isFlush
      aside={
        <Link to="/log" search={{ group }}>
          In the error log
        </Link>
      }
    >
      <PagedTable list={errors} empty="The single errors are not kept any more.">
        {(items) => <DataTable label="Each time" columns={errorColumns()} rows={items} keyOf={({ id }) => id} />}
      </PagedTable>
    </Panel>
  );
}
