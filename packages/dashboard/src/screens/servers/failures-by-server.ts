import type { RouteAnswer } from '@seawall/admin-api';

/** How many calls of each server failed, in each step of the last hour. */
export type LastHour = ReadonlyMap<string, readonly number[]>;

/** How long one step is, in milliseconds. */
export const HOUR_STEP_MS = 300_000;
/** How many of them an hour has. */
export const HOUR_STEPS = 12;

/** The failures of each server that was called, one number for each step since `fromMs`. */
export function failuresByServer(points: RouteAnswer<'getSeries'>['points'], fromMs: number): LastHour {
  const found = new Map<string, number[]>();
  for (const { server, atMs, failures } of points) {
    const index = Math.floor((atMs - fromMs) / HOUR_STEP_MS);
    if (server === undefined || index < 0 || index >= HOUR_STEPS) continue;
    const steps = found.get(server) ?? new Array<number>(HOUR_STEPS).fill(0);
    steps[index] = (steps[index] ?? 0) + failures;
    found.set(server, steps);
  }
  return found;
}
