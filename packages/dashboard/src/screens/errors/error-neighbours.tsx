import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import type { ErrorEntry } from './error-columns.tsx';
import styles from './errors.module.css';

/** Leads to the errors of the same cause before and after this one. */
export function ErrorNeighbours({ error: { group, atMs } }: { readonly error: ErrorEntry }): JSX.Element {
  const earlier = useAdmin('listErrors', { query: { group, to: atMs, limit: 1 } }).data?.items[0];
  const later = useAdmin('listErrors', { query: { group, from: atMs + 1, order: 'oldest-first', limit: 1 } }).data
    ?.items[0];
  return (
    <nav className={styles.neighbours} aria-label="Of the same cause">
      <To error={earlier} text="← Earlier" />
      <To error={later} text="Later →" />
    </nav>
  );
}

function To({ error, text }: { readonly error: ErrorEntry | undefined; readonly text: string }): JSX.Element {
  if (error === undefined) return <span>{text}</span>;
  return (
    <Link to="/log/$error" params={{ error: error.id }}>
      {text}
    </Link>
  );
}
