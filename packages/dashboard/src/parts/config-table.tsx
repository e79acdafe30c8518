import type { ConfigEntry } from '@seawall/admin-api';
import type { JSX } from 'react';
import styles from './config-table.module.css';
import { type Column, DataTable } from './data-table.tsx';

const COLUMNS: readonly Column<ConfigEntry>[] = [
  { id: 'path', title: 'Setting', show: ({ path }) => <code className={styles.value}>{path}</code> },
  {
    id: 'value',
    title: 'Value',
    show: ({ value }) => (
      <code dir="auto" className={styles.value}>
        {toText(value)}
      </code>
    ),
  },
  { id: 'from', title: 'Comes from', show: ({ from }) => <span className={styles.value}>{from}</span> },
];

/** Settings, with where each comes from. */
export function ConfigTable({ entries }: { readonly entries: readonly ConfigEntry[] }): JSX.Element {
  return <DataTable label="Settings" columns={COLUMNS} rows={entries} keyOf={({ path }) => path} />;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}
