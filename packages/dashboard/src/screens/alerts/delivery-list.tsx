import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdminPages } from '../../data/use-admin.ts';
import { formatDuration, plural } from '../../format/amounts.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status, type StatusLook } from '../../parts/status.tsx';
import styles from './alerts.module.css';

type Delivery = RouteAnswer<'testSink'>;

const LOOKS: Readonly<Record<Delivery['outcome'], StatusLook>> = {
  delivered: { tone: 'good', shape: 'dot', word: 'delivered' },
  failed: { tone: 'bad', shape: 'diamond', word: 'failed' },
  dropped: { tone: 'warn', shape: 'triangle', word: 'dropped' },
};

const COLUMNS: readonly Column<Delivery>[] = [
  { id: 'at', title: 'When', show: ({ atMs }) => <ExactMoment atMs={atMs} /> },
  { id: 'sink', title: 'Receiver', show: ({ sink }) => <bdi>{sink}</bdi> },
  { id: 'outcome', title: 'Became', show: ({ outcome }) => <Status {...LOOKS[outcome]} /> },
  { id: 'alerts', title: 'Of', show: ({ alerts }) => plural(alerts.length, 'alert') },
  { id: 'attempts', title: 'Attempts', show: ({ attempts }) => attempts, isNumber: true, isMinor: true },
  { id: 'took', title: 'Took', show: ({ durationMs }) => formatDuration(durationMs), isNumber: true, isMinor: true },
  {
    id: 'error',
    title: 'Error',
    show: ({ error }) => (
      <span className={styles.under} dir="auto">
        {error?.message ?? '–'}
      </span>
    ),
  },
];

/** Every notice, and what became of it. */
export function DeliveryList(): JSX.Element {
  // A notice is on its way after its alert, for as long as its receiver takes.
  const deliveries = useAdminPages('listDeliveries', {}, { isCounted: true });
  return (
    <Panel title="Deliveries" isFlush aside={<ExportMenu path="/api/deliveries" query={{}} />}>
      <PagedTable list={deliveries} empty="No notice was sent yet.">
        {(items) => <DataTable label="Deliveries" columns={COLUMNS} rows={items} keyOf={({ id }) => id} />}
      </PagedTable>
    </Panel>
  );
}
