import type { AuditEntry } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdminPages } from '../../data/use-admin.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', title: 'When', show: ({ atMs }) => <ExactMoment atMs={atMs} /> },
  { id: 'actor', title: 'Who', show: ({ actor }) => <bdi>{actor}</bdi> },
  { id: 'action', title: 'Did', show: ({ action }) => <bdi>{action}</bdi> },
  {
    id: 'on',
    title: 'To',
    show: ({ server, target }) => <bdi>{[server, target].filter(Boolean).join(', ') || '–'}</bdi>,
  },
  {
    id: 'outcome',
    title: 'Became',
    show: ({ outcome, decision }) => <bdi>{`${decision}, ${outcome}`}</bdi>,
    isMinor: true,
  },
  { id: 'why', title: 'Why', show: ({ reason }) => <bdi>{reason ?? '–'}</bdi> },
];

/** What agents asked for and people did. */
export function AuditPanel(): JSX.Element {
  const audit = useAdminPages('listAudit');
  return (
    <Panel title="Audit" isFlush aside={<ExportMenu path="/api/audit" query={{}} />}>
      <PagedTable list={audit} empty="Nothing was done by hand yet.">
        {(items) => <DataTable label="Audit" columns={COLUMNS} rows={items} keyOf={({ id }) => id} />}
      </PagedTable>
    </Panel>
  );
}
