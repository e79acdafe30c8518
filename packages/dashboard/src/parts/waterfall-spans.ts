import type { RouteAnswer } from '@seawall/admin-api';

/** One piece of the time of a call. */
export interface Span {
  readonly kind: 'wait' | 'attempt' | 'backoff' | 'served';
  readonly name: string;
  /** The code of what went wrong, where something did. */
  readonly note?: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly isFailed: boolean;
}

const SERVED_NAMES = { fallback: 'Fallback', stale: 'Stale answer', parked: 'Parked' } as const;
/** Shorter gaps are those between two steps of a program, not waits. */
const MIN_GAP_MS = 1;

/** The pieces of a call in their order: the wait, each attempt with the pause before it, and what was served instead. */
export function spansOf({
  tries,
  durationMs,
  servedBy,
  outcome,
  code,
}: RouteAnswer<'getCall'>['call']): readonly Span[] {
  const spans: Span[] = [];
  let endMs = 0;
  for (const { attempt, startedAfterMs, durationMs: tookMs, outcome: became, code: wrong } of tries) {
    if (startedAfterMs - endMs >= MIN_GAP_MS)
      spans.push({
        kind: attempt === 1 ? 'wait' : 'backoff',
        name: attempt === 1 ? 'Waited for its turn' : 'Pause before the retry',
        startMs: endMs,
        durationMs: startedAfterMs - endMs,
        isFailed: false,
      });
    spans.push({
      kind: 'attempt',
      name: `Attempt ${attempt}`,
      ...(wrong === undefined ? {} : { note: wrong }),
      startMs: startedAfterMs,
      durationMs: tookMs,
      isFailed: became === 'failed',
    });
    endMs = Math.max(endMs, startedAfterMs + tookMs);
  }
  if (servedBy !== undefined && servedBy !== 'upstream')
    spans.push(rest(SERVED_NAMES[servedBy], endMs, durationMs, false));
  else if (tries.length === 0)
    spans.push({
      ...rest('Not let through', 0, durationMs, outcome === 'failed'),
      ...(code === undefined ? {} : { note: code }),
    });
  return spans;
}

function rest(name: string, startMs: number, endMs: number, isFailed: boolean): Span {
  return { kind: 'served', name, startMs, durationMs: Math.max(0, endMs - startMs), isFailed };
}
