import Button from '@mui/material/Button';
import type { JSX } from 'react';
import { useAdminPages } from '../../data/use-admin.ts';
import { Failure, Lines, Nothing } from '../../parts/answer.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { HealthStatus } from '../../parts/status.tsx';

/** How the health of a server changed, newest first. */
export function ServerTimeline({ server }: { readonly server: string }): JSX.Element {
  const { items, isLoaded, error, hasMore, loadMore, reload } = useAdminPages('listHealthChanges', { server });
  return (
    <Panel title="How its health changed" isFlush aside={<ExportMenu path="/api/health" query={{ server }} />}>
      {error === null ? null : <Failure error={error} retry={reload} />}
      {!isLoaded && error === null ? <Lines count={6} /> : null}
      {isLoaded && items.length === 0 ? <Nothing>Nothing has changed since this is kept.</Nothing> : null}
      {items.length === 0 ? null : (
        <DataTable
          label="How its health changed"
          rows={items}
          keyOf={({ id }) => id}
          columns={[
            { id: 'at', title: 'When', show: ({ atMs }) => <ExactMoment atMs={atMs} /> },
            { id: 'health', title: 'Became', show: ({ health }) => <HealthStatus state={health} /> },
            { id: 'reason', title: 'Why', show: ({ reason }) => <bdi>{reason}</bdi> },
          ]}
        />
      )}
      {hasMore ? (
        <Nothing>
          <Button onClick={loadMore}>Older</Button>
        </Nothing>
      ) : null}
    </Panel>
  );
}
