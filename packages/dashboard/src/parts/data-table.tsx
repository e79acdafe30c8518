import Button from '@mui/material/Button';
import { type JSX, type KeyboardEvent, type MouseEvent, memo, type ReactNode, useMemo, useState } from 'react';
import styles from './data-table.module.css';
import type { RowChoice } from './row-choice.tsx';
import { useRowSteps } from './row-steps.ts';
import { type Sortable, type SortKey, sortRows } from './sort-rows.ts';
import { useSteadyRows } from './use-steady-rows.ts';

/** One column of a table. */
export interface Column<Row> extends Sortable<Row> {
  readonly title: string;
  readonly show: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Hidden where the page is narrow: it matters less than the others. */
  readonly isMinor?: boolean;
}

/** What a table shows. */
export interface DataTableProps<Row> {
  /** What the table is of, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sort?: SortKey | undefined;
  readonly onSort?: (sort: SortKey) => void;
  /** A click anywhere on a row; its first column holds the link or button that does the same. */
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  /** Has rows chosen, with a box before each. */
  readonly choice?: RowChoice<Row>;
}

/** So many rows are shown; the others are when somebody asks for them. */
const ROWS_AT_ONCE = 100;
/** The least that a row is high, in pixels: what is not drawn yet keeps its place, so that the page scrolls to where it was. */
const ROW_HEIGHT = 39;

/**
 * A table: rows of one kind, which can be gone through with `j` and `k`.
 *
 * A row is drawn anew only when it is another one, so what is passed as `columns` has to stay the same while nothing changes. Its roles
 * are written out because on a narrow page the style, which makes a card of each row, takes them away.
 */
export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { label, columns, keyOf, sort, onOpen, isSelected, choice } = props;
  const { rows, hold } = useSteadyRows(props.rows);
  const [limit, showMore] = useRowLimit(rows.length);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const shown = sorted.slice(0, useRowSteps(sorted, keyOf, limit));
  const hidden = Math.max(0, sorted.length - limit);
  const coming = sorted.length - hidden - shown.length;
  const open = ({ target }: MouseEvent): void => {
    const key = target instanceof Element ? target.closest('tr')?.dataset.key : undefined;
    const row = shown.find((one) => keyOf(one) === key);
    if (row !== undefined && !isOnControl(target)) onOpen?.(row);
  };
  return (
    <section className={styles.scroller} aria-label={label}>
      <table className={styles.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {choice === undefined ? null : (
              <th role="columnheader" scope="col">
                {choice.head}
              </th>
            )}
            {columns.map((column) => (
              <Head key={column.id} column={column} table={props} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" onKeyDown={walkRows} onPointerDown={hold} onClick={open}>
          {shown.map((row) => (
            <Line
              key={keyOf(row)}
              row={row}
              name={keyOf(row)}
              columns={columns}
              isCurrent={isSelected?.(row) === true}
              isClickable={onOpen !== undefined}
              isChosen={choice?.isChosen(row) === true}
              boxOf={choice?.boxOf}
            />
          ))}
        </tbody>
      </table>
      {coming === 0 ? null : <div style={{ height: coming * ROW_HEIGHT }} />}
      {hidden === 0 ? null : (
        <div className={styles.more}>
          <Button onClick={showMore}>
            Show {Math.min(hidden, ROWS_AT_ONCE)} more of {hidden}
          </Button>
        </div>
      )}
    </section>
  );
}

/** How many of the rows are drawn. Who had all of them and asked for older ones sees those too. */
function useRowLimit(count: number): readonly [limit: number, showMore: () => void] {
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const [known, setKnown] = useState(count);
  if (count !== known) {
    setKnown(count);
    if (count > known && known >= ROWS_AT_ONCE && known <= limit) setLimit(count);
  }
  return [limit, () => setLimit(limit + ROWS_AT_ONCE)];
}

interface LineProps<Row> {
  readonly row: Row;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly isCurrent: boolean;
  readonly isClickable: boolean;
  readonly isChosen: boolean;
  readonly boxOf: RowChoice<Row>['boxOf'] | undefined;
}

// `memo` forgets that the component is generic; it is the same component.
const Line = memo(PlainLine) as typeof PlainLine;

function PlainLine<Row>(props: LineProps<Row>): JSX.Element {
  const { row, name, columns, isCurrent, isClickable, isChosen, boxOf } = props;
  return (
    <tr role="row" data-key={name} aria-current={isCurrent ? 'true' : undefined} data-clickable={isClickable}>
      {boxOf === undefined ? null : (
        <td role="cell" data-box="true">
          {boxOf(row, isChosen)}
        </td>
      )}
      {columns.map(({ id, title, show, isNumber, isMinor }) => (
        <td role="cell" key={id} data-title={title} data-number={isNumber} data-minor={isMinor}>
          {show(row)}
        </td>
      ))}
    </tr>
  );
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly table: DataTableProps<Row>;
}

function Head<Row>({ column, table: { sort, onSort } }: HeadProps<Row>): JSX.Element {
  const { id, title, sortBy, isNumber, isMinor } = column;
  const isUp = sort === id;
  const isDown = sort === `-${id}`;
  const order = isUp ? 'ascending' : isDown ? 'descending' : 'none';
  return (
    <th
      role="columnheader"
      scope="col"
      data-number={isNumber}
      data-minor={isMinor}
      aria-sort={sortBy === undefined || onSort === undefined ? undefined : order}
    >
      {sortBy === undefined || onSort === undefined ? (
        title
      ) : (
        <button type="button" onClick={() => onSort(isDown ? id : isUp ? '' : isNumber ? `-${id}` : id)}>
          {title}
          <span aria-hidden="true">{isUp ? '↑' : isDown ? '↓' : ''}</span>
        </button>
      )}
    </th>
  );
}

function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, select, textarea') !== null;
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Goes from the link of one row to that of the next or the one before; `x` chooses the row, where rows are chosen. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS[event.key];
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  if (event.key === 'x') row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
  if (step === undefined || row === null) return;
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  const control = next?.querySelector<HTMLElement>('a, button');
  if (control === null || control === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  control.focus();
}
