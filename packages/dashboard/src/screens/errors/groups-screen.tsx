import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useObserved, useServices } from '../../data/services.tsx';
import { useAdminPages } from '../../data/use-admin.ts';
import { formatCount, formatRatio, plural } from '../../format/amounts.ts';
import { Choice, SearchField } from '../../parts/choice.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { groupName } from '../../parts/group-name.ts';
import { GROUP_LOOKS, GroupStatus } from '../../parts/group-status.tsx';
import { GroupTrend } from '../../parts/group-trend.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useRowChoice } from '../../parts/row-choice.tsx';
import { RowLink } from '../../parts/row-link.tsx';
import { ServerChoice } from '../../parts/server-choice.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { ChosenGroups } from './chosen-groups.tsx';
import styles from './errors.module.css';
import { GROUP_FILTERS, groupFilter, OPEN_STATES } from './group-filter.ts';

type Group = RouteAnswer<'getGroup'>;

/** The causes of errors: each once, however often it struck. */
export function GroupsScreen(): JSX.Element {
  const [search, change] = usePageSearch();
  const { arrivals, clearArrivals } = useServices();
  const fresh = useObserved(arrivals).groups;
  const filter = groupFilter(search);
  const groups = useAdminPages('listGroups', filter);
  const choice = useRowChoice({ rows: groups.items, keyOf: idOf, nameOf: groupName });
  const clear = (): void => change(Object.fromEntries(GROUP_FILTERS.map((name) => [name, undefined])));
  return (
    <Page
      title="Errors"
      lead="One row for each cause, however often it struck."
      actions={
        <>
          <Link to="/log">Error log</Link>
          <ExportMenu path="/api/groups" query={filter} />
        </>
      }
    >
      <Panel
        title="Causes"
        isFlush
        aside={
          <>
            <SearchField label="Filter errors" value={search.text ?? ''} onChange={(text) => change({ text })} />
            <ServerChoice value={search.servers ?? ''} onChange={(name) => change({ servers: name })} />
            <Choice
              label="State"
              value={filter.states}
              options={[
                [OPEN_STATES, 'Open'],
                ...Object.entries(GROUP_LOOKS).map(([state, { word }]) => [state, word] as const),
                [Object.keys(GROUP_LOOKS).join(','), 'All states'],
              ]}
              onChange={(states) => change({ states: states === OPEN_STATES ? undefined : states })}
            />
          </>
        }
      >
        {fresh === 0 ? null : (
          <div className={styles.fresh}>
            <Button
              variant="contained"
              onClick={() => {
                clearArrivals('groups');
                groups.reload();
              }}
            >
              {plural(fresh, 'changed cause')}: show
            </Button>
          </div>
        )}
        <ChosenGroups groups={choice.chosen} onDone={choice.clear} />
        <PagedTable
          list={groups}
          empty="No errors. Whatever fails from now on is explained here."
          isFiltered={GROUP_FILTERS.some((name) => Boolean(search[name]))}
          onClear={clear}
        >
          {(items) => (
            <DataTable
              label="Causes of errors"
              columns={COLUMNS}
              choice={choice}
              rows={items}
              keyOf={({ id }) => id}
              sort={search.sort}
              onSort={(sort) => change({ sort })}
            />
          )}
        </PagedTable>
      </Panel>
    </Page>
  );
}

const idOf = ({ id }: Group): string => id;

const COLUMNS: readonly Column<Group>[] = [
  {
    id: 'title',
    title: 'Cause',
    show: ({ id, title, code, kind, latest }) => (
      <>
        <RowLink
          to={{ to: '/errors/$group', params: { group: id } }}
          className={styles.title}
          dir="auto"
          title={latest.message}
        >
          {groupName({ title, code })}
        </RowLink>
        <span className={styles.under}>
          <code>{code}</code> · {kind.replaceAll('_', ' ')}
        </span>
      </>
    ),
    sortBy: groupName,
  },
  {
    id: 'where',
    title: 'Server, tool',
    show: ({ server, target }) => (
      <>
        <bdi>{server}</bdi>
        {target === undefined ? null : (
          <span className={styles.under}>
            <bdi>{target}</bdi>
          </span>
        )}
      </>
    ),
    sortBy: ({ server }) => server,
  },
  { id: 'state', title: 'State', show: (group) => <GroupStatus {...group} />, sortBy: ({ state }) => state },
  {
    id: 'trend',
    title: 'Trend',
    show: ({ trend }) => <GroupTrend trend={trend} />,
    isMinor: true,
  },
  {
    id: 'count',
    title: 'Errors',
    show: ({ count }) => formatCount(count),
    sortBy: ({ count }) => count,
    isNumber: true,
  },
  {
    id: 'recovered',
    title: 'Rescued',
    show: ({ count, recoveredCount }) => (count === 0 ? '–' : formatRatio(recoveredCount / count)),
    sortBy: ({ count, recoveredCount }) => (count === 0 ? 0 : recoveredCount / count),
    isNumber: true,
    isMinor: true,
  },
  {
    id: 'first',
    title: 'First seen',
    show: ({ firstSeenMs }) => <Moment atMs={firstSeenMs} />,
    sortBy: ({ firstSeenMs }) => firstSeenMs,
    isMinor: true,
  },
  {
    id: 'last',
    title: 'Last seen',
    show: ({ lastSeenMs }) => <Moment atMs={lastSeenMs} />,
    sortBy: ({ lastSeenMs }) => lastSeenMs,
  },
];
