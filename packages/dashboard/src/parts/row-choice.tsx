import { type JSX, useCallback, useMemo, useState } from 'react';
import type { Column } from './data-table.tsx';
import styles from './row-choice.module.css';

/** Rows that are chosen, to do one thing with all of them. */
export interface RowChoice<Row> {
  /** Those of the rows given that are chosen, in their order. */
  readonly chosen: readonly Row[];
  /** The column with a box for each row. */
  readonly column: Column<Row>;
  /** Chooses none any more; or one no more. */
  clear(row?: Row): void;
}

/** What rows are, for choosing among them. */
export interface RowChoiceOptions<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a row is called, for those who do not see its line. */
  readonly nameOf: (row: Row) => string;
}

/**
 * Has rows chosen. One that is not in the list any more is not chosen any more.
 *
 * The column stays the same while the rows do and what is chosen of them, if `keyOf` and `nameOf` stay the same.
 */
export function useRowChoice<Row>({ rows, keyOf, nameOf }: RowChoiceOptions<Row>): RowChoice<Row> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => rows.filter((row) => keys.has(keyOf(row))), [rows, keys, keyOf]);
  const set = useCallback(
    (row: Row, isChosen: boolean): void =>
      setKeys((before) => {
        const next = new Set(before);
        if (isChosen) next.add(keyOf(row));
        else next.delete(keyOf(row));
        return next;
      }),
    [keyOf],
  );
  const column = useMemo<Column<Row>>(
    () => ({
      id: 'choice',
      title: 'Chosen',
      isBox: true,
      head: (
        <Box
          label="Choose all that are shown"
          isChecked={rows.length > 0 && chosen.length === rows.length}
          isMixed={chosen.length > 0 && chosen.length < rows.length}
          onChange={(isChosen) => setKeys(new Set(isChosen ? rows.map(keyOf) : []))}
        />
      ),
      show: (row) => (
        <Box
          label={`Choose ${nameOf(row)}`}
          isChecked={keys.has(keyOf(row))}
          onChange={(isChosen) => set(row, isChosen)}
        />
      ),
    }),
    [rows, chosen, keys, keyOf, nameOf, set],
  );
  return { chosen, column, clear: (row) => (row === undefined ? setKeys(new Set()) : set(row, false)) };
}

interface BoxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function Box({ label, isChecked, isMixed = false, onChange }: BoxProps): JSX.Element {
  return (
    <input
      type="checkbox"
      className={styles.box}
      aria-label={label}
      checked={isChecked}
      ref={(box) => {
        if (box !== null) box.indeterminate = isMixed;
      }}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
