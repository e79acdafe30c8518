import type { JSX } from 'react';
import { formatCount, plural } from '../../format/amounts.ts';
import { formatDateTime } from '../../format/relative-time.ts';
import styles from './trend-bars.module.css';

/** How many errors there were in each step of time. */
export function TrendBars({
  trend,
}: {
  readonly trend: readonly (readonly [atMs: number, count: number])[];
}): JSX.Element {
  const highest = Math.max(1, ...trend.map(([, count]) => count));
  const total = trend.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div
      className={styles.bars}
      role="img"
      aria-label={`${plural(total, 'error')}, at most ${formatCount(highest)} in one step`}
    >
      {trend.map(([atMs, count]) => (
        <span key={atMs} title={`${formatDateTime(atMs)}: ${plural(count, 'error')}`}>
          <span data-empty={count === 0} style={{ height: `${Math.max(2, (count / highest) * 100)}%` }} />
        </span>
      ))}
    </div>
  );
}
