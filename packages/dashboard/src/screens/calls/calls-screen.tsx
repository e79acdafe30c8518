import type { JSX } from 'react';
import { useAdmin, useAdminPages } from '../../data/use-admin.ts';
import { Choice, SearchField } from '../../parts/choice.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TimeFilter } from '../../parts/time-filter.tsx';
import { readSpan } from '../../parts/time-span.ts';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { callColumns } from './call-columns.tsx';
import { CallDrawer } from './call-drawer.tsx';

const FILTERS = ['servers', 'target', 'session', 'outcomes', 'servedBy', 'minDurationMs', 'text'] as const;

const OUTCOMES = [
  ['', 'Any outcome'],
  ['failed', 'failed'],
  ['succeeded', 'succeeded'],
  ['cancelled', 'cancelled'],
] as const;

const DURATIONS = [
  ['', 'Any duration'],
  ['1000', '1 s and more'],
  ['5000', '5 s and more'],
  ['30000', '30 s and more'],
] as const;

/** The calls that ended, and what each did with its time. */
export function CallsScreen(): JSX.Element {
  const [search, change] = usePageSearch();
  const servers = useAdmin('listServers').data?.items ?? [];
  const filter = { ...Object.fromEntries(FILTERS.map((name) => [name, search[name]])), ...readSpan(search) };
  const calls = useAdminPages('listCalls', filter);
  const all = [...FILTERS, 'from', 'to'];
  const clear = (): void => change(Object.fromEntries(all.map((name) => [name, undefined])));
  return (
    <Page
      title="Calls"
      lead="Calls that ended, those that never reached their server too."
      actions={<ExportMenu path="/api/calls" query={filter} />}
    >
      <Panel
        title="Calls"
        isFlush
        aside={
          <>
            <SearchField label="Filter calls" value={search.text ?? ''} onChange={(text) => change({ text })} />
            <Choice
              label="Server"
              value={search.servers ?? ''}
              options={[['', 'All servers'], ...servers.map(({ name }) => [name, name] as const)]}
              onChange={(name) => change({ servers: name })}
            />
            <Choice
              label="Outcome"
              value={search.outcomes ?? ''}
              options={OUTCOMES}
              onChange={(outcomes) => change({ outcomes })}
            />
            <Choice
              label="Duration"
              value={search.minDurationMs ?? ''}
              options={DURATIONS}
              onChange={(minDurationMs) => change({ minDurationMs })}
            />
            <TimeFilter span={search} onChange={(span) => change({ ...span })} />
          </>
        }
      >
        <PagedTable
          list={calls}
          empty="No call has ended yet. Connect a host to the gateway, and its calls appear here."
          isFiltered={all.some((name) => Boolean(search[name]))}
          onClear={clear}
        >
          {(items) => (
            <DataTable
              label="Calls"
              columns={callColumns()}
              rows={items}
              keyOf={({ id }) => id}
              isSelected={({ id }) => id === search.call}
              onOpen={({ id }) => change({ call: id })}
            />
          )}
        </PagedTable>
      </Panel>
      {search.call === undefined ? null : <CallDrawer id={search.call} onClose={() => change({ call: undefined })} />}
    </Page>
  );
}
