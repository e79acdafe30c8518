import { useMemo } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin } from '../../data/use-admin.ts';
import { useSettled } from '../../parts/use-settled.ts';
import { failuresByServer, HOUR_STEP_MS, HOUR_STEPS, type LastHour } from './failures-by-server.ts';

/** How many calls of each server failed in each step of the last hour; empty until it is known. */
export function useLastHour(): LastHour {
  const { time } = useServices();
  const to = Math.ceil(time.now() / HOUR_STEP_MS) * HOUR_STEP_MS;
  const from = to - HOUR_STEPS * HOUR_STEP_MS;
  const query = { from, to, stepMs: HOUR_STEP_MS, by: 'server' } as const;
  // All rows are drawn anew with it, so it does not come between them and their first picture.
  const enabled = useSettled();
  const { data } = useAdmin('getSeries', { query }, { isCounted: true, enabled });
  return useMemo(() => failuresByServer(data?.points ?? [], from), [data, from]);
}
