/** What of a column sorting needs. */
export interface Sortable<Row> {
  readonly id: string;
  /** What rows are sorted by; absent where sorting by it says nothing. */
  readonly sortBy?: (row: Row) => number | string;
}

/** The column that rows are sorted by, and which way: `-errors` has the most first. */
export type SortKey = string;

/** Rows in the order that is asked for; those that are equal stay as they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  sort: SortKey | undefined,
): readonly Row[] {
  if (sort === undefined || sort === '') return rows;
  const isDown = sort.startsWith('-');
  const sortBy = columns.find(({ id }) => id === (isDown ? sort.slice(1) : sort))?.sortBy;
  if (sortBy === undefined) return rows;
  return rows.toSorted((one, other) => (isDown ? -1 : 1) * compare(sortBy(one), sortBy(other)));
}

const collator = new Intl.Collator(undefined, { numeric: true });

function compare(one: number | string, other: number | string): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : collator.compare(String(one), String(other));
}
