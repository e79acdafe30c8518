import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { formatDuration } from '../format/amounts.ts';
import styles from './waterfall.module.css';
import { type Span, spansOf } from './waterfall-spans.ts';

/** What a call did with its time, from the wait before the first attempt to what was served in the end. */
export function Waterfall({ call }: { readonly call: RouteAnswer<'getCall'>['call'] }): JSX.Element {
  const spans = spansOf(call);
  const totalMs = Math.max(1, call.durationMs, ...spans.map(({ startMs, durationMs }) => startMs + durationMs));
  return (
    <ol className={styles.waterfall} aria-label={`${formatDuration(call.durationMs)} in all`}>
      {spans.map((span) => (
        <li key={`${span.kind} ${span.startMs}`}>
          <span className={styles.name}>
            {span.name}
            {span.note === undefined ? null : <code>{span.note}</code>}
          </span>
          <span className={styles.lane} aria-hidden="true">
            <span data-kind={span.kind} data-failed={span.isFailed} style={placeOf(span, totalMs)} />
          </span>
          <span className={styles.length}>{formatDuration(span.durationMs)}</span>
        </li>
      ))}
    </ol>
  );
}

function placeOf({ startMs, durationMs }: Span, totalMs: number) {
  return { left: `${(startMs / totalMs) * 100}%`, width: `max(3px, ${(durationMs / totalMs) * 100}%)` };
}
