import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import { useServices } from '../data/services.tsx';

/** Rows that do not move below a pointer that is down. */
export interface SteadyRows<Row> {
  readonly rows: readonly Row[];
  /** The pointer went down on one of them. */
  readonly hold: () => void;
}

/**
 * Rows as they are drawn: a little later than they come, so that whoever types or clicks is served first; and as they are while
 * the pointer is down on them, so that a click opens the row that it began on.
 */
export function useSteadyRows<Row>(rows: readonly Row[]): SteadyRows<Row> {
  const { clock } = useServices();
  const latest = useDeferredValue(rows);
  const [held, setHeld] = useState<readonly Row[]>();
  const isHeld = held !== undefined;
  useEffect(() => {
    if (!isHeld) return undefined;
    let cancel: (() => void) | undefined;
    const release = (): void => {
      // The click comes after the pointer went up.
      cancel ??= clock.after(0, () => setHeld(undefined));
    };
    for (const kind of ENDS) addEventListener(kind, release);
    return () => {
      cancel?.();
      for (const kind of ENDS) removeEventListener(kind, release);
    };
  }, [isHeld, clock]);
  return { rows: held ?? latest, hold: useCallback(() => setHeld(latest), [latest]) };
}

const ENDS = ['pointerup', 'pointercancel', 'blur'] as const;
