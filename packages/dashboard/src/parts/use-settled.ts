import { startTransition, useEffect, useState } from 'react';
import { useServices } from '../data/services.tsx';

/** How long what is seen first has the browser for itself, in milliseconds: to be laid out and painted, also on a slow machine. */
export const SETTLE_MS = 100;

/** Whether what is seen first is surely painted, so that what nobody sees yet may follow. */
export function useSettled(): boolean {
  const { clock } = useServices();
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => clock.after(SETTLE_MS, () => startTransition(() => setIsSettled(true))), [clock]);
  return isSettled;
}
