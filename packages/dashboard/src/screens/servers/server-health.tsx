import type { ServerDetail } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { formatCount, formatDuration, formatRatio, plural } from '../../format/amounts.ts';
import { Nothing } from '../../parts/answer.tsx';
import { CircuitStatus } from '../../parts/circuit-status.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { CircuitActions } from './circuit-actions.tsx';
import { ServerLog } from './server-log.tsx';
import styles from './servers.module.css';

/** How a server does: numbers, connection, circuits, what it wrote last. */
export function ServerHealth({ server }: { readonly server: ServerDetail }): JSX.Element {
  return (
    <>
      <Panel title="Numbers">
        <Facts rows={numbersOf(server)} />
      </Panel>
      <Panel title="Connection">
        <Facts rows={connectionOf(server)} />
      </Panel>
      <Circuits server={server} />
      <ServerLog server={server.name} />
      <Panel title="What it wrote to stderr" isFlush>
        {server.stderrTail === '' ? (
          <Nothing>Nothing{server.transport === 'stdio' ? ' so far' : ', because it is reached by HTTP'}.</Nothing>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
          <pre className={styles.stderr} tabIndex={0} dir="auto">
            {server.stderrTail}
          </pre>
        )}
      </Panel>
    </>
  );
}

function numbersOf(server: ServerDetail) {
  const { window, lifetime, latency, inFlight, queued, lastSuccessMs, retryTokens, concurrencyLimit } = server;
  return [
    ['Calls (5 min)', formatCount(window.calls)],
    ['Error rate (5 min)', window.calls === 0 ? '–' : formatRatio(window.errorRatio)],
    ['p50 / p95 / p99', latency === undefined ? '–' : quantiles(latency)],
    ['Last success', lastSuccessMs === undefined ? 'never' : <Moment key="success" atMs={lastSuccessMs} />],
    ['Calls in all', formatCount(lifetime.calls)],
    ['Failed', formatCount(lifetime.failures)],
    ['Rescued by retry or fallback', formatCount(lifetime.recovered)],
    ['Not let through', formatCount(lifetime.refused)],
    ['Running / waiting', `${formatCount(inFlight)} of ${formatCount(concurrencyLimit)} / ${formatCount(queued)}`],
    ['Retries left', formatCount(Math.floor(retryTokens))],
  ] as const;
}

function quantiles({ p50Ms, p95Ms, p99Ms }: NonNullable<ServerDetail['latency']>): string {
  return [p50Ms, p95Ms, p99Ms].map(formatDuration).join(' / ');
}

function connectionOf({ connection, transport, tools }: ServerDetail) {
  const { state, sinceMs, retryInMs, protocolVersion, software } = connection;
  return [
    ['State', state],
    ['Since', sinceMs === undefined ? '–' : <Moment key="since" atMs={sinceMs} />],
    ['Tried again', retryInMs === undefined ? '–' : retryInMs <= 0 ? 'now' : `in ${formatDuration(retryInMs)}`],
    ['Transport', transport],
    ['Protocol', protocolVersion ?? '–'],
    ['Software', <bdi key="software">{software ?? '–'}</bdi>],
    ['Tools', formatCount(tools)],
  ] as const;
}

function Circuits({ server }: { readonly server: ServerDetail }): JSX.Element {
  return (
    <Panel title="Circuits" isFlush>
      <DataTable
        label="Circuits"
        rows={server.circuits}
        keyOf={({ tool }) => tool ?? ''}
        columns={[
          {
            id: 'of',
            title: 'Of',
            show: ({ tool }) =>
              tool === undefined ? (
                'The whole server'
              ) : (
                <Link to="/log" search={{ servers: server.name, target: tool }}>
                  <bdi>{tool}</bdi>
                </Link>
              ),
          },
          { id: 'state', title: 'State', show: (circuit) => <CircuitStatus circuit={circuit} /> },
          { id: 'since', title: 'Since', show: ({ sinceMs }) => <Moment atMs={sinceMs} /> },
          {
            id: 'window',
            title: 'Failures in its window',
            show: ({ calls, failures }) => `${formatCount(failures)} of ${formatCount(calls)}`,
            isNumber: true,
          },
          {
            id: 'why',
            title: 'Why',
            show: ({ reason, changedBy }) => (
              <bdi>{changedBy === undefined ? (reason ?? '–') : `${changedBy.actor}: ${changedBy.reason}`}</bdi>
            ),
          },
          {
            id: 'actions',
            title: 'Actions',
            show: ({ tool, state }) => (
              <CircuitActions
                server={server.name}
                tool={tool}
                of={tool ?? `its ${plural(server.tools, 'tool')}`}
                state={state}
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}
