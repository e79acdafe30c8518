import type { ToolView } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatDuration, formatRatio } from '../../format/amounts.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { CircuitStatus } from '../../parts/circuit-status.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { HealthStatus } from '../../parts/status.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { CircuitActions } from './circuit-actions.tsx';
import styles from './servers.module.css';

const SAFETY_WORDS = { read: 'reads', 'idempotent-write': 'writes, may repeat', write: 'writes' } as const;

const COLUMNS: readonly Column<ToolView>[] = [
  { id: 'name', title: 'Tool', show: (tool) => <ToolName tool={tool} />, sortBy: ({ name }) => name },
  {
    id: 'status',
    title: 'Status',
    show: ({ health }) => <HealthStatus state={health.state} />,
    sortBy: ({ health }) => health.state,
  },
  { id: 'safety', title: 'Kind', show: ({ safety }) => SAFETY_WORDS[safety], isMinor: true },
  {
    id: 'circuit',
    title: 'Circuit',
    show: ({ circuit }) => (circuit === undefined ? '–' : <CircuitStatus circuit={circuit} />),
  },
  {
    id: 'calls',
    title: 'Calls',
    show: ({ lifetime }) => formatCount(lifetime.calls),
    sortBy: ({ lifetime }) => lifetime.calls,
    isNumber: true,
  },
  {
    id: 'ratio',
    title: 'Error % (5 min)',
    show: ({ window }) => (window.calls === 0 ? '–' : formatRatio(window.errorRatio)),
    sortBy: ({ window }) => window.errorRatio,
    isNumber: true,
  },
  {
    id: 'latency',
    title: 'p50 / p95 / p99',
    show: ({ latency }) =>
      latency === undefined ? '–' : [latency.p50Ms, latency.p95Ms, latency.p99Ms].map(formatDuration).join(' / '),
    sortBy: ({ latency }) => latency?.p95Ms ?? -1,
    isNumber: true,
    isMinor: true,
  },
  {
    id: 'last',
    title: 'Last Error',
    show: ({ lastError }) =>
      lastError === undefined ? (
        'No errors'
      ) : (
        <>
          <Moment atMs={lastError.atMs} />
          <span className={styles.under}>{lastError.code}</span>
        </>
      ),
    sortBy: ({ lastError }) => lastError?.atMs ?? 0,
  },
  {
    id: 'actions',
    title: 'Actions',
    show: ({ server, name, circuit }) => (
      <CircuitActions server={server} tool={name} of={name} state={circuit?.state ?? 'closed'} />
    ),
  },
];

/** The tools of a server, how often each is called, how often that fails, and how long it takes. */
export function ServerTools({ server }: { readonly server: string }): JSX.Element {
  const tools = useAdmin('listTools', { query: { server } });
  const [{ sort }, change] = usePageSearch();
  return (
    <Panel title="Tools" isFlush aside={<ExportMenu path="/api/tools" query={{ server }} />}>
      <Answer of={tools} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>No tools are known: the server has not been reached yet.</Nothing>
          ) : (
            <DataTable
              label="Tools"
              columns={COLUMNS}
              rows={items}
              keyOf={({ name }) => name}
              sort={sort}
              onSort={(key) => change({ sort: key })}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

function ToolName({ tool }: { readonly tool: ToolView }): JSX.Element {
  return (
    <>
      <Link to="/log" search={{ servers: tool.server, target: tool.name }} className={styles.name}>
        <bdi>{tool.name}</bdi>
      </Link>
      {tool.health.state === 'healthy' || tool.health.state === 'unknown' ? null : (
        <span className={styles.reason} dir="auto">
          {tool.health.reason}
        </span>
      )}
    </>
  );
}
