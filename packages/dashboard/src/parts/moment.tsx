import { type JSX, type SyntheticEvent, useCallback } from 'react';
import { useObserved, useServices } from '../data/services.tsx';
import { formatDateTime, formatFullDateTime, formatRelative } from '../format/relative-time.ts';

/** How long ago something was, with the exact time on hover. */
export function Moment({ atMs }: { readonly atMs: number }): JSX.Element {
  const text = useTicking((now) => formatRelative(atMs, now));
  return (
    <time dateTime={toIso(atMs)} title={formatFullDateTime(atMs)}>
      {text}
    </time>
  );
}

/** Date and time of day, with how long ago that was on hover. There are many of them, so none follows the time by itself. */
export function ExactMoment({ atMs }: { readonly atMs: number }): JSX.Element {
  const { ticks } = useServices();
  const full = formatFullDateTime(atMs);
  const tellAgo = ({ currentTarget }: SyntheticEvent<HTMLElement>): void => {
    currentTarget.title = `${formatRelative(atMs, ticks.read())}, ${full}`;
  };
  return (
    <time dateTime={toIso(atMs)} title={full} onMouseEnter={tellAgo}>
      {formatDateTime(atMs)}
    </time>
  );
}

/** A text that changes as time goes by; the page is drawn anew only when it does. */
export function useTicking(format: (nowMs: number) => string): string {
  const { ticks } = useServices();
  const read = useCallback(() => format(ticks.read()), [format, ticks]);
  return useObserved({ subscribe: ticks.subscribe, read });
}

/** A clock may say what no calendar knows. */
function toIso(atMs: number): string | undefined {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
