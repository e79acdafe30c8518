import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowLink } from '../../parts/row-link.tsx';
import { latestErrors } from '../errors/log-filter.ts';
import styles from './servers.module.css';

type ErrorEntry = RouteAnswer<'listErrors'>['items'][number];

const COLUMNS: readonly Column<ErrorEntry>[] = [
  {
    id: 'at',
    title: 'Timestamp',
    show: ({ id, atMs }) => (
      <RowLink to={{ to: '/log/$error', params: { error: id } }}>
        <ExactMoment atMs={atMs} />
      </RowLink>
    ),
  },
  { id: 'tool', title: 'Tool', show: ({ target }) => <bdi>{target ?? '–'}</bdi> },
  { id: 'type', title: 'Error Type', show: ({ error }) => <ErrorType error={error} /> },
  { id: 'details', title: 'Details', show: ({ error }) => <Details error={error} /> },
];

/** The latest errors of one server. */
export function ServerLog({ server }: { readonly server: string }): JSX.Element {
  return (
    <Panel
      title={`Error Logs: ${server}`}
      isFlush
      aside={
        <Link to="/log" search={{ servers: server }}>
          All of them
        </Link>
      }
    >
      {/* What was read of one server is never shown as that of another. */}
      <Latest key={server} server={server} />
    </Panel>
  );
}

function Latest({ server }: { readonly server: string }): JSX.Element {
  const errors = useAdmin('listErrors', { query: latestErrors(server) });
  return (
    <Answer of={errors}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing>No error logs found</Nothing>
        ) : (
          <DataTable label={`Error Logs: ${server}`} columns={COLUMNS} rows={items} keyOf={({ id }) => id} />
        )
      }
    </Answer>
  );
}

function ErrorType({ error }: { readonly error: ErrorEntry['error'] }): JSX.Element {
  return (
    <>
      {error.errorType}
      <span className={styles.under}>{error.code}</span>
    </>
  );
}

function Details({ error }: { readonly error: ErrorEntry['error'] }): JSX.Element {
  return (
    <span className={styles.message} dir="auto">
      {error.message}
    </span>
  );
}
