import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { AdminApiError } from '@seawall/admin-api';
import type { JSX, ReactNode } from 'react';
import { formatTimeOfDay } from '../format/relative-time.ts';
import styles from './answer.module.css';

/** What is known of an answer. */
export interface KnownAnswer<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly dataUpdatedAt: number;
  readonly refetch: () => unknown;
}

/** What is shown of an answer, and what instead. */
export interface AnswerProps<T> {
  readonly of: KnownAnswer<T>;
  /** How many lines the skeleton has. */
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** Shows an answer; a skeleton until it is there; and what went wrong, above the last answer that came. */
export function Answer<T>({ of, lines = 4, children }: AnswerProps<T>): JSX.Element {
  const { data, error, dataUpdatedAt, refetch } = of;
  return (
    <>
      {error === null ? null : (
        <Failure error={error} retry={refetch} asOfMs={data === undefined ? undefined : dataUpdatedAt} />
      )}
      {data === undefined ? error === null && <Lines count={lines} /> : children(data)}
    </>
  );
}

/** What went wrong, and a way to try again. */
export interface FailureProps {
  readonly error: Error;
  readonly retry?: () => unknown;
  /** When the data is from that is shown nevertheless. */
  readonly asOfMs?: number | undefined;
}

/** Says what went wrong, in the words of the gateway where there are any. */
export function Failure({ error, retry, asOfMs }: FailureProps): JSX.Element {
  const { title, detail, hint } = describe(error);
  return (
    <Alert
      severity="error"
      variant="outlined"
      className={styles.failure}
      action={
        retry === undefined ? undefined : (
          <Button color="error" onClick={() => void retry()}>
            Retry
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {detail}
      {hint === undefined ? null : <p>{hint}</p>}
      {asOfMs === undefined ? null : <p>What is shown is as of {formatTimeOfDay(asOfMs)}.</p>}
    </Alert>
  );
}

function describe(error: Error): {
  readonly title: string;
  readonly detail: string;
  readonly hint?: string | undefined;
} {
  if (error instanceof AdminApiError) return error.problem;
  if (!isNetworkError(error)) return { title: 'The page has a fault', detail: error.message, hint: FAULT_HINT };
  return {
    title: 'The gateway does not answer',
    detail: 'It may be restarting, or the way to it is broken.',
    hint: 'The page tries again by itself.',
  };
}

const FAULT_HINT = 'Load the page anew. If that does not help, report it with these words.';

/** What `fetch` throws without an answer, and what it throws when it was given up. */
function isNetworkError({ name, message }: Error): boolean {
  return name === 'AbortError' || (name === 'TypeError' && /fetch|network|load failed|stream/i.test(message));
}

/** Something that is not there yet. */
export function Lines({ count }: { readonly count: number }): JSX.Element {
  return (
    <div className={styles.lines} role="status" aria-label="Loading">
      {Array.from({ length: count }, (_none, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never change places.
        <span key={index} />
      ))}
    </div>
  );
}

/** There is nothing, which may be good news. */
export function Nothing({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): JSX.Element {
  return (
    <div className={styles.nothing}>
      <div>{children}</div>
      {action}
    </div>
  );
}
