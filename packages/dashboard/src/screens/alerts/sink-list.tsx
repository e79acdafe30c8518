import Button from '@mui/material/Button';
import type { SinkView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { formatCount, plural } from '../../format/amounts.ts';
import { Answer, Failure, Nothing } from '../../parts/answer.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './alerts.module.css';

/** Where notices go, and how that went. */
export function SinkList(): JSX.Element {
  const sinks = useAdmin('listSinks');
  const test = useAdminChange('testSink');
  return (
    <Panel
      title="Receivers"
      isFlush
      aside={<span aria-live="polite">{test.data === undefined ? '' : testText(test.data)}</span>}
    >
      {test.error === null ? null : <Failure error={test.error} />}
      <Answer of={sinks}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>Nobody is told of alerts. Add a receiver to the configuration under seawall.alerts.</Nothing>
          ) : (
            <DataTable
              label="Receivers"
              rows={items}
              keyOf={({ name }) => name}
              columns={[
                ...COLUMNS,
                {
                  id: 'actions',
                  title: 'Actions',
                  show: ({ name }) => (
                    <Button
                      disabled={test.isPending}
                      aria-label={`Send a test to ${name}`}
                      onClick={() => test.mutate({ parameters: { name } })}
                    >
                      Send a test
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

const COLUMNS: readonly Column<SinkView>[] = [
  {
    id: 'name',
    title: 'Receiver',
    show: ({ name, kind, target }) => (
      <>
        <strong className={styles.summary}>{name}</strong>
        <span className={styles.under}>
          {kind} · <bdi>{target}</bdi>
        </span>
      </>
    ),
  },
  { id: 'delivered', title: 'Delivered', show: ({ delivered }) => formatCount(delivered), isNumber: true },
  { id: 'failed', title: 'Failed', show: ({ failed }) => formatCount(failed), isNumber: true },
  { id: 'waiting', title: 'Waiting', show: ({ waiting }) => formatCount(waiting), isNumber: true, isMinor: true },
  {
    id: 'last',
    title: 'Last Error',
    show: ({ lastError }) =>
      lastError === undefined ? (
        'No errors'
      ) : (
        <>
          <Moment atMs={lastError.atMs} />
          <span className={styles.under} dir="auto">
            {lastError.error.message}
          </span>
        </>
      ),
  },
];

function testText(found: { readonly sink: string; readonly outcome: string; readonly attempts: number }): string {
  const tries = found.attempts > 1 ? ` after ${plural(found.attempts, 'attempt')}` : '';
  return `Test to ${found.sink}: ${found.outcome}${tries}.`;
}
