import type { JSX } from 'react';
import { formatDuration } from '../../format/amounts.ts';
import type { Column } from '../../parts/data-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { RowLink } from '../../parts/row-link.tsx';
import { Status } from '../../parts/status.tsx';
import type { PageSearchValues } from '../../shell/use-page-search.ts';
import { type CallEntry, callLook } from './call-look.ts';
import styles from './calls.module.css';

/** What the list tells of each call. One that is opened stands beside the list of `search`. */
export function callColumns(search: PageSearchValues): readonly Column<CallEntry>[] {
  return [
    {
      id: 'at',
      title: 'Started',
      show: ({ id, startedAtMs }) => (
        <RowLink to={{ to: '/calls', search: { ...search, call: id }, resetScroll: false }}>
          <ExactMoment atMs={startedAtMs} />
        </RowLink>
      ),
    },
    ...COLUMNS,
  ];
}

const COLUMNS: readonly Column<CallEntry>[] = [
  { id: 'server', title: 'Server', show: ({ server }) => <bdi>{server}</bdi> },
  { id: 'target', title: 'Tool or method', show: ({ target, method }) => <bdi>{target === '' ? method : target}</bdi> },
  { id: 'outcome', title: 'Outcome', show: (call) => <CallOutcome call={call} /> },
  { id: 'duration', title: 'Took', show: ({ durationMs }) => formatDuration(durationMs), isNumber: true },
  { id: 'attempts', title: 'Attempts', show: ({ attempts }) => attempts, isNumber: true, isMinor: true },
  { id: 'principal', title: 'For', show: ({ principal }) => <bdi>{principal}</bdi>, isMinor: true },
  {
    id: 'code',
    title: 'Code',
    show: ({ code }) => (code === undefined ? '–' : <span className={styles.code}>{code}</span>),
    isMinor: true,
  },
];

/** What became of a call. */
export function CallOutcome({ call }: { readonly call: CallEntry }): JSX.Element {
  return <Status {...callLook(call)} />;
}
