import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import { type JSX, useEffect } from 'react';
import { useObserved, useServices } from '../../data/services.tsx';
import { adminQuery, useAdmin, useAdminPages } from '../../data/use-admin.ts';
import { formatCount, plural } from '../../format/amounts.ts';
import { SearchField } from '../../parts/choice.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TimeFilter } from '../../parts/time-filter.tsx';
import { useSettled } from '../../parts/use-settled.ts';
import { type PageSearchValues, usePageSearch } from '../../shell/use-page-search.ts';
import { errorColumns, outcomeWord } from './error-columns.tsx';
import styles from './errors.module.css';
import { LOG_FILTERS, latestErrors, logFilter, onlyServer } from './log-filter.ts';

const FACETS = 8;

/** Every error by itself, newest first, as they come. */
export function LogScreen(): JSX.Element {
  const [search, change] = usePageSearch();
  const { arrivals, clearArrivals } = useServices();
  const fresh = useObserved(arrivals).errors;
  const isTailing = search.tail === 'on';
  const filter = logFilter(search);
  const errors = useAdminPages('listErrors', filter, { beginning: useBeginning(search) });
  const { reload, isFetching } = errors;
  useEffect(() => {
    // One reading after the other, however many errors come.
    if (!isTailing || fresh === 0 || isFetching) return;
    clearArrivals('errors');
    reload();
  }, [isTailing, fresh, isFetching, clearArrivals, reload]);
  const isFiltered = [...LOG_FILTERS, 'from', 'to'].some((name) => Boolean(search[name]));
  const clear = (): void => change(Object.fromEntries([...LOG_FILTERS, 'from', 'to'].map((name) => [name, undefined])));
  return (
    <Page
      title="Error log"
      lead="Every error by itself, those that a retry or a fallback made good too."
      actions={
        <>
          <Link to="/errors">By cause</Link>
          <Button aria-pressed={isTailing} onClick={() => change({ tail: isTailing ? undefined : 'on' })}>
            {isTailing ? 'Stop following' : 'Follow live'}
          </Button>
          <ExportMenu path="/api/errors" query={filter} />
        </>
      }
    >
      <Panel
        title="Errors"
        isFlush
        aside={
          <>
            {isFiltered ? <Button onClick={clear}>Clear filters</Button> : null}
            <TimeFilter span={search} onChange={(span) => change({ ...span })} />
            <SearchField label="Filter errors" value={search.text ?? ''} onChange={(text) => change({ text })} />
          </>
        }
      >
        <Facets filter={filter} by="server" name="servers" />
        <Facets filter={filter} by="code" name="codes" />
        <Facets filter={filter} by="outcome" name="outcomes" />
        {fresh === 0 || isTailing ? null : (
          <div className={styles.fresh}>
            <Button
              variant="contained"
              onClick={() => {
                clearArrivals('errors');
                reload();
              }}
            >
              {plural(fresh, 'new error')}: show
            </Button>
          </div>
        )}
        <PagedTable list={errors} empty="No error logs found" isFiltered={isFiltered} onClear={clear}>
          {(items) => <DataTable label="Errors" columns={errorColumns()} rows={items} keyOf={({ id }) => id} />}
        </PagedTable>
      </Panel>
    </Page>
  );
}

/** What the list of servers shows of the same errors. */
function useBeginning(search: PageSearchValues): RouteAnswer<'listErrors'> | undefined {
  const services = useServices();
  const server = onlyServer(search);
  if (server === undefined) return undefined;
  const { queryKey } = adminQuery(services, 'listErrors', { query: latestErrors(server) });
  return services.queries.getQueryData<RouteAnswer<'listErrors'>>(queryKey);
}

const FACET_LABELS = { server: 'Servers', code: 'Codes', outcome: 'What became of them' } as const;

interface FacetsProps {
  readonly filter: Readonly<Record<string, string | number | undefined>>;
  readonly by: keyof typeof FACET_LABELS;
  /** The filter that a facet sets. */
  readonly name: 'servers' | 'codes' | 'outcomes';
}

/** The values of a field with how often each is there; one chooses it, once more takes it back. */
function Facets({ filter, by, name }: FacetsProps): JSX.Element | null {
  const [, change] = usePageSearch();
  // The errors themselves come first.
  const enabled = useSettled();
  const query = { ...filter, [name]: undefined, by, limit: FACETS };
  const { data, error } = useAdmin('countErrors', { query }, { enabled });
  if (data === undefined ? error !== null : data.items.length === 0) return null;
  return (
    <fieldset className={styles.facets} aria-label={FACET_LABELS[by]}>
      {data?.items.map(({ value, count }) => {
        const isChosen = filter[name] === value;
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isChosen}
            onClick={() => change({ [name]: isChosen ? undefined : value })}
          >
            <bdi>{by === 'outcome' ? outcomeWord(value) : value}</bdi> <b>{formatCount(count)}</b>
          </button>
        );
      })}
    </fieldset>
  );
}
