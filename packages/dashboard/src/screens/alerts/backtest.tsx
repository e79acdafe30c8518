import type { BacktestView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { formatDuration, plural } from '../../format/amounts.ts';
import { Answer, type KnownAnswer } from '../../parts/answer.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import styles from './alerts.module.css';

const SHOWN = 20;

/** When a rule would have fired in the history that is kept. */
export function Backtest({ of }: { readonly of: KnownAnswer<BacktestView> }): JSX.Element {
  return (
    <Answer of={of} lines={2}>
      {({ firings, fromMs, note }) => (
        <div className={styles.preview} aria-live="polite">
          <p>
            {firings.length === 0 ? 'It would not have fired' : `It would have fired ${plural(firings.length, 'time')}`}{' '}
            since <ExactMoment atMs={fromMs} />.{note === undefined ? '' : ` ${note}`}
          </p>
          <ul className={styles.firings}>
            {firings.slice(0, SHOWN).map(({ labels, firedAtMs, resolvedAtMs }) => (
              <li key={`${firedAtMs} ${JSON.stringify(labels)}`}>
                <ExactMoment atMs={firedAtMs} /> <bdi>{labels.server ?? 'everything'}</bdi>,{' '}
                {resolvedAtMs === undefined ? 'to the end' : formatDuration(resolvedAtMs - firedAtMs)}
              </li>
            ))}
            {firings.length > SHOWN ? <li>and {plural(firings.length - SHOWN, 'more time')}</li> : null}
          </ul>
        </div>
      )}
    </Answer>
  );
}
