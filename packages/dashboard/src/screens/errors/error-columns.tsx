import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { formatDuration } from '../../format/amounts.ts';
import type { Column } from '../../parts/data-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { RowLink } from '../../parts/row-link.tsx';
import { Status, type StatusLook } from '../../parts/status.tsx';
import styles from './errors.module.css';

/** One error of the log. */
export type ErrorEntry = RouteAnswer<'listErrors'>['items'][number];

const LOOKS: Readonly<Record<ErrorEntry['outcome'], StatusLook>> = {
  failed: { tone: 'bad', shape: 'diamond', word: 'failed' },
  recovered: { tone: 'good', shape: 'dot', word: 'retry helped' },
  upstream: { tone: 'quiet', shape: 'dash', word: 'passed on' },
  fallback: { tone: 'warn', shape: 'triangle', word: 'by fallback' },
  stale: { tone: 'warn', shape: 'triangle', word: 'stale answer' },
  parked: { tone: 'info', shape: 'pause', word: 'parked' },
};

/** What became of the call that an error belongs to. */
export function ErrorOutcome({ outcome }: Pick<ErrorEntry, 'outcome'>): JSX.Element {
  return <Status {...LOOKS[outcome]} />;
}

/** What an outcome is called. */
export function outcomeWord(outcome: string): string {
  return isOutcome(outcome) ? LOOKS[outcome].word : outcome;
}

function isOutcome(name: string): name is ErrorEntry['outcome'] {
  return Object.hasOwn(LOOKS, name);
}

/** What the log tells of each error. */
export function errorColumns(): readonly Column<ErrorEntry>[] {
  return COLUMNS;
}

const COLUMNS: readonly Column<ErrorEntry>[] = [
  {
    id: 'at',
    title: 'Timestamp',
    show: ({ id, atMs }) => (
      <RowLink to={{ to: '/log/$error', params: { error: id } }}>
        <ExactMoment atMs={atMs} />
      </RowLink>
    ),
  },
  {
    id: 'where',
    title: 'Server, tool',
    show: ({ server, target }) => (
      <>
        <bdi>{server}</bdi>
        <span className={styles.under}>
          <bdi>{target ?? 'its connection'}</bdi>
        </span>
      </>
    ),
  },
  {
    id: 'type',
    title: 'Error Type',
    show: ({ error }) => (
      <>
        {error.errorType}
        <span className={styles.under}>
          <code>{error.code}</code>
        </span>
      </>
    ),
  },
  {
    id: 'message',
    title: 'Message',
    show: ({ error }) => (
      <span className={styles.message} dir="auto" title={error.message}>
        {error.message}
      </span>
    ),
  },
  { id: 'outcome', title: 'Became', show: ({ outcome }) => <ErrorOutcome outcome={outcome} />, isMinor: true },
  { id: 'attempt', title: 'Attempt', show: ({ attempt }) => attempt ?? '–', isNumber: true, isMinor: true },
  {
    id: 'duration',
    title: 'Took',
    show: ({ durationMs }) => (durationMs === undefined ? '–' : formatDuration(durationMs)),
    isNumber: true,
    isMinor: true,
  },
];
