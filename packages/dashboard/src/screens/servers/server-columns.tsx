import type { ServerView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { formatCount, formatDuration, formatRatio, plural } from '../../format/amounts.ts';
import { CircuitStatus } from '../../parts/circuit-status.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { ExactMoment, Moment } from '../../parts/moment.tsx';
import { RowLink } from '../../parts/row-link.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { HEALTH_ORDER, HealthStatus } from '../../parts/status.tsx';
import type { LastHour } from './failures-by-server.ts';
import styles from './servers.module.css';

/** What the list tells of each server. */
export function serverColumns(viewLogs: (server: string) => void, lastHour: LastHour): readonly Column<ServerView>[] {
  return [
    {
      id: 'name',
      title: 'Server Name',
      show: (server) => <ServerName server={server} />,
      sortBy: ({ name }) => name,
    },
    {
      id: 'status',
      title: 'Status',
      show: ({ health, isPaused, lastSuccessMs }) => (
        <>
          <HealthStatus state={health.state} isPaused={isPaused} />
          {health.state === 'healthy' || lastSuccessMs === undefined ? null : (
            <span className={styles.under}>
              last well <Moment atMs={lastSuccessMs} />
            </span>
          )}
        </>
      ),
      sortBy: ({ health }) => HEALTH_ORDER.indexOf(health.state),
    },
    {
      id: 'circuit',
      title: 'Circuit',
      show: ({ circuit }) => <CircuitStatus circuit={circuit} />,
      sortBy: ({ circuit }) => circuit.state,
      isMinor: true,
    },
    {
      id: 'calls',
      title: 'Calls (5 min)',
      show: ({ window }) => formatCount(window.calls),
      sortBy: ({ window }) => window.calls,
      isNumber: true,
      isMinor: true,
    },
    {
      id: 'ratio',
      title: 'Error %',
      show: ({ window }) => (window.calls === 0 ? '–' : formatRatio(window.errorRatio)),
      sortBy: ({ window }) => window.errorRatio,
      isNumber: true,
    },
    {
      id: 'latency',
      title: 'p50 / p95',
      show: ({ latency }) =>
        latency === undefined ? '–' : `${formatDuration(latency.p50Ms)} / ${formatDuration(latency.p95Ms)}`,
      sortBy: ({ latency }) => latency?.p95Ms ?? -1,
      isNumber: true,
      isMinor: true,
    },
    {
      id: 'errors',
      title: 'Total Errors',
      show: ({ name, lifetime }) => (
        <>
          {formatCount(lifetime.errors)}
          <FailureTrend failures={lastHour.get(name)} />
        </>
      ),
      sortBy: ({ lifetime }) => lifetime.errors,
      isNumber: true,
    },
    {
      id: 'last',
      title: 'Last Error',
      show: ({ lastError }) => (lastError === undefined ? 'No errors' : <LastError error={lastError} />),
      sortBy: ({ lastError }) => -(lastError?.atMs ?? 0),
    },
    {
      id: 'actions',
      title: 'Actions',
      show: ({ name }) => (
        <button
          type="button"
          className={styles.logs}
          onClick={() => viewLogs(name)}
          aria-label={`View Logs of ${name}`}
        >
          View Logs
        </button>
      ),
    },
  ];
}

function FailureTrend({ failures }: { readonly failures: readonly number[] | undefined }): JSX.Element | null {
  const total = failures?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (failures === undefined || total === 0) return null;
  return (
    <span className={styles.trend}>
      <Sparkline values={failures} width={TREND_WIDTH} label={`${plural(total, 'failed call')} in the last hour`} />
    </span>
  );
}

const TREND_WIDTH = 48;

function ServerName({ server }: { readonly server: ServerView }): JSX.Element {
  const { name, transport, connection, tools, health } = server;
  return (
    <>
      <RowLink to={{ to: '/servers/$server', params: { server: name } }} className={styles.name} dir="auto">
        {name}
      </RowLink>
      <span className={styles.under}>
        {[transport, connection.protocolVersion, plural(tools, 'tool')].filter(Boolean).join(' · ')}
      </span>
      {health.state === 'healthy' ? null : (
        <span className={styles.reason} dir="auto" title={health.reason}>
          {health.reason}
        </span>
      )}
    </>
  );
}

function LastError({ error }: { readonly error: NonNullable<ServerView['lastError']> }): JSX.Element {
  return (
    <span className={styles.last}>
      <ExactMoment atMs={error.atMs} />
      <span className={styles.under} dir="auto" title={error.message}>
        {error.code}
      </span>
    </span>
  );
}
