import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { Icon } from '../../parts/icons.tsx';
import styles from './errors.module.css';

/** An error as programs read it. */
export type ErrorBody = RouteAnswer<'getGroup'>['latest'];

/** What happened, and what to do: before everything else. */
export function Explanation({ error }: { readonly error: ErrorBody }): JSX.Element {
  const { message, hint, docs, chain, code, kind, retryable } = error;
  return (
    <div className={styles.why}>
      <p className={styles.words} dir="auto">
        {message}
      </p>
      {hint === undefined ? null : (
        <p className={styles.fix}>
          <Icon name="fix" />
          <span dir="auto">{hint}</span>
        </p>
      )}
      <p className={styles.because}>
        <code>{code}</code> · {kind.replaceAll('_', ' ')} ·{' '}
        {retryable ? 'may go away by itself' : 'stays until somebody acts'}
        {isWebAddress(docs) ? (
          <>
            {' · '}
            <a href={docs} target="_blank" rel="noreferrer">
              what this code means
            </a>
          </>
        ) : null}
      </p>
      {chain === undefined ? null : (
        <details>
          <summary>Causes</summary>
          <pre dir="auto">{chain}</pre>
        </details>
      )}
    </div>
  );
}

/** Only what leads to a page: never `javascript:`. */
function isWebAddress(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\//i.test(text);
}
