import { type JSX, type ReactNode, useId } from 'react';
import styles from './panel.module.css';

/** A part of a screen, with a heading of its own. */
export interface PanelProps {
  readonly title: string;
  /** What stands at the end of the heading's line. */
  readonly aside?: ReactNode;
  /** Whether what it holds goes to its edges, as a table does. */
  readonly isFlush?: boolean;
  readonly id?: string;
  readonly children: ReactNode;
}

/** A part of a screen. */
export function Panel({ title, aside, isFlush = false, id, children }: PanelProps): JSX.Element {
  const heading = useId();
  return (
    <section className={styles.panel} aria-labelledby={heading} id={id}>
      <div className={styles.head}>
        <h2 id={heading} tabIndex={-1}>
          {title}
        </h2>
        {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
      </div>
      <div className={isFlush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}

/** Names with their values. */
export function Facts({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}): JSX.Element {
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
