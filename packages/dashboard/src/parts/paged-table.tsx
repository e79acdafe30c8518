import Button from '@mui/material/Button';
import type { JSX, ReactNode } from 'react';
import type { PagedList } from '../data/use-admin.ts';
import { Failure, Lines, Nothing } from './answer.tsx';

/** What is shown of a list that is read page by page. */
export interface PagedTableProps<Item> {
  readonly list: PagedList<Item>;
  /** What an empty list means, and what to do. */
  readonly empty: ReactNode;
  /** Whether it may be empty only because of a filter. */
  readonly isFiltered?: boolean;
  readonly onClear?: () => void;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list with everything that can be instead of it: not there yet, empty, empty because of a filter, failed. */
export function PagedTable<Item>(props: PagedTableProps<Item>): JSX.Element {
  const { list, empty, isFiltered = false, onClear, children } = props;
  const { items, isLoaded, error, hasMore, isFetching, updatedAtMs, loadMore, reload } = list;
  return (
    <>
      {error === null ? null : (
        <Failure error={error} retry={reload} asOfMs={isLoaded && updatedAtMs > 0 ? updatedAtMs : undefined} />
      )}
      {!isLoaded && error === null ? <Lines count={8} /> : null}
      {isLoaded && items.length === 0 ? (
        isFiltered ? (
          <Nothing action={onClear === undefined ? undefined : <Button onClick={onClear}>Clear filters</Button>}>
            Nothing fits the filters.
          </Nothing>
        ) : (
          <Nothing>{empty}</Nothing>
        )
      ) : null}
      {items.length === 0 ? null : children(items)}
      {hasMore ? (
        <Nothing>
          <Button onClick={loadMore} disabled={isFetching}>
            Show older ones
          </Button>
        </Nothing>
      ) : null}
    </>
  );
}
