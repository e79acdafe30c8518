import { startTransition, useEffect, useState } from 'react';
import { useServices } from '../data/services.tsx';
import { SETTLE_MS } from './use-settled.ts';

/** So many rows are drawn first: more than a screen holds. */
const FIRST_ROWS = 24;
/** So many follow at a time, so that a key or a click between two of these steps waits for neither. */
const STEP_ROWS = 16;

/**
 * How many rows are drawn by now: first those that are seen, the others soon after them, a few at a time.
 *
 * Rows that are drawn stay so while the list goes on; another list begins anew.
 */
export function useRowSteps<Row>(rows: readonly Row[], keyOf: (row: Row) => string, limit: number): number {
  const { clock } = useServices();
  const [drawn, setDrawn] = useState(FIRST_ROWS);
  const [known, setKnown] = useState(rows);
  const wanted = Math.min(rows.length, limit);
  if (rows !== known) {
    setKnown(rows);
    setDrawn(drawnOf(known, rows, keyOf, drawn));
  }
  const isMore = drawn < wanted;
  useEffect(() => {
    if (!isMore) return undefined;
    const next = (): void => startTransition(() => setDrawn(drawn + STEP_ROWS));
    return clock.after(drawn === FIRST_ROWS ? SETTLE_MS : 0, next);
  }, [drawn, isMore, clock]);
  return Math.min(drawn, wanted);
}

/** How many rows stay drawn when a list becomes another one. */
export function drawnOf<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
  drawn: number,
): number {
  const keys = new Set(before.slice(0, drawn).map(keyOf));
  const kept = after.slice(0, drawn).filter((row) => keys.has(keyOf(row))).length;
  return Math.max(FIRST_ROWS, Math.min(drawn, 2 * kept));
}
