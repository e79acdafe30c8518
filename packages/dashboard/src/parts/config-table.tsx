import type { ConfigEntry } from '@seawall/admin-api';
import type { JSX } from 'react';
import { formatDuration } from '../format/amounts.ts';
import styles from './config-table.module.css';
import { type Column, DataTable } from './data-table.tsx';

const COLUMNS: readonly Column<ConfigEntry>[] = [
  { id: 'path', title: 'Setting', show: ({ path }) => <code className={styles.name}>{path}</code> },
  { id: 'value', title: 'Value', show: (entry) => <Value entry={entry} /> },
  { id: 'from', title: 'Comes from', show: ({ from }) => <span className={styles.name}>{from}</span> },
];

/** Settings, with where each comes from. */
export function ConfigTable({ entries }: { readonly entries: readonly ConfigEntry[] }): JSX.Element {
  return <DataTable label="Settings" columns={COLUMNS} rows={entries} keyOf={({ path }) => path} />;
}

function Value({ entry: { path, value } }: { readonly entry: ConfigEntry }): JSX.Element {
  const words = path.endsWith('Ms') && typeof value === 'number' && value > 0 ? formatDuration(value) : undefined;
  return (
    <>
      <code dir="auto" className={styles.value}>
        {toText(value)}
      </code>
      {words === undefined ? null : <span className={styles.words}> {words}</span>}
    </>
  );
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}
