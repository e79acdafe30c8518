import { type JSX, type ReactNode, useCallback, useState } from 'react';
import styles from './row-choice.module.css';

/** Rows that are chosen, to do one thing with all of them. */
export interface RowChoice<Row> {
  /** Those of the rows given that are chosen, in their order. */
  readonly chosen: readonly Row[];
  readonly isChosen: (row: Row) => boolean;
  /** The box that chooses all of them. */
  readonly head: ReactNode;
  /** The box of one row. It stays the same function, so that a row is drawn anew only when it is chosen. */
  readonly boxOf: (row: Row, isChosen: boolean) => ReactNode;
  /** Chooses none any more; or one no more. */
  clear(row?: Row): void;
}

/** What rows are, for choosing among them. The functions have to stay the same. */
export interface RowChoiceOptions<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a row is called, for those who do not see its line. */
  readonly nameOf: (row: Row) => string;
}

/** Has rows chosen. One that is not in the list any more is not chosen any more. */
export function useRowChoice<Row>({ rows, keyOf, nameOf }: RowChoiceOptions<Row>): RowChoice<Row> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const chosen = keys.size === 0 ? [] : rows.filter((row) => keys.has(keyOf(row)));
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
  const boxOf = useCallback(
    (row: Row, isChosen: boolean) => (
      <Box label={`Choose ${nameOf(row)}`} isChecked={isChosen} onChange={(is) => set(row, is)} />
    ),
    [nameOf, set],
  );
  return {
    chosen,
    isChosen: (row) => keys.has(keyOf(row)),
    boxOf,
    clear: (row) => (row === undefined ? setKeys(new Set()) : set(row, false)),
    head: (
      <Box
        label="Choose all that are listed"
        isChecked={rows.length > 0 && chosen.length === rows.length}
        isMixed={chosen.length > 0 && chosen.length < rows.length}
        onChange={(isChosen) => setKeys(new Set(isChosen ? rows.map(keyOf) : []))}
      />
    ),
  };
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
