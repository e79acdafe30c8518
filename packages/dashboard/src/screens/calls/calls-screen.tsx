import { type JSX, useMemo } from 'react';
import { useAdminPages } from '../../data/use-admin.ts';
import { Choice, SearchField } from '../../parts/choice.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ServerChoice } from '../../parts/server-choice.tsx';
import { TimeFilter } from '../../parts/time-filter.tsx';
import { type PageSearchValues, usePageSearch } from '../../shell/use-page-search.ts';
import { callColumns } from './call-columns.tsx';
import { CallDrawer } from './call-drawer.tsx';
import { CALL_FILTERS, callFilter } from './call-filter.ts';

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
  const filter = callFilter(search);
  const calls = useAdminPages('listCalls', filter);
  const columns = useColumns(search);
  const all = [...CALL_FILTERS, 'from', 'to'];
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
            <ServerChoice value={search.servers ?? ''} onChange={(name) => change({ servers: name })} />
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
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              isSelected={({ id }) => id === search.call}
              onOpen={({ id }) => change({ call: id })}
            />
          )}
        </PagedTable>
      </Panel>
      {search.call === undefined ? null : (
        <CallDrawer
          id={search.call}
          listed={calls.items.find(({ id }) => id === search.call)}
          listedAtMs={calls.updatedAtMs}
          onClose={() => change({ call: undefined })}
        />
      )}
    </Page>
  );
}

/** The columns, which change with the filters only: opening a call draws no row of the others anew. */
function useColumns({ call: _opened, ...filters }: PageSearchValues): ReturnType<typeof callColumns> {
  const given = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const text = new URLSearchParams(given).toString();
  return useMemo(() => callColumns(Object.fromEntries(new URLSearchParams(text))), [text]);
}
