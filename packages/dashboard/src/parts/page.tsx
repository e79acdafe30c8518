import { type JSX, type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

/** A whole screen: its heading, what can be done, and what it shows. */
export interface PageProps {
  readonly title: ReactNode;
  /** For the tab of the browser; needed where the heading is no plain text. */
  readonly name?: string;
  /** Below the heading. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A whole screen. */
export function Page({ title, name, lead, actions, children }: PageProps): JSX.Element {
  const tab = name ?? (typeof title === 'string' ? title : 'Seawall');
  useEffect(() => {
    document.title = `${tab} · Seawall`;
  }, [tab]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {lead === undefined ? null : <div className={styles.lead}>{lead}</div>}
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
